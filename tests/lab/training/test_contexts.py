"""Normal scores: what a duration is worth among others of its kind."""

import numpy as np
import pytest

from lab.training.people import corpus
from samehands.capture.positions import ZONES, Zone
from samehands.lab.training.contexts import Flights, bin_starts_ms, fit_contexts
from samehands.lab.training.population import Population
from samehands.rhythm.contexts import (
    HIGHEST_MS,
    LOWEST_MS,
    RANGE_MS,
    SCORE_LIMIT,
    SCORE_STEPS,
    Channel,
    Contexts,
)
from samehands.rhythm.statistics import durations, timed

POPULATION = Population.of([corpus(1, 12)])


@pytest.fixture(scope="module", params=Flights)
def contexts(request: pytest.FixtureRequest) -> Contexts:
    """Fitted to a few people, with flights told apart in either way."""
    flights: Flights = request.param
    return fit_contexts(POPULATION.keystrokes, POPULATION.weight(), flights)


def test_bins_rise_from_the_lowest_to_the_highest_and_mirror_each_other() -> None:
    starts = bin_starts_ms()
    edges = np.append(starts, HIGHEST_MS)

    assert (starts[0], starts[-1] < HIGHEST_MS) == (LOWEST_MS, True)
    assert (np.diff(edges) > 0).all()
    assert (edges == -edges[::-1]).all()


def test_scores_rise_with_duration_and_stay_within_their_limit(contexts: Contexts) -> None:
    for channel in Channel:
        table = contexts.scores[channel].astype(int)
        assert table.shape == (contexts.contexts(channel), HIGHEST_MS - LOWEST_MS + 1)
        assert (np.diff(table, axis=1) >= 0).all()
        assert np.abs(table).max() <= SCORE_LIMIT


def test_the_scores_of_the_population_are_nearly_normal(contexts: Contexts) -> None:
    stream = timed(POPULATION.keystrokes, contexts)
    for channel in Channel:
        for context in np.flatnonzero(contexts.share[channel] > 0.05):
            score = stream.score[channel][stream.context[channel] == context] / SCORE_STEPS
            score = score[np.abs(score) <= SCORE_LIMIT / SCORE_STEPS]
            assert abs(score.mean()) < 0.1
            assert 0.8 < score.std() < 1.1
            low, high = np.quantile(score, [0.1, 0.9])
            assert abs(low + high) < 0.3


def test_within_a_bin_scores_are_the_same(contexts: Contexts) -> None:
    starts = set((bin_starts_ms() - LOWEST_MS).tolist())
    for table in contexts.scores:
        moves = np.flatnonzero((np.diff(table.astype(int), axis=1) != 0).any(axis=0)) + 1
        assert set(moves.tolist()) <= starts


def test_shares_are_those_of_the_durations_that_count(contexts: Contexts) -> None:
    values = durations(POPULATION.keystrokes)
    for channel in Channel:
        low, high = RANGE_MS[channel]
        inside = (values[channel] >= low * 1_000) & (values[channel] <= high * 1_000)
        context = timed(POPULATION.keystrokes, contexts).context[channel][inside]
        due = np.bincount(
            context, POPULATION.weight()[inside], minlength=contexts.contexts(channel)
        )
        assert contexts.share[channel] == pytest.approx(due / due.sum(), abs=1e-5)
        assert contexts.share[channel].sum() == pytest.approx(1, abs=1e-3)


def test_a_group_is_of_one_pair_of_hands_or_of_all_that_is_left(contexts: Contexts) -> None:
    hand = np.array([0] * 3 + [1] * 3 + [2] * (ZONES - 6))
    groups = contexts.group[Channel.DD][contexts.flight]
    for first in range(ZONES):
        for second in range(ZONES):
            both = hand[first] * 2 + hand[second] if max(hand[first], hand[second]) < 2 else 4
            assert groups[first, second] in {both, 4}
    assert contexts.group[Channel.HOLD][contexts.hold].tolist() == hand.tolist()


def test_every_zone_has_a_context(contexts: Contexts) -> None:
    assert contexts.hold.shape == (ZONES,)
    assert contexts.flight.shape == (ZONES, ZONES)
    assert contexts.hold.max() < contexts.contexts(Channel.HOLD)
    assert contexts.flight.max() < contexts.contexts(Channel.DD)


def test_space_and_backspace_have_contexts_of_their_own(contexts: Contexts) -> None:
    rest = np.delete(contexts.hold, [Zone.SPACE])

    assert contexts.hold[Zone.SPACE] not in rest
    assert contexts.hold[Zone.BACKSPACE] != contexts.hold[Zone.ENTER]
