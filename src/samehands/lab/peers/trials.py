"""The comparisons every system is asked: whose templates, which probes, and who typed them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError, SettingsError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.references import KeyedKeystrokes
from samehands.lab.references.keyed import WINDOW_KEYSTROKES
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations

ENROLMENT_SESSIONS: Final = (0, 1, 2)
"""Sessions that enrol: 1,500 keystrokes on Monaco."""

TEST_SESSIONS: Final = (3, 4, 5)
"""Later sessions, which are probed."""

DECISION_KEYSTROKES: Final = 200
"""Keystrokes in a decision: two windows of 100."""

ScoreMatrix: TypeAlias = NDArray[np.float64]
"""Shape (owners, probes): higher is more like the owner; NaN where a system did not judge."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Owners with their enrolment sessions, and probes with who typed them.

    Args:
        corpus: whose keystrokes they are.
        owners: shape (o,), index into the corpus's people.
        enrolment: shape (o, s), the recordings each owner enrols with, in time order.
        typist: shape (d,), index into `owners`: who typed each probe.
        recording: shape (d,), the recording a probe is from.
        start: shape (d,), its first keystroke, a row of the corpus.
        keystrokes: how many keystrokes each probe has.
        asked: shape (o, d), which comparisons are made.
        left_out: probes that were no normal typing, which nobody is asked about.
    """

    corpus: Corpus = field(repr=False)
    owners: NDArray[np.int64]
    enrolment: NDArray[np.int64] = field(repr=False)
    typist: NDArray[np.int64] = field(repr=False)
    recording: NDArray[np.int64] = field(repr=False)
    start: NDArray[np.int64] = field(repr=False)
    keystrokes: int
    asked: NDArray[np.bool_] = field(repr=False)
    left_out: int = 0

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        owners: NDArray[np.int64],
        *,
        enrol: tuple[int, ...] = ENROLMENT_SESSIONS,
        test: tuple[int, ...] = TEST_SESSIONS,
        keystrokes: int = DECISION_KEYSTROKES,
    ) -> Self:
        """All comparisons of some people: each owner's template against everybody's probes.

        Probes do not overlap; what is left at the end of a session is not used. A probe with a
        window that our device would discard is left out for every system: most have no such
        gate, and one wild probe of an owner decides what they catch at 1 % false alarms.

        Raises:
            SettingsError: nobody is compared, or a session both enrols and is probed.
            DataSetError: somebody lacks an enrolment session, or has no probe.
        """
        if len(owners) < 2 or set(enrol) & set(test) or keystrokes < 1:
            raise SettingsError(
                "trials",
                got=f"{len(owners)} owners, sessions {enrol} and {test}",
                due="two owners, and sessions apart",
            )
        recordings = [np.flatnonzero(corpus.person == owner) for owner in owners]
        enrolment = [rows[np.isin(corpus.session[rows], enrol)] for rows in recordings]
        if {len(rows) for rows in enrolment} != {len(enrol)}:
            raise DataSetError(
                f"corpus {corpus.name}", got="an owner without", due=f"sessions {enrol} of each"
            )
        probes = [
            (typist, recording, start)
            for typist, rows in enumerate(recordings)
            for recording in rows[np.isin(corpus.session[rows], test)]
            for start in _starts(corpus, int(recording), keystrokes)
        ]
        table = np.array(probes, np.int64).reshape(-1, 3)
        normal = _normal(corpus, table[:, 2], keystrokes)
        typist, recording, start = table[normal].T
        if len(np.unique(typist)) != len(owners):
            raise DataSetError(
                f"corpus {corpus.name}",
                got="an owner with no probe",
                due=f"{keystrokes} keystrokes in sessions {test} of each",
            )
        return cls(
            corpus,
            owners,
            np.stack(enrolment),
            typist,
            recording,
            start,
            keystrokes,
            np.ones((len(owners), len(typist)), np.bool_),
            int((~normal).sum()),
        )

    @property
    def genuine(self) -> NDArray[np.bool_]:
        """Whether a comparison is the owner with their own template, shape (o, d)."""
        own: NDArray[np.bool_] = np.arange(len(self.owners))[:, np.newaxis] == self.typist
        return own

    def with_fewer_impostors(self, each: int, rng: np.random.Generator) -> Self:
        """The same trials with so many probes of each other person per owner, drawn; all genuine."""
        asked = self.genuine
        for owner in range(len(self.owners)):
            for other in range(len(self.owners)):
                probes = np.flatnonzero(self.typist == other)
                if other != owner:
                    asked[owner, rng.permutation(probes)[:each]] = True
        return replace(self, asked=asked & self.asked)

    def sessions(self, owner: int) -> list[KeyedKeystrokes]:
        """What an owner enrols with, one per session."""
        bounds = self.corpus.bounds
        return [
            self._keyed(int(bounds[recording]), int(bounds[recording + 1]))
            for recording in self.enrolment[owner]
        ]

    def probe(self, index: int) -> KeyedKeystrokes:
        """The keystrokes of one probe."""
        start = int(self.start[index])
        return self._keyed(start, start + self.keystrokes)

    def _keyed(self, start: int, stop: int) -> KeyedKeystrokes:
        corpus, rows = self.corpus, slice(start, stop)
        return KeyedKeystrokes(corpus.keystrokes[rows], corpus.position[rows])


Scores: TypeAlias = Callable[[Trials], ScoreMatrix]
"""A system, as the comparison sees it. What was not asked is ignored."""


def _starts(corpus: Corpus, recording: int, keystrokes: int) -> range:
    first, last = int(corpus.bounds[recording]), int(corpus.bounds[recording + 1])
    return range(first, last - keystrokes + 1, keystrokes)


def _normal(corpus: Corpus, start: NDArray[np.int64], keystrokes: int) -> NDArray[np.bool_]:
    """Whether every window of each probe is normal typing, shape (d,)."""
    windows = max(1, keystrokes // WINDOW_KEYSTROKES)
    each = keystrokes // windows
    rows = start[:, np.newaxis] + np.arange(windows * each)
    dd = durations(corpus.keystrokes)[Channel.DD][rows].reshape(-1, each)
    discarded = ~normal_typing(dd).reshape(-1, windows)
    normal: NDArray[np.bool_] = np.count_nonzero(discarded, axis=1) == 0
    return normal
