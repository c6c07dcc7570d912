"""Typists: real people's keystrokes as the windows that a device would have sent of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import Action, KeyEvents, Keystrokes
from samehands.capture.keystrokes import MISSING
from samehands.identity import DeviceClass, PldaScorer, SessionWindows, Template
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.forgers.script import seen_by_clock
from samehands.rhythm import CollectorState, Projection, collect
from samehands.rhythm.window import ClockClass, Window

ENROLLED: Final = (0, 1, 2)
"""Sessions of monaco that make a person's template; those after it are their work."""

EVENTS_AT_ONCE: Final = 40
"""Key events given to the collector at a time: a window is dated to a fifth of itself.

More: a window comes later than it would have; fewer: only slower."""

SEAM: Final = 400_000
"""Between the owner's last key and the intruder's first, µs; the flight across it is theirs."""

TICK: Final = 15_625
"""The clock that everybody's keys are timed by here, µs: the coarsest of the corpus.

Its sessions were timed by several clocks. A thief on another clock than the owner's would be told
by that; at the owner's own machine there is one clock."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A window, and how many keystrokes of whoever acts were typed when it came."""

    keystrokes: int
    window: Window = field(repr=False)


@dataclass(frozen=True, slots=True)
class Typist:
    """A person with a template, and their later work as windows.

    Args:
        person: index into the corpus's people.
        template: enrolled from earlier sessions.
        sittings: the windows of each later session, in order.
        work: the keystrokes of each later session.
        typed: the keystrokes of every session, for when they are somebody else's thief.
    """

    person: int
    template: Template = field(repr=False)
    sittings: tuple[tuple[Window, ...], ...] = field(repr=False)
    work: tuple[Keystrokes, ...] = field(repr=False)
    typed: tuple[Keystrokes, ...] = field(repr=False)


def typists_of(
    corpus: Corpus, people: NDArray[np.int64], projection: Projection, scorer: PldaScorer
) -> tuple[Typist, ...]:
    """Everybody of the people who can be enrolled.

    Args:
        corpus: a session is one recording.
        people: shape (p,), indices into the corpus's people.
        projection: that has seen none of them.
        scorer: what enrols.
    """
    found = []
    for person in people.tolist():
        recordings = np.flatnonzero(corpus.person == person)
        early = np.isin(corpus.session[recordings], ENROLLED)
        sessions = [
            SessionWindows(
                projection.ref,
                DeviceClass(ClockClass.SIXTEEN_MS),
                np.array([typed.window.vector for typed in windows_of([stream], projection)]),
            )
            for stream in _timed_alike(corpus, recordings[early])
        ]
        template = scorer.enrol(sessions)
        if not isinstance(template, Template):
            continue
        typed = tuple(_timed_alike(corpus, recordings))
        work = tuple(one for one, first in zip(typed, early.tolist(), strict=True) if not first)
        sittings = tuple(
            tuple(typed.window for typed in windows_of([stream], projection)) for stream in work
        )
        found.append(Typist(person, template, sittings, work, typed))
    return tuple(found)


def windows_of(parts: list[Keystrokes], projection: Projection) -> list[Typed]:
    """The windows that a device makes of streams typed one after the other.

    Args:
        parts: keystrokes; those of whoever acts are the last part, which alone is counted.
        projection: what embeds.
    """
    state, clock, found = CollectorState(), 0, []
    for number, part in enumerate(parts):
        events = key_events(part)
        if not len(events):
            continue
        events = replace(events, at=events.at - events.at[0] + clock)
        typed = 0
        for start in range(0, len(events), EVENTS_AT_ONCE):
            chunk = events[slice(start, start + EVENTS_AT_ONCE)]
            typed += int((chunk.action == Action.DOWN).sum())
            collected = collect(state, chunk, projection)
            state = collected.state
            acted = typed if number == len(parts) - 1 else 0
            found += [Typed(acted, one) for one in collected.windows]
        clock = int(events.at[-1]) + SEAM
    return found


def _timed_alike(corpus: Corpus, recordings: NDArray[np.intp]) -> Iterator[Keystrokes]:
    for recording in recordings.tolist():
        yield on_one_clock(corpus.recording(recording))


def on_one_clock(typed: Keystrokes) -> Keystrokes:
    """Keystrokes as the coarsest clock of the corpus would have timed them."""
    return seen_by_clock(typed, TICK, 0)


def key_events(typed: Keystrokes) -> KeyEvents:
    """The key events that keystrokes came from, in order of time."""
    released = typed.release != MISSING
    at = np.concatenate([typed.press, typed.release[released]])
    action = np.repeat([Action.DOWN, Action.UP], [len(typed), int(released.sum())])
    # At equal times releases come first: the key of the press after may be the same.
    order = np.lexsort((action == Action.DOWN, at))
    position = np.concatenate([typed.position, typed.position[released]])
    return KeyEvents(
        at[order], position[order], action[order].astype(np.int8), np.zeros(len(at), np.bool_)
    )


def continued(typed: tuple[Keystrokes, ...], keystrokes: int, first: int) -> Keystrokes:
    """Somebody types on and on: their streams one after the other, from one of them and around.

    Args:
        typed: streams of one person.
        keystrokes: how many are wanted.
        first: index of the stream to begin with.
    """
    parts: list[Keystrokes] = []
    clock = count = 0
    while count < keystrokes:
        part = typed[(first + len(parts)) % len(typed)][slice(0, keystrokes - count)]
        shift = clock - int(part.press[0])
        released = np.where(part.release == MISSING, MISSING, part.release + shift)
        parts.append(replace(part, press=part.press + shift, release=released))
        clock, count = int(part.press[-1]) + shift + SEAM, count + len(part)
    return Keystrokes.concatenated(parts)
