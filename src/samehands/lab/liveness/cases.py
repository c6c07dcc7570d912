"""Hard cases: people's own typing that looks least like a person's."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from samehands.capture.clock import ClockClass
from samehands.lab.datasets.bbmas import load_bbmas
from samehands.lab.datasets.bksd import load_bksd
from samehands.lab.datasets.tool_recordings import load_remote_link
from samehands.lab.liveness.halves import Cast, Seen
from samehands.lab.liveness.people import Stream, median_gap, retimed, streams_of
from samehands.lab.liveness.protocol import NamedLink, Protocol
from samehands.rhythm import PathFlag, Projection

CASE_FILES: Final = ("keystroke/bksd/Phrase-English.zip",)
"""What cases read that nobody else does, from the data folder."""

REPEATED: Final = frozenset({"bksd-password-english"})
"""Corpora of one text again and again: a case of their own, and in no other one."""

FIRST_PERSON: Final = 100_000
"""People of the cases that are nowhere else are numbered from here."""

FIRST_SESSION: Final = 10_000_000
"""So are their streams, and those that are made of others' streams."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """People's windows, and how they came to be hard.

    Args:
        name: for the table.
        seen: the windows.
    """

    name: str
    seen: Seen = field(repr=False)


def bona_fide_cases(
    cast: Cast, protocol: Protocol, projection: Projection, root: Path, rng: np.random.Generator
) -> list[Case]:
    """The evaluation people by corpus, and every hard case.

    Args:
        cast: everybody.
        protocol: names the links.
        projection: that embeds the windows.
        root: the data folder.
        rng: draws phases of clocks and delays of links.

    Raises:
        DataSetError: a data set is absent or not as described.
    """
    streams = cast.evaluation.people.streams
    apart = cast.measured_only.streams
    cases = [Case(name, Seen.of(part, projection)) for name, part in _by_corpus(streams + apart)]
    texts = [one for one in streams + apart if one.corpus not in REPEATED]
    slow = [one for one in texts if median_gap(one) >= protocol.slow_ms]
    fine = [one for one in texts if one.clock < ClockClass.EIGHT_MS]
    coarse = [
        replace(one, keystrokes=retimed(one.keystrokes, ClockClass.SIXTEEN_MS, rng))
        for one in fine
    ]
    degraded, unnamed = degraded_logger(root), keys_unknown(root)
    for name, part in (
        (f"slow typists, {protocol.slow_ms:g} ms a key and more", slow),
        ("fine clocks", fine),
        ("the same on a clock of 15.6 ms", coarse),
        ("logger with a floor of 47 ms", degraded),
        ("one phrase again and again, keys unknown", unnamed),
    ):
        if part:
            cases.append(Case(name, Seen.of(part, projection)))
    named = {name for name, _ in _by_corpus(streams)}
    linked = [one for one in streams if one.corpus in named]
    for link in protocol.links:
        cases += _carried(link, linked, projection, rng)
    return [*cases, *_recorded_link(root, projection)]


def degraded_logger(root: Path) -> list[Stream]:
    """The people of bbmas whose logger never gave two events closer than 47 ms.

    Raises:
        DataSetError: the data set is absent or not as described.
    """
    everybody = load_bbmas(root, clean_only=False)
    clean = set(load_bbmas(root).people)
    who = [index for index, name in enumerate(everybody.people) if name not in clean]
    return streams_of(everybody, np.array(who, np.int64), FIRST_PERSON, FIRST_SESSION)


def keys_unknown(root: Path) -> list[Stream]:
    """People who typed one phrase some 400 times, of which no key is named: no source of ours is so.

    Raises:
        DataSetError: the data set is absent or not as described.
    """
    corpus = load_bksd(root, "Phrase", "English")
    first = FIRST_PERSON + 2_000
    return streams_of(corpus, np.arange(len(corpus.people)), first, FIRST_SESSION + 1_000)


def _by_corpus(streams: list[Stream]) -> list[tuple[str, list[Stream]]]:
    names = dict.fromkeys(one.corpus for one in streams)
    return [(name, [one for one in streams if one.corpus == name]) for name in names]


def _carried(
    link: NamedLink, streams: list[Stream], projection: Projection, rng: np.random.Generator
) -> list[Case]:
    """The same windows twice: the device knows nothing of the link, or says that there is one."""
    far = [replace(one, keystrokes=link.link.carried(one.keystrokes, rng)) for one in streams]
    unknown = Seen.of(far, projection)
    told = unknown.windows.path | int(PathFlag.REMOTE)
    known = replace(unknown, windows=replace(unknown.windows, path=told))
    return [Case(f"{link.name}, not known", unknown), Case(f"{link.name}, known", known)]


def _recorded_link(root: Path, projection: Projection) -> list[Case]:
    near, far = load_remote_link(root)
    person = FIRST_PERSON + 1_000
    return [
        Case(name, Seen.of([Stream(typed, person, FIRST_SESSION - 1, True, "vnc")], projection))  # noqa: FBT003  # the later part
        for name, typed in (("before a real VNC link", near), ("after it, not known", far))
    ]
