"""Thefts: put into a real day at a known moment, each record theirs and counted once."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.lab.datasets.agent_log import DAY
from samehands.lab.exposure.protocol import Begins, Protocol
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.thefts import Gaps, Scene, Told, own_worst_hour, planned, told
from samehands.lab.exposure.typists import Typist
from samehands.lab.exposure.workday import hashed
from samehands.monitor import RecordsRead, SessionStarted, WindowArrived
from samehands.rhythm.projections import shipped

SECOND = 1_000_000
GAPS = Gaps(np.array([20, 40, 60], np.int64) * SECOND)
NAMES = (
    "injector 35 ms",
    "stranger, fast",
    "stranger, browsing",
    "bought credentials",
    "owner exporting",
    "low and slow, days",
    "low and slow, nights",
)


def scene_of(
    name: str, protocol: Protocol, subject: Subject, typists: tuple[Typist, ...]
) -> Scene:
    attack = next(one for one in protocol.attacks if one.name == name)
    strangers = [one for one in typists if one.person != subject.typist.person]
    return planned(attack, subject, strangers[0], 1, GAPS, np.random.default_rng(3))


@pytest.mark.parametrize("name", NAMES)
def test_each_stolen_record_is_told_once_in_order_and_counted(
    name: str,
    protocol: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    subject = subject_of(0)
    scene = scene_of(name, protocol, subject, typists)

    events = list(told(scene, systems[0], scene.windows(shipped())))

    own = {hashed(record) for day in subject.days for record in day.record.tolist()}
    read = [
        (one, one.event.reads[0].record) for one in events if isinstance(one.event, RecordsRead)
    ]
    reads = [one for one, record in read if record not in own]
    assert len({record for _, record in read} - own) == len(reads)
    assert len(reads) == len(scene.reads)
    assert [one.stolen for one in reads] == list(range(1, len(reads) + 1))
    assert [one.event.at for one in reads] == scene.reads.tolist()
    assert all(one.theft for one in reads)
    assert [one.event.at for one in events] == sorted(one.event.at for one in events)


def test_before_the_theft_the_day_is_as_it_was(
    protocol: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    subject = subject_of(1)
    scene = scene_of("stranger, fast", protocol, subject, typists)

    before = [one.event for one in told(scene, systems[0], ()) if not one.theft]

    genuine = [one for one in subject.inputs(1, systems[0]) if one.at <= scene.begins]
    assert before == genuine
    assert len(genuine) > 0


def test_somebody_s_windows_go_on_where_the_owner_s_ended(
    protocol: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    scene = scene_of("stranger, browsing", protocol, subject_of(0), typists)
    typed = scene.windows(shipped())
    numbers: list[int] = []
    sessions = []
    for one in told(scene, systems[0], typed):
        if isinstance(one.event, SessionStarted):
            numbers = []
            sessions.append(one.event.session)
        if isinstance(one.event, WindowArrived):
            numbers.append(one.event.window.sequence)
            assert one.event.session == sessions[-1]
    assert numbers == list(range(len(numbers)))
    # Ten keys a record, a hundred a window.
    assert len(typed) == pytest.approx(scene.attack.records / 10, abs=1)


def test_a_bought_password_has_a_session_of_its_own(
    protocol: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    scene = scene_of("bought credentials", protocol, subject_of(0), typists)

    stolen = [one.event for one in told(scene, systems[0], ()) if one.theft]

    assert isinstance(stolen[0], SessionStarted)
    assert stolen[0].at == scene.begins
    assert {event.session for event in stolen} == {stolen[0].session}


def test_low_and_slow_is_the_owner_s_own_worst_hour_all_day(
    protocol: Protocol, subject_of: Callable[[int], Subject], typists: tuple[Typist, ...]
) -> None:
    subject = subject_of(0)
    hourly = own_worst_hour(subject, 1)
    by_day = scene_of("low and slow, days", protocol, subject, typists)
    by_night = scene_of("low and slow, nights", protocol, subject, typists)

    first_day = by_day.reads[by_day.reads < by_day.begins + DAY]
    assert len(first_day) == 9 * hourly
    assert by_day.begins - int(subject.days[1].at[0]) < 3_600 * SECOND
    assert by_night.attack.begins is Begins.NIGHT
    hours = by_night.reads % DAY // (3_600 * SECOND)
    assert set(hours.tolist()) == {22, 23, 0, 1, 2, 3, 4, 5}
    assert set(np.bincount(hours, minlength=24)[[22, 23, 0, 1]]) == {
        hourly * len(subject.days[1:6])
    }


def test_a_system_is_told_only_what_it_watches(
    protocol: Protocol,
    subject_of: Callable[[int], Subject],
    systems: tuple[System, ...],
    typists: tuple[Typist, ...],
) -> None:
    scene = scene_of("stranger, fast", protocol, subject_of(2), typists)
    typed = scene.windows(shipped())

    def kinds(system: System) -> set[type]:
        of: list[Told] = list(told(scene, system, typed))
        return {type(one.event) for one in of if one.theft}

    fused, access, hands = systems
    assert kinds(fused) == {RecordsRead, WindowArrived}
    assert kinds(access) == {RecordsRead}
    assert kinds(hands) == {WindowArrived}
