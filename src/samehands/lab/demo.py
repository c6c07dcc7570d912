"""The recording of the demo: real people whom no shipped projection has seen, as windows only.

Six seats work through six sessions each, as recorded; in the last session of one of them, a
seventh person's keystrokes take over in the middle of a window.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from samehands.capture import Action, KeyEvents
from samehands.capture.keystrokes import MISSING
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.training.shipped import demo_people
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm import CollectorState, Projection, collect, finish, shipped
from samehands.wire.recording import header_line, record_line
from samehands.wire.records import (
    Card,
    Header,
    Mark,
    Place,
    Record,
    RecordedMark,
    RecordedWindow,
)

SEED: Final = 20261123
"""Draws the seat that is taken over and the keystroke at which. Drawn once, whatever came of it."""

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
class _Typing:
    """Somebody's part of a session: rows of the corpus."""

    first: int
    last: int


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
    yield header_line(
        Header(
            made_with.ref,
            Card(
                source="Monaco and Tappert, free text, Pace University: 7 people, windows only",
                licence="BSD-3-Clause (the repository of the data)",
                made_by=f"samehands lab make-demo (seed {SEED})",
                note="Nobody in it was in the training of the projection. Sessions are as they "
                "were typed; that they were a day apart and who took over whom is made up.",
            ),
        )
    )
    records: list[Record] = []
    for number, person in enumerate(seats):
        recordings = np.flatnonzero(corpus.person == person)
        for session, recording in enumerate(recordings):
            parts = [_Typing(int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))]
            taken = number == victim and session == len(recordings) - 1
            if taken:
                strangers = np.flatnonzero(corpus.person == intruder)[-1]
                begins = int(corpus.bounds[strangers])
                parts = [
                    _Typing(parts[0].first, parts[0].first + take_over),
                    _Typing(begins, int(corpus.bounds[strangers + 1])),
                ]
            start = session * DAY + 9 * 3600 * MICROS_PER_SECOND + number * STAGGER
            records += _session(
                corpus,
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


def _session(
    corpus: Corpus,
    parts: list[_Typing],
    begins: Place,
    projection: Projection,
    *,
    enrolment_ends: bool,
) -> Iterator[Record]:
    def at(micros: int) -> Place:
        sent = -(-micros // TIMER) * TIMER
        return Place(begins.seat, begins.session, Micros(begins.at + sent))

    yield RecordedMark(begins, Mark.SESSION_STARTS)
    state, elapsed = CollectorState(), 0
    for number, part in enumerate(parts):
        events = events_of(corpus, part.first, part.last)
        shifted = _shifted(events, elapsed)
        if number:
            yield RecordedMark(at(elapsed), Mark.TAKEOVER_BEGINS)
        for start in range(0, len(shifted), CHUNK):
            chunk = shifted[start : start + CHUNK]
            collected = collect(state, chunk, projection)
            state, elapsed = collected.state, int(chunk.at[-1])
            for window in collected.windows:
                yield RecordedWindow(at(elapsed), window)
    for window in finish(state, projection).windows:
        yield RecordedWindow(at(elapsed), window)
    if enrolment_ends:
        yield RecordedMark(at(elapsed), Mark.ENROLMENT_ENDS)
    yield RecordedMark(at(elapsed), Mark.SESSION_ENDS)


def _shifted(events: KeyEvents, to: int) -> KeyEvents:
    return replace(events, at=events.at - events.at[0] + to)
