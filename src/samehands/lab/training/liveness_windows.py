"""Windows to fit the detectors of machine input on: people's, by several clocks, and forgers'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import ClockClass, clock_class
from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import UNKNOWN_POSITION
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.ducky import load_skeletons
from samehands.lab.forgers import FORGERS, Learns, Materials
from samehands.lab.forgers.registry import Family, Recipe
from samehands.lab.forgers.script import long_enough, seen_by_clock, without_corrections
from samehands.lab.liveness.windows import Label, Windows, sent
from samehands.rhythm.projection import Projection

SESSION_KEYSTROKES: Final = 600
"""Keystrokes that a forger types in each session that it is put into: six windows.

More: a slower fit, and attacks that are more alike."""

TICKS: Final = {
    ClockClass.TENTH_MS: 1_000,
    ClockClass.ONE_MS: 1_000,
    ClockClass.EIGHT_MS: 8_000,
    ClockClass.SIXTEEN_MS: 15_625,
}
"""Clock class → tick, µs, of the clock that a forger is seen by in a session of that class."""

STREAMS_PER_PERSON: Final = 3
"""Sessions of a person that each forger is put into."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One person's session.

    Args:
        person: numbered across corpora.
        keystrokes: of the session.
        clock: that timed them.
    """

    person: int
    keystrokes: Keystrokes = field(repr=False)
    clock: ClockClass


def streams_of(corpora: Sequence[Corpus]) -> list[Stream]:
    """Every session of everybody, recordings of one session joined."""
    streams, first = [], 0
    for corpus in corpora:
        edge = (np.diff(corpus.person, prepend=-1) != 0) | (
            np.diff(corpus.session, prepend=-1) != 0
        )
        starts = np.flatnonzero(edge)
        ends = np.append(corpus.bounds[starts[1:]], corpus.bounds[-1])
        for recording, begin, end in zip(starts, corpus.bounds[starts], ends, strict=True):
            typed = corpus.keystrokes[int(begin) : int(end)]
            clock = clock_class(typed)
            streams.append(
                Stream(
                    first + int(corpus.person[recording]),
                    typed,
                    ClockClass.ONE_MS if clock is None else clock,
                )
            )
        first += len(corpus.people)
    return streams


def bona_fide(
    streams: Sequence[Stream], projection: Projection, rng: np.random.Generator
) -> Windows:
    """People's windows: as they came, and as coarser clocks would have timed them."""
    parts = []
    for session, stream in enumerate(streams):
        label = Label(stream.person, session)
        parts.append(sent(stream.keystrokes, projection, label).windows)
        for coarse in (ClockClass.EIGHT_MS, ClockClass.SIXTEEN_MS):
            if stream.clock < coarse:
                tick = TICKS[coarse]
                again = seen_by_clock(stream.keystrokes, tick, int(rng.integers(tick)))
                parts.append(sent(again, projection, label).windows)
    return Windows.joined(parts)


def attacks(
    streams: Sequence[Stream],
    projection: Projection,
    root: Path,
    rng: np.random.Generator,
    *,
    but: frozenset[Family] = frozenset({Family.REPLAY}),
    sessions: int = STREAMS_PER_PERSON,
) -> Windows:
    """Forgers' windows: each forger in some sessions of each person, by that session's clock.

    Args:
        streams: of the people who are attacked; what a forger learns, it learns of them.
        projection: that embeds the windows.
        root: the data folder, for the payload skeletons.
        rng: every draw.
        but: families that are left out; replays are people's timing and are told otherwise.
        sessions: of each person that each forger is put into, at most.
    """
    skeletons = load_skeletons(root)
    crowd = Keystrokes.concatenated([stream.keystrokes for stream in streams])
    recipes = [recipe for recipe in FORGERS.values() if recipe.family not in but]
    same = {
        recipe.name: recipe.make(Materials(crowd, skeletons))
        for recipe in recipes
        if recipe.learns in (Learns.NOTHING, Learns.POPULATION)
    }
    parts: list[Windows] = []
    for person, own in _by_person(streams):
        whole = Keystrokes.concatenated([stream.keystrokes for stream in own])
        for recipe in recipes:
            forger = same.get(recipe.name) or recipe.make(Materials(whole, skeletons))
            for number in rng.permutation(len(own))[:sessions]:
                stream = own[number]
                forged = forger.forge(_text(stream, recipe), rng)
                tick = TICKS[stream.clock]
                seen = seen_by_clock(forged, tick, int(rng.integers(tick)))
                label = Label(person, len(parts), recipe.name)
                parts.append(sent(seen, projection, label).windows)
    return Windows.joined(parts)


def _by_person(streams: Sequence[Stream]) -> Iterator[tuple[int, list[Stream]]]:
    for person in sorted({stream.person for stream in streams}):
        yield person, [stream for stream in streams if stream.person == person]


def _text(stream: Stream, recipe: Recipe) -> NDArray[np.int16]:
    text = stream.keystrokes.position
    text = text[text != UNKNOWN_POSITION]
    if not recipe.corrects:
        text = without_corrections(text)
    return long_enough(text, SESSION_KEYSTROKES)
