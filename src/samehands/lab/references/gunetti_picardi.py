"""Gunetti and Picardi's reference for free text: shared runs of keys, their order and their ratios.

D. Gunetti and C. Picardi, "Keystroke analysis of free text", ACM TISSEC 8(3), 2005. A laboratory
reference only: it needs to know which keys were typed one after the other.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.identity.calibration import UNCALIBRATED, Calibration
from samehands.identity.outcome import Missing, Need, NotReady, Scored
from samehands.identity.scorer import Readiness
from samehands.lab.references.keyed import KeyedKeystrokes, Timed, graphs

Measure: TypeAlias = Callable[[NDArray[np.float64], NDArray[np.float64]], float]
"""How far apart two samples' durations of the same runs are."""

SIMILAR_RATIO: Final = 1.25
"""Two mean durations are similar up to this ratio: the paper's t."""


@dataclass(frozen=True, slots=True, eq=False)
class GraphMeans:
    """The mean duration of each run of keys in one sample.

    Args:
        code: shape (g,), rising.
        mean: shape (g,), µs.
    """

    code: NDArray[np.int64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, timed: Timed) -> "GraphMeans":
        """The means of a sample's durations."""
        code, which = np.unique(timed.code, return_inverse=True)
        total = np.bincount(which, weights=timed.micros, minlength=len(code))
        return cls(code, total / np.bincount(which, minlength=len(code)))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One session as the measures see it: means by number of keys in a run.

    Args:
        graphs: number of keys → means.
        windows: hundreds of keystrokes behind it.
    """

    graphs: dict[int, GraphMeans]
    windows: int


@dataclass(frozen=True, slots=True, eq=False)
class GunettiPicardiTemplate:
    """The samples a person enrolled."""

    samples: tuple[Sample, ...]

    @property
    def windows(self) -> int:
        """Hundreds of keystrokes behind it."""
        return sum(sample.windows for sample in self.samples)


@dataclass(frozen=True, slots=True)
class GunettiPicardiScorer:
    """Mean distance to the enrolled samples, negated: a `Scorer` of `KeyedKeystrokes`.

    The paper's verification also asks how near the probe is to everybody else enrolled. That is
    left out: here everyone has one threshold, as for every other system compared. Longer runs than
    pairs are the paper's best on samples of 800 keystrokes; in a probe of 200 too few are shared,
    and on the development people of monaco-pohmm pairs alone do best (EER 8 % against 15 % with
    triples).

    Args:
        relative: numbers of keys whose order of durations is compared (R). The first is the
            base: the others weigh by how many shared runs they have for each of its.
        absolute: numbers of keys whose durations themselves are compared (A).
        readiness: how much must be enrolled.
        calibration: from negated distance to nats.

    Raises:
        SettingsError: no measure at all, or a run of fewer than two keys.
    """

    relative: tuple[int, ...] = (2,)
    absolute: tuple[int, ...] = (2,)
    readiness: Readiness = field(default_factory=Readiness)
    calibration: Calibration = UNCALIBRATED

    def __post_init__(self) -> None:
        if min(self.relative + self.absolute, default=0) < 2:
            raise SettingsError(
                "relative, absolute",
                got=f"{self.relative}, {self.absolute}",
                due="at least one number of keys, none below 2",
            )

    def enrol(self, sessions: Sequence[KeyedKeystrokes], /) -> GunettiPicardiTemplate | NotReady:
        """One sample per session."""
        samples = [self._sample(session) for session in sessions if len(session)]
        template = GunettiPicardiTemplate(tuple(samples))
        lack = self.readiness.missing(windows=template.windows, sessions=len(samples))
        return template if lack is None else lack

    def score(
        self, template: GunettiPicardiTemplate, probe: KeyedKeystrokes, /
    ) -> Scored | NotReady:
        """The mean distance to the samples that share a run of keys with the probe, negated."""
        sample = self._sample(probe)
        distances = [
            distance
            for enrolled in template.samples
            if (distance := self.distance(sample, enrolled)) is not None
        ]
        if not distances:
            return NotReady((Missing(Need.PROBE_WINDOWS, have=0, due=1),))
        nearness = -math.fsum(distances) / len(distances)
        return Scored(
            self.calibration.llr(nearness, enrolled=template.windows),
            windows=sample.windows,
            enrolled=template.windows,
        )

    def distance(self, one: Sample, two: Sample) -> float | None:
        """R + A of two samples, or None when they share no run of keys."""
        parts = [
            _combined(one, two, keys, measure)
            for keys, measure in ((self.relative, disorder), (self.absolute, dissimilarity))
            if keys
        ]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def _sample(self, session: KeyedKeystrokes) -> Sample:
        return Sample(
            {
                keys: GraphMeans.of(graphs(session, keys))
                for keys in sorted({*self.relative, *self.absolute})
            },
            session.windows,
        )


def disorder(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """R: how far two lists of durations of the same runs are from the same order.

    Args:
        one: shape (g,), µs; equal durations keep the order of the list, as in the paper.
        two: shape (g,), of the same runs.

    Returns:
        In [0, 1]: 0 for the same order, 1 for the opposite one.

    >>> disorder(np.array([1.0, 2.0, 3.0]), np.array([30.0, 20.0, 10.0]))
    1.0
    """
    most = len(one) ** 2 // 2
    if not most:
        return 0.0
    return float(np.abs(_rank(one) - _rank(two)).sum()) / most


def dissimilarity(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """A: the share of runs whose durations differ by more than a quarter.

    Args:
        one: shape (g,), µs, above 0; g is at least 1.
        two: shape (g,), of the same runs.

    Returns:
        In [0, 1].

    >>> dissimilarity(np.array([100.0, 100.0]), np.array([125.0, 130.0]))
    0.5
    """
    ratio = np.maximum(one, two) / np.minimum(one, two)
    return float(np.mean(ratio > SIMILAR_RATIO))


def _rank(duration: NDArray[np.float64]) -> NDArray[np.intp]:
    rank = np.empty(len(duration), np.intp)
    rank[np.argsort(duration, kind="stable")] = np.arange(len(duration))
    return rank


def _combined(one: Sample, two: Sample, keys: tuple[int, ...], measure: Measure) -> float | None:
    """A measure over several lengths of run, each weighted by its shared runs per shared base."""
    total, base = 0.0, 0
    for length in keys:
        mine, theirs = one.graphs[length], two.graphs[length]
        _, left, right = np.intersect1d(
            mine.code, theirs.code, assume_unique=True, return_indices=True
        )
        if not base:
            base = len(left)
        if not base:
            return None
        if len(left):
            total += measure(mine.mean[left], theirs.mean[right]) * len(left) / base
    return total
