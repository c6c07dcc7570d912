"""The demo's recording: events go back to the windows of the data, and the file is regenerated."""

from dataclasses import replace
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from lab.training.people import corpus
from rhythm.drawn_projection import drawn_projection
from samehands.capture import MISSING, Action, ClockClass
from samehands.capture.pairing import HOLD_LIMIT
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.demo import ENROLMENT_SESSIONS, TIMER, demo_recording, events_of, injected
from samehands.lab.training.plan import PLANS, load_plan
from samehands.lab.training.shipped import demo_people, load_sources
from samehands.rhythm import CollectorState, Projection, Window, collect, finish, shipped
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations
from samehands.wire.recording import read_recording
from samehands.wire.records import Mark, RecordedMark, RecordedSign, RecordedWindow

PROJECTION: Final = drawn_projection(4, keystrokes=60)
BEGINS: Final = Mark.INJECTION_BEGINS
FILE: Final = resources.files("samehands.cli") / "demo_data" / "team.jsonl"


def collected(recordings: Corpus, first: int, last: int, projection: Projection) -> list[Window]:
    """Windows of a stretch of a corpus by way of its key events."""
    done = collect(CollectorState(), events_of(recordings, first, last), projection)
    return [*done.windows, *finish(done.state, projection).windows]


def embedded(recordings: Corpus, first: int, last: int, projection: Projection) -> list[bytes]:
    """The embeddings that the keystrokes themselves give, of windows that are normal typing."""
    typed, n = recordings.keystrokes[slice(first, last)], projection.keystrokes
    strokes = replace(  # the collector gives up on a key that is held for so long
        typed, release=np.where(typed.hold > HOLD_LIMIT, MISSING, typed.release)
    )
    rows = np.arange(len(strokes) // n * n).reshape(-1, n)
    rows = rows[normal_typing(durations(strokes)[Channel.DD][rows])]
    return [window.tobytes() for window in projection.embed(strokes, rows)]


def test_made_up_people_s_events_give_the_windows_of_their_keystrokes() -> None:
    made_up = corpus(1, 3, sessions=2)
    for first, last in pairwise(made_up.bounds):
        windows = collected(made_up, int(first), int(last), PROJECTION)
        assert len(windows) == 4
        assert [window.embedding for window in windows] == embedded(
            made_up, int(first), int(last), PROJECTION
        )


def test_the_demo_people_s_events_give_the_windows_of_their_keystrokes(data_root: Path) -> None:
    monaco = load_free_text(data_root)
    compared = 0
    for recording in np.flatnonzero(np.isin(monaco.person, demo_people())):
        first, last = int(monaco.bounds[recording]), int(monaco.bounds[recording + 1])
        windows = collected(monaco, first, last, PROJECTION)
        assert [window.embedding for window in windows] == embedded(
            monaco, first, last, PROJECTION
        )
        compared += len(windows)
    assert compared > 250


def test_nobody_in_the_demo_was_in_the_training(data_root: Path) -> None:
    monaco = load_free_text(data_root)
    names = {monaco.people[person] for person in demo_people()}
    assert len(names) == 7
    for name in PLANS:
        plan = load_plan(name)
        if "monaco-free-text" not in plan.data:
            continue
        sources = load_sources(plan, data_root)
        learnt = {
            source.corpus.people[person]
            for source in sources
            if source.name == "monaco-free-text"
            for person in source.corpus.person
        }
        assert learnt
        assert not learnt & names


@pytest.mark.slow
def test_a_recording_tells_one_story(data_root: Path) -> None:
    recording = read_recording(demo_recording(data_root, PROJECTION))
    records = list(recording.records)
    marks = [(each.place, each.mark) for each in records if isinstance(each, RecordedMark)]
    at = [each.place.at for each in records]

    assert recording.header.projection == PROJECTION.ref
    assert at == sorted(at)
    ((place, _),) = [each for each in marks if each[1] is Mark.TAKEOVER_BEGINS]
    started = {(where.seat, where.session) for where, mark in marks if mark is Mark.SESSION_STARTS}
    assert len(started) == 6 * 6
    assert place.session == "day-6"
    ends = [where for where, mark in marks if mark is Mark.ENROLMENT_ENDS]
    assert {where.session for where in ends} == {f"day-{ENROLMENT_SESSIONS}"}
    assert len({where.seat for where in ends}) == 6
    taken = [
        each
        for each in records
        if (each.place.seat, each.place.session) == (place.seat, place.session)
    ]
    marks_of_it = [each.mark if isinstance(each, RecordedMark) else None for each in taken]
    assert marks_of_it[0] is Mark.SESSION_STARTS
    assert marks_of_it[-1] is Mark.SESSION_ENDS
    begins = marks_of_it.index(Mark.TAKEOVER_BEGINS)
    assert marks_of_it[1:begins].count(None) == begins - 1 >= 2
    assert marks_of_it[begins + 1 : -1].count(None) >= 4
    for seat in {each.place.seat for each in records}:
        for session in {each.place.session for each in records}:
            own = [
                each.place.at
                for each in records
                if (each.place.seat, each.place.session) == (seat, session)
                and getattr(each, "mark", None) is not BEGINS
            ]
            assert not any((when - own[0]) % TIMER for when in own)


@pytest.mark.slow
def test_an_injector_types_when_the_owner_of_another_seat_has_done(data_root: Path) -> None:
    records = list(read_recording(demo_recording(data_root, PROJECTION)).records)
    places = {each.mark: each.place for each in records if isinstance(each, RecordedMark)}
    plugged, taken = places[Mark.INJECTION_BEGINS], places[Mark.TAKEOVER_BEGINS]
    day = [
        each
        for each in records
        if (each.place.seat, each.place.session) == (plugged.seat, plugged.session)
    ]
    begins = next(n for n, each in enumerate(day) if getattr(each, "mark", None) is BEGINS)
    signs = [each for each in day if isinstance(each, RecordedSign)]

    assert plugged.session == taken.session == "day-6"
    assert plugged.seat != taken.seat
    assert not any(isinstance(each, RecordedSign) for each in day[:begins])
    assert isinstance(day[begins + 1], RecordedSign)
    assert [each for each in records if isinstance(each, RecordedSign)] == signs


@pytest.mark.parametrize("clock", ClockClass)
def test_the_injector_is_seen_by_its_sixtieth_keystroke_on_every_clock(clock: ClockClass) -> None:
    events = injected(clock, Path())
    state, seen = CollectorState(), 0
    for row in range(len(events)):
        collected = collect(state, events[row : row + 1], shipped())
        state = collected.state
        if collected.signs:
            seen = int((events.action[: row + 1] == Action.DOWN).sum())
            break

    assert 20 <= seen <= 60


@pytest.mark.slow
def test_the_shipped_recording_is_what_the_data_give(data_root: Path) -> None:
    assert FILE.read_bytes() == b"".join(demo_recording(data_root)), (
        "run `samehands lab make-demo`"
    )


def test_the_shipped_recording_was_made_with_the_shipped_projection() -> None:
    with resources.as_file(FILE) as path, path.open("rb") as lines:
        recording = read_recording(lines)
        windows = [each for each in recording.records if isinstance(each, RecordedWindow)]

    assert recording.header.projection == shipped().ref
    assert len(windows) > 100


def test_lost_releases_are_lost_and_events_are_in_order() -> None:
    made_up = corpus(5, 1, sessions=1, keys=60)
    position = made_up.position
    alone = [row for row in range(50) if position[row] not in position[row + 1 : row + 10]][:2]
    made_up.keystrokes.release[alone] = MISSING
    events = events_of(made_up, 0, 60)
    done = collect(CollectorState(), events, PROJECTION)

    assert len(events) == 118
    assert (np.diff(events.at) >= 0).all()
    assert finish(done.state, PROJECTION).counts.lost_releases + done.counts.lost_releases == 2
