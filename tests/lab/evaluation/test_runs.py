"""The protocols run on a town of simulated typists: what is known of the town must come out."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from samehands.errors import EmptyScoresError, SettingsError
from samehands.identity import BackEnd
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation import (
    EvaluationResult,
    Group,
    MeasureName,
    evaluate,
    load_protocol,
    run_protocol,
)
from samehands.lab.split import Role
from samehands.rhythm.projection import Projection

Town = Callable[..., Corpus]


@pytest.fixture(scope="module")
def groups(projection: Projection, back_end: BackEnd) -> tuple[Group, ...]:
    return (
        Group(np.arange(6), projection, back_end),
        Group(np.arange(6, 12), projection, back_end, tested=False),
    )


@pytest.fixture(scope="module")
def strangers(town: Town) -> Corpus:
    """Twelve people, six sessions each."""
    return town(people=12, sessions=6, keystrokes=220)


@pytest.fixture(scope="module")
def twins(town: Town) -> Corpus:
    """The same, but all with one rhythm."""
    return town(people=12, sessions=6, keystrokes=220, alike=True)


def run(
    name: str, corpus: Corpus, groups: tuple[Group, ...], *, seed: int = 1, **changed: object
) -> EvaluationResult:
    protocol = msgspec.structs.replace(load_protocol(name), **changed)
    return run_protocol(name, protocol, corpus, groups, seed=seed, role=Role.EVALUATION, data=())


def error_rate(result: EvaluationResult) -> float:
    case = result.quoted
    assert case is not None
    measure = case.measure(MeasureName.EQUAL_ERROR_RATE)
    assert measure is not None
    return measure.value.estimate


@pytest.mark.slow
def test_strangers_are_told_apart_and_twins_are_not(
    strangers: Corpus, twins: Corpus, groups: tuple[Group, ...]
) -> None:
    assert error_rate(run("cross_session", strangers, groups)) < 0.02
    assert error_rate(run("cross_session", twins, groups)) > 0.3


@pytest.mark.slow
def test_a_result_is_the_same_for_the_same_seed_and_survives_json(
    strangers: Corpus, groups: tuple[Group, ...]
) -> None:
    first, again = (run("cross_session", strangers, groups) for _ in range(2))

    assert first == again
    data = msgspec.json.encode(first)
    assert msgspec.json.decode(data, type=EvaluationResult) == first


def test_a_result_says_who_and_what_came_in(strangers: Corpus, groups: tuple[Group, ...]) -> None:
    result = run("cross_session", strangers, groups)

    assert (result.cohort.people, result.cohort.not_enrolled) == (6, 0)
    # Four splits, each embedding every session of the tested people.
    assert result.cohort.windows + result.cohort.discarded == 4 * 6 * 6 * 2
    assert [row.person for row in sorted(result.persons, key=lambda row: row.person)] == [
        f"typist {number}" for number in range(6)
    ]
    names = [(case.name, case.windows) for case in result.cases]
    assert names[:2] == [("all splits", 1), ("all splits", 2)]
    assert {name for name, _ in names[2:]} == {
        split.name for split in load_protocol("cross_session").splits
    }


def test_every_impostor_is_of_the_owner_s_own_group(
    strangers: Corpus, groups: tuple[Group, ...]
) -> None:
    result = run("cross_session", strangers, groups)
    case = result.quoted

    assert case is not None
    assert case.people == 6
    assert case.impostor == 5 * case.genuine
    assert len(case.operating) == 2


@pytest.mark.parametrize("name", ["monitor", "one_visit"])
def test_the_window_protocols_run(name: str, town: Town, groups: tuple[Group, ...]) -> None:
    corpus = town(people=12, sessions=1, recordings=15, keystrokes=120)

    result = run(name, corpus, groups)

    assert error_rate(result) < 0.06
    assert {case.windows for case in result.cases} == {1, 2}


@pytest.mark.parametrize("name", ["kvc", "typenet"])
def test_the_sentence_protocols_run(name: str, town: Town, groups: tuple[Group, ...]) -> None:
    corpus = town(people=12, sessions=1, recordings=15, keystrokes=45)

    result = run(name, corpus, groups)

    assert error_rate(result) <= 0.1
    assert {case.windows for case in result.cases} == {1}


@pytest.mark.slow
def test_a_stranger_is_found_and_a_twin_is_not(
    strangers: Corpus, twins: Corpus, groups: tuple[Group, ...]
) -> None:
    found, missed = (
        run("take_over", corpus, groups, owner_keystrokes=(60, 150), horizon=600).drill
        for corpus in (strangers, twins)
    )

    assert found is not None
    assert missed is not None
    assert found.never.estimate < 0.2
    assert missed.never.estimate > 0.6
    assert found.take_overs == 4 * 3 * 6 * 5
    assert not found.own_people
    half = found.keystrokes[0].estimate
    assert half is not None
    assert 0 < half < 400


def test_a_group_alone_says_that_the_threshold_is_its_own(
    strangers: Corpus, groups: tuple[Group, ...]
) -> None:
    drill = run("take_over", strangers, groups[:1], owner_keystrokes=(60, 150)).drill

    assert drill is not None
    assert drill.own_people
    assert len(drill.thresholds) == 1


def test_people_who_never_typed_cannot_be_tested(
    strangers: Corpus, projection: Projection, back_end: BackEnd
) -> None:
    nobody = (Group(np.array([3]), projection, back_end),)

    with pytest.raises(EmptyScoresError, match="two in a group"):
        run("cross_session", strangers, nobody)


def test_a_shipped_projection_is_not_tested_on_people_it_knows(
    projection: Projection, back_end: BackEnd, tmp_path: object
) -> None:
    with pytest.raises(SettingsError, match="cross-fit"):
        evaluate("cross_session", projection, back_end, tmp_path, 1)  # type: ignore[arg-type]
