"""The drill: thefts are found through the monitor itself, and a false alarm is no find."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from samehands.access import Scale
from samehands.errors import EmptyScoresError
from samehands.lab.exposure.drill import LIMIT, genuine_of, row_of, scenes_of, try_all
from samehands.lab.exposure.limits import Limit
from samehands.lab.exposure.protocol import Protocol
from samehands.lab.exposure.result import ExposureResult
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.table import drill_lines, genuine_lines
from samehands.lab.exposure.thefts import Gaps
from samehands.lab.exposure.typists import Typist
from samehands.lab.exposure.watch import live
from samehands.lab.split import Role
from samehands.rhythm.projections import shipped

GAPS = Gaps(np.array([20, 40, 60], np.int64) * 1_000_000)


@pytest.fixture(scope="module")
def small(protocol: Protocol) -> Protocol:
    """The same with a short history and two thefts of a kind."""
    return msgspec.structs.replace(protocol, history_days=4, draws=2)


@pytest.mark.slow
def test_a_raid_is_noticed_at_a_few_records_and_by_hands_alone_later_or_never(
    small: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    subjects = [subject_of(agent) for agent in range(3)]
    attack = next(one for one in small.attacks if one.name == "stranger, fast")
    scenes = scenes_of(attack, subjects, typists, GAPS, small, seed=0)
    histories = {
        system.name: {one.agent: live(one, system) for one in subjects} for system in systems
    }

    tried = try_all(scenes, systems, histories, Limit(Scale.MINUTE, 10), shipped())
    row = row_of(tried, np.random.default_rng(0))

    assert row.thefts == 6
    assert 20 < row.pace < 45
    found = {one.system: one for one in row.outcomes}
    assert set(found) == {system.name for system in systems} | {LIMIT}
    fused, limit = found["fused"].noticed[0], found[LIMIT].noticed[0]
    assert fused.estimate is not None
    assert 1 < fused.estimate < 60
    # The owner's own record of the last minute may be one of the eleven.
    assert limit.estimate in {10, 11}
    assert found["hands alone"].noticed[0].estimate is None or (
        found["hands alone"].noticed[0].estimate > fused.estimate
    )
    for one in tried.found["fused"]:
        assert one.noticed <= one.stopped


def test_the_draws_of_one_theft_do_not_depend_on_the_others(
    small: Protocol, subject_of: Callable[[int], Subject], typists: tuple[Typist, ...]
) -> None:
    attack = small.attacks[-1]
    both = [subject_of(0), subject_of(1)]

    together = scenes_of(attack, both, typists, GAPS, small, seed=0)
    alone = scenes_of(attack, both[1:], typists, GAPS, small, seed=0)

    assert [one.begins for one in together[2:]] == [one.begins for one in alone]
    assert all(one.day >= small.history_days for one in together)


def test_without_a_theft_there_is_nothing_to_say(systems: tuple[System, ...]) -> None:
    with pytest.raises(EmptyScoresError):
        try_all([], systems, {}, Limit(Scale.MINUTE, 1), shipped())


def test_genuine_days_run_through_the_monitor_and_teach_it(
    subject_of: Callable[[int], Subject], systems: tuple[System, ...]
) -> None:
    subject = replace(subject_of(0), days=subject_of(0).days[:2])

    history = live(subject, systems[1])

    assert len(history.mornings) == 3
    first, second = history.mornings[0].access, history.mornings[2].access
    assert sum(scale.bins for scale in first.scales) == 0
    assert sum(scale.bins for scale in second.scales) > 0


def test_false_alarms_are_counted_by_person_and_reason() -> None:
    genuine = genuine_of(
        "fused",
        {1: ("evidence", "joint+evidence"), 2: ()},
        {1: 1.0, 2: 3.0},
        1.0,
        np.random.default_rng(0),
    )

    assert genuine.rate.estimate == 0.5
    assert genuine.worst == 2
    assert genuine.over_budget == 0.5
    assert genuine.reasons == {"evidence": 2, "joint": 1}


def test_the_tables_have_a_row_for_each_attack_and_system() -> None:
    genuine = genuine_of("fused", {1: ()}, {1: 1.0}, 1.0, np.random.default_rng(0))
    result = ExposureResult(
        "made", Role.DEVELOPMENT, 1, 1, 1.0, "open-1", 3, {}, "none", (genuine,), (), 0, "x", ()
    )

    assert len(genuine_lines(result)) == 2
    assert len(drill_lines(result)) == 1
    assert len(genuine_lines(result)[0]) == len(genuine_lines(result)[1])
