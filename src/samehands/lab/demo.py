"""The recording of the demo: real people whom no shipped projection has seen, as messages only.

Six seats work through six sessions each, as recorded; in the last session of one of them, a
seventh person's keystrokes take over in the middle of a window. At another seat a keystroke
injector types when its owner has done.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from samehands.capture import Action, ClockClass, KeyEvents
from samehands.capture.clock import clock_class
from samehands.capture.keystrokes import MISSING
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.forgers import written
from samehands.lab.forgers.commission import forged
from samehands.lab.liveness.people import TICK
from samehands.lab.training.shipped import demo_people
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import CollectorState, Projection, Window, collect, finish, shipped
from samehands.rhythm.early import EarlySign
from samehands.wire.recording import header_line, record_line
from samehands.wire.records import (
    Card,
    Header,
    Mark,
    Place,
    Record,
    RecordedMark,
    RecordedSign,
    RecordedWindow,
)

SEED: Final = 20261123
"""Draws the seat that is taken over and the keystroke at which, then the seat at which the injector
types and when. Drawn once, whatever came of it."""

INJECTOR: Final = "constant-35"
"""The injector: 35 ms from key to key, each let go in the next report. A speed rule misses it."""

INJECTED: Final = 300
"""Keystrokes that the injector types: ten seconds. More shows nothing more: it is called by then."""

ENROLMENT_SESSIONS: Final = 3
"""Sessions before the mark that says enrolment is over."""

DAY: Final = 86_400 * MICROS_PER_SECOND
"""Sessions of one seat are a day apart, µs."""

STAGGER: Final = 45 * MICROS_PER_SECOND
"""Seats start so long after each other, µs."""

TIMER: Final = 5 * MICROS_PER_SECOND
"""Windows are sent on a timer, so that their time tells nothing of a keystroke, µs."""

CHUNK: Final = 8
"""Events given to the collector at a time, as a page would; windows do not depend on it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a session.

    Args:
        events: of whoever or whatever typed.
        mark: what is true from its first event on.
        pause: before it, µs.
    """

    events: KeyEvents
    mark: Mark | None = None
    pause: int = 0


def demo_recording(root: Path, projection: Projection | None = None) -> Iterator[bytes]:
    """The lines of the recording.

    Args:
        root: the data folder.
        projection: what makes the windows; the default one where None.

    Raises:
        DataSetError: the data set is absent.
    """
    made_with = shipped() if projection is None else projection
    corpus = load_free_text(root)
    *seats, intruder = demo_people()
    rng = np.random.default_rng(SEED)
    victim = int(rng.integers(len(seats)))
    take_over = int(rng.integers(120, 280))
    plugged_into = int(rng.choice([number for number in range(len(seats)) if number != victim]))
    pause = int(rng.integers(30, 90)) * MICROS_PER_SECOND + int(rng.integers(TIMER))
    yield header_line(
        Header(
            made_with.ref,
            Card(
                source="Monaco and Tappert, free text, Pace University: 7 people, windows only; "
                "and a keystroke injector's, nobody's input",
                licence="BSD-3-Clause (the repository of the data)",
                made_by=f"samehands lab make-demo (seed {SEED})",
                note="Nobody in it was in the training of the projection. Sessions are as they "
                "were typed; that they were a day apart and who took over whom is made up, and so "
                f"is the injector, which types a key every 35 ms ({INJECTOR}).",
            ),
        )
    )
    records: list[Record] = []
    for number, person in enumerate(seats):
        recordings = np.flatnonzero(corpus.person == person)
        for session, recording in enumerate(recordings):
            first, last = int(corpus.bounds[recording]), int(corpus.bounds[recording + 1])
            parts = [_Part(events_of(corpus, first, last))]
            today = session == len(recordings) - 1
            if today and number == victim:
                strangers = np.flatnonzero(corpus.person == intruder)[-1]
                begins, ends = int(corpus.bounds[strangers]), int(corpus.bounds[strangers + 1])
                parts = [
                    _Part(events_of(corpus, first, first + take_over)),
                    _Part(events_of(corpus, begins, ends), Mark.TAKEOVER_BEGINS),
                ]
            elif today and number == plugged_into:
                clock = clock_class(corpus.recording(int(recording)))
                typed = injected(ClockClass.ONE_MS if clock is None else clock, root)
                parts.append(_Part(typed, Mark.INJECTION_BEGINS, pause))
            start = session * DAY + 9 * 3600 * MICROS_PER_SECOND + number * STAGGER
            records += _session(
                parts,
                Place(f"seat-{number + 1}", f"day-{session + 1}", Micros(start)),
                made_with,
                enrolment_ends=session == ENROLMENT_SESSIONS - 1,
            )
    for record in sorted(records, key=lambda record: record.place.at):
        yield record_line(record)


def events_of(corpus: Corpus, first: int, last: int) -> KeyEvents:
    """The key events that some keystrokes of a corpus came from, in order of time.

    Args:
        corpus: whose.
        first: the first keystroke.
        last: one past the last.
    """
    rows = slice(first, last)
    press, release = corpus.keystrokes.press[rows], corpus.keystrokes.release[rows]
    released = release != MISSING
    at = np.concatenate([press, release[released]])
    action = np.repeat([Action.DOWN, Action.UP], [len(press), int(released.sum())])
    # At equal times releases come first: the key of the press after may be the same.
    order = np.lexsort((action == Action.DOWN, at))
    position = np.concatenate([corpus.position[rows], corpus.position[rows][released]])
    return KeyEvents(
        at[order],
        position[order],
        action[order].astype(np.int8),
        np.zeros(len(at), np.bool_),
    )


def injected(clock: ClockClass, root: Path) -> KeyEvents:
    """What the injector types, as the machine's clock sees it.

    Every key is let go after it was pressed, also where both are in one tick of the clock.

    Args:
        clock: of the machine that it is plugged into.
        root: the data folder; nothing of it is read.
    """
    events = written.events_of(forged(INJECTOR, INJECTED, SEED, None, root))
    tick, rounding = TICK[clock]
    return replace(events, at=events.at // tick * tick // rounding * rounding)


def _session(
    parts: list[_Part], begins: Place, projection: Projection, *, enrolment_ends: bool
) -> Iterator[Record]:
    def at(micros: int) -> Place:
        sent = -(-micros // TIMER) * TIMER
        return Place(begins.seat, begins.session, Micros(begins.at + sent))

    yield RecordedMark(begins, Mark.SESSION_STARTS)
    state, elapsed = CollectorState(), 0
    for part in parts:
        elapsed += part.pause
        shifted = _shifted(part.events, elapsed)
        if part.mark is Mark.INJECTION_BEGINS:
            # To the moment, as seconds count. Of a person it would be the time of a keystroke.
            yield RecordedMark(replace(begins, at=Micros(begins.at + elapsed)), part.mark)
        elif part.mark is not None:
            yield RecordedMark(at(elapsed), part.mark)
        for start in range(0, len(shifted), CHUNK):
            chunk = shifted[start : start + CHUNK]
            collected = collect(state, chunk, projection)
            state, elapsed = collected.state, int(chunk.at[-1])
            yield from (_recorded(at(elapsed), message) for message in collected.messages)
    for message in finish(state, projection).messages:
        yield _recorded(at(elapsed), message)
    if enrolment_ends:
        yield RecordedMark(at(elapsed), Mark.ENROLMENT_ENDS)
    yield RecordedMark(at(elapsed), Mark.SESSION_ENDS)


def _recorded(place: Place, message: Window | EarlySign) -> Record:
    if isinstance(message, EarlySign):
        return RecordedSign(place, message)
    return RecordedWindow(place, message)


def _shifted(events: KeyEvents, to: int) -> KeyEvents:
    return replace(events, at=events.at - events.at[0] + to)
