"""The people of the benchmark: their streams, in an earlier and a later part, by role."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import ClockClass, clock_class
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.forgers.script import seen_by_clock
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND

BETWEEN_RECORDINGS: Final = 5 * MICROS_PER_SECOND
"""Between two recordings laid end to end, µs; the flight across is unknown whatever it is."""

SHORTEST_DIVIDED: Final = 1_000
"""Keystrokes from which a person's only session is divided; less is one later part."""

TICK: Final[dict[ClockClass, tuple[int, int]]] = {
    ClockClass.TENTH_MS: (100, 100),
    ClockClass.ONE_MS: (MICROS_PER_MILLI, MICROS_PER_MILLI),
    ClockClass.EIGHT_MS: (8 * MICROS_PER_MILLI, MICROS_PER_MILLI),
    ClockClass.SIXTEEN_MS: (15_625, MICROS_PER_MILLI),
}
"""Clock class → tick and the grid on which it is read out, µs."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Typing that followed itself in time, of one person.

    Args:
        keystrokes: on one clock that never goes back.
        person: numbered across corpora.
        session: numbered across everything.
        later: whether it is of the later part of what the person typed.
        corpus: where it is from.
    """

    keystrokes: Keystrokes = field(repr=False)
    person: int
    session: int
    later: bool
    corpus: str

    @property
    def clock(self) -> ClockClass:
        """The clock that timed it; 1 ms where that cannot be told."""
        found = clock_class(self.keystrokes)
        return ClockClass.ONE_MS if found is None else found


def retimed(keystrokes: Keystrokes, clock: ClockClass, rng: np.random.Generator) -> Keystrokes:
    """The same keystrokes as a clock of another class would have timed them, at any phase."""
    tick, rounding = TICK[clock]
    return seen_by_clock(keystrokes, tick, int(rng.integers(tick)), rounding)


def streams_of(
    corpus: Corpus, people: NDArray[np.int64], first_person: int, first_session: int
) -> list[Stream]:
    """The streams of some people, each person's in an earlier and a later part.

    Sessions stay whole; of a person with one session only, its halves are the parts.

    Args:
        corpus: of these people and others.
        people: shape (p,), who.
        first_person: number of the corpus's first person.
        first_session: number of the first stream.
    """
    streams: list[Stream] = []
    for who in people.tolist():
        sessions = np.unique(corpus.session[corpus.person == who]).tolist()
        parts = [
            end_to_end(
                [
                    corpus.recording(int(each))
                    for each in np.flatnonzero(
                        (corpus.person == who) & (corpus.session == session)
                    )
                ]
            )
            for session in sessions
        ]
        if len(parts) == 1 and len(parts[0]) >= SHORTEST_DIVIDED:
            middle = len(parts[0]) // 2
            parts = [parts[0][:middle], _fresh(parts[0][middle:])]
        for index, part in enumerate(parts):
            later = 2 * index + 1 >= len(parts)
            number = first_session + len(streams)
            streams.append(Stream(part, first_person + who, number, later, corpus.name))
    return streams


def end_to_end(recordings: list[Keystrokes]) -> Keystrokes:
    """Recordings one after the other on one clock that never goes back."""
    at, laid = 0, []
    for one in recordings:
        if not len(one):
            continue
        move = at - int(one.press[0])
        release = np.where(one.release == MISSING, MISSING, one.release + move)
        laid.append(Keystrokes(one.press + move, release, one.zone, one.starts_run, one.position))
        at = max(int(laid[-1].press[-1]), int(release.max())) + BETWEEN_RECORDINGS
    return Keystrokes.concatenated(laid)


def _fresh(part: Keystrokes) -> Keystrokes:
    """The same keystrokes as the first of a stream."""
    starts = part.starts_run.copy()
    starts[:1] = True
    return Keystrokes(part.press, part.release, part.zone, starts, part.position)


def median_gap(stream: Stream) -> float:
    """The median press gap of a stream, ms; not a number where there is none."""
    dd = np.diff(stream.keystrokes.press)[~stream.keystrokes.starts_run[1:]]
    return float(np.median(dd)) / MICROS_PER_MILLI if len(dd) else float("nan")
