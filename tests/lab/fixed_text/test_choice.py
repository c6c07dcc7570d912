"""The nested choice: nobody's own data choose what they are reported on."""

import numpy as np
import pytest

from samehands.errors import DataSetError, SettingsError
from samehands.lab.datasets.cmu import PasswordTable
from samehands.lab.fixed_text import RecencyManhattan, RecencyNeighbours
from samehands.lab.fixed_text.choice import Candidate, folds_of, nested_choice, scored
from samehands.lab.fixed_text.trials import Trials, TrialScores, always, scores_of, trials_of
from samehands.lab.metrics import killourhy_maxion_eer

EVEN = (1.0, 1.0, 1.0)
CANDIDATES: list[Candidate] = [
    RecencyManhattan(20.0, 3.0, EVEN),
    RecencyNeighbours(40.0, 3.0, EVEN, 0.004, 2),
    RecencyNeighbours(40.0, 3.0, (1.0, 0.0, 1.0), 0.004, 2),
    RecencyManhattan(20.0, 3.0, (1.0, 0.0, 0.0)),
]


def password_table(people: int = 8, seed: int = 1) -> PasswordTable:
    """People with a level of their own per feature, 4 sessions of 6."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0, 0.15, (people, 1, 1, 7))
    times = 0.2 * np.exp(level + rng.normal(0, 0.2, (people, 4, 6, 7)))
    return PasswordTable("drawn", tuple(f"p{index}" for index in range(people)), times)


def drawn_trials(people: int = 8, seed: int = 1) -> Trials:
    return trials_of(password_table(people, seed), 2, 1, 3)


class TestTrials:
    def test_enrol_on_the_first_sessions_and_probe_with_the_later(self) -> None:
        table = password_table()
        trials = trials_of(table, 3, 1, 2)
        np.testing.assert_array_equal(trials.training[5], table.times[5, :3].reshape(-1, 7))
        np.testing.assert_array_equal(trials.genuine[5], table.times[5, 3])

    def test_everybody_else_is_an_impostor_with_their_first_repetitions(self) -> None:
        table = password_table()
        trials = trials_of(table, 2, 1, 3)
        for own in range(8):
            assert trials.impostor_person[own].tolist() == [
                other for other in range(8) for _ in range(3) if other != own
            ]
        np.testing.assert_array_equal(trials.impostor[4, :3], table.times[0, 0, :3])
        np.testing.assert_array_equal(trials.impostor[0, -3:], table.times[7, 0, :3])

    def test_practised_impostors_come_with_their_last_repetitions(self) -> None:
        table = password_table()
        trials = trials_of(table, 2, 4, 2, last=True)
        np.testing.assert_array_equal(trials.impostor[4, :2], table.times[0, 3, -2:])

    @pytest.mark.parametrize(
        ("training", "session", "repetitions"),
        [(4, 1, 3), (0, 1, 3), (2, 5, 3), (2, 0, 3), (2, 1, 7), (2, 1, 0)],
    )
    def test_a_split_that_the_set_is_too_small_for_is_refused(
        self, training: int, session: int, repetitions: int
    ) -> None:
        with pytest.raises(DataSetError):
            trials_of(password_table(), training, session, repetitions)

    def test_one_person_has_no_impostors(self) -> None:
        with pytest.raises(DataSetError):
            trials_of(password_table(1), 2, 1, 3)


class TestRates:
    def test_among_a_group_use_no_impostor_from_outside_it(self) -> None:
        trials = drawn_trials()
        scores = scores_of(always(CANDIDATES[0].scores), trials)
        group = np.array([1, 4, 6])
        inside = np.isin(trials.impostor_person, group)
        poisoned = TrialScores(scores.genuine, np.where(inside, scores.impostor, np.inf))
        np.testing.assert_array_equal(
            scores.rates_among(trials, group), poisoned.rates_among(trials, group)
        )
        assert not np.array_equal(scores.rates(), poisoned.rates())

    def test_among_everybody_are_the_rates_of_the_protocol(self) -> None:
        trials = drawn_trials()
        scores = scores_of(always(CANDIDATES[0].scores), trials)
        np.testing.assert_array_equal(scores.rates_among(trials, np.arange(8)), scores.rates())
        assert scores.rates()[3] == killourhy_maxion_eer(scores.genuine[3], scores.impostor[3])


class TestFolds:
    def test_are_alike_in_size_and_hold_everybody_once(self) -> None:
        fold = folds_of(51, 5, np.random.default_rng(1))
        assert sorted(np.bincount(fold)) == [10, 10, 10, 10, 11]

    @pytest.mark.parametrize(("people", "folds"), [(51, 1), (51, 0), (9, 5)])
    def test_too_few_people_for_the_folds_are_refused(self, people: int, folds: int) -> None:
        with pytest.raises(SettingsError):
            folds_of(people, folds, np.random.default_rng(1))


class TestNestedChoice:
    def test_sharing_distances_gives_each_candidate_the_scores_it_gives_alone(self) -> None:
        trials = drawn_trials()
        shared = dict(scored(CANDIDATES, trials))
        assert set(shared) == set(CANDIDATES)
        for candidate, scores in shared.items():
            alone = scores_of(always(candidate.scores), trials)
            np.testing.assert_allclose(scores.genuine, alone.genuine, rtol=1e-6)
            np.testing.assert_allclose(scores.impostor, alone.impostor, rtol=1e-6)

    def test_takes_the_best_candidate_of_the_other_people(self) -> None:
        trials = drawn_trials()
        fold = np.array([0, 1] * 4)
        choice = nested_choice(CANDIDATES, trials, fold)
        for group in (0, 1):
            others = np.flatnonzero(fold != group)
            means = {
                candidate: scores.rates_among(trials, others).mean()
                for candidate, scores in scored(CANDIDATES, trials)
            }
            assert choice.development[group] == min(means.values())
            assert means[choice.chosen[group]] == min(means.values())

    def test_a_groups_own_typing_cannot_change_what_is_chosen_for_it(self) -> None:
        table = password_table()
        fold = np.array([0, 0, 1, 1, 0, 1, 0, 1])
        before = nested_choice(CANDIDATES, trials_of(table, 2, 1, 3), fold)
        rng = np.random.default_rng(9)
        changed = table.times.copy()
        changed[fold == 0] = rng.uniform(0.05, 0.6, changed[fold == 0].shape)
        other = PasswordTable(table.name, table.people, changed)
        after = nested_choice(CANDIDATES, trials_of(other, 2, 1, 3), fold)
        assert after.chosen[0] == before.chosen[0]
        assert after.development[0] == before.development[0]
        assert after.development[1] != before.development[1]  # the change does reach the others

    def test_gives_each_person_what_was_chosen_without_them(self) -> None:
        choice = nested_choice(CANDIDATES, drawn_trials(), np.array([0, 1] * 4))
        assert [choice.of(person) for person in (0, 1, 7)] == [
            choice.chosen[0],
            choice.chosen[1],
            choice.chosen[1],
        ]

    def test_without_candidates_is_refused(self) -> None:
        with pytest.raises(SettingsError):
            nested_choice([], drawn_trials(), np.array([0, 1] * 4))
