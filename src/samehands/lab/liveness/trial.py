"""A detector's trial: fitted without one family at a time, judged on that family."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.lab.forgers import Family
from samehands.lab.liveness.attacks import Names
from samehands.lab.liveness.cases import Case
from samehands.lab.liveness.detector import Detector
from samehands.lab.liveness.halves import Cast, Half, Seen
from samehands.lab.liveness.protocol import Protocol
from samehands.lab.liveness.rates import (
    alarms,
    area,
    called,
    keystrokes_to_call,
    share_over_people,
    threshold_at,
)
from samehands.lab.liveness.result import AttackLine, DetectorReport, PeopleLine
from samehands.lab.liveness.windows import Windows

NOBODY_LEFT_OUT: Final = ""
"""The family that is left out when none is."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A detector fitted without a family, with its threshold.

    Args:
        detector: fitted to all development people.
        threshold: from development people whom fits without them have scored, nats.
    """

    detector: Detector = field(repr=False)
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What every detector is tried on.

    Args:
        cast: everybody.
        cases: of bona fide typing.
        names: of the generators.
        protocol: the numbers.
        keystrokes: N.
        seed: of the folds and the intervals.
    """

    cast: Cast = field(repr=False)
    cases: list[Case] = field(repr=False)
    names: Names = field(repr=False)
    protocol: Protocol
    keystrokes: int
    seed: int

    def report(self, name: str, make: Callable[[], Detector]) -> DetectorReport:
        """Tries one detector on every family and every case.

        Args:
            name: of the detector.
            make: a new one, not fitted.
        """
        whole = self._fitted(make, NOBODY_LEFT_OUT)
        people = self.cast.evaluation.people
        bpcer, lines = {}, []
        for family in dict.fromkeys(family for family, _ in self.names.values()):
            fitted = self._fitted(make, family)
            scores = scored(fitted.detector, people)
            bpcer[family.value] = float(called(scores, fitted.threshold).mean())
            lines += [
                self._attack(generator, fitted, scores)
                for generator, (of, _) in self.names.items()
                if of == family
            ]
        cases = tuple(self._case(case, whole) for case in self.cases if len(case.seen.windows))
        return DetectorReport(name, whole.threshold, tuple(lines), cases, bpcer)

    def _fitted(self, make: Callable[[], Detector], family: str) -> Fitted:
        """Fits without a family; the threshold is that of people whom a fit has not seen."""
        half = self.cast.development
        kept = self._of_other_families(half, family)
        people = half.people.windows.person
        everybody = np.unique(people)
        rng = np.random.default_rng(self.seed)
        fold = rng.permutation(len(everybody)) % self.protocol.folds
        mine = fold[np.searchsorted(everybody, people)]
        scores = np.empty(len(people))
        for each in range(self.protocol.folds):
            held_out = mine == each
            fit = make()
            victims = np.isin(kept.person, everybody[fold == each])
            fit.fit(half.people.windows.chosen(~held_out), kept.chosen(~victims))
            scores[held_out] = scored(fit, half.people, held_out)
        final = make()
        final.fit(half.people.windows, kept)
        return Fitted(final, threshold_at(scores, self.protocol.bpcer))

    def _of_other_families(self, half: Half, family: str) -> Windows:
        """Replays are nobody's to learn from: window by window they are people's typing."""
        windows = half.attacks.windows
        other = [self.names[name][0] not in (family, Family.REPLAY) for name in windows.generators]
        return windows.chosen(np.array(other, np.bool_)[windows.generator])

    def _attack(
        self, generator: str, fitted: Fitted, bona_fide: NDArray[np.float64]
    ) -> AttackLine:
        half = self.cast.evaluation
        family, learns = self.names[generator]
        attacks = half.attacks
        known = attacks.windows.generators
        number = known.index(generator) if generator in known else -1
        rows = attacks.windows.chosen(attacks.windows.generator == number)
        streams = [
            one
            for one, name in zip(attacks.streams, attacks.generators, strict=True)
            if name == generator
        ]
        discarded = sum(attacks.discarded[one.session] for one in streams)
        line = AttackLine(
            generator,
            family.value,
            learns.value,
            len(streams),
            len(rows),
            discarded / max(discarded + len(rows), 1),
            *(None,) * 6,
        )
        if not len(rows):
            return line
        history = half.people.windows.chosen(~half.people.later)
        scores = fitted.detector.score(rows.unlabelled(), history)
        call = called(scores, fitted.threshold)
        took = keystrokes_to_call(call, rows.session, rows.number, self.keystrokes)
        alarm = alarms(self._bounded(scores), rows.session, self.protocol.line)
        until = keystrokes_to_call(alarm, rows.session, rows.number, self.keystrokes)
        rng = np.random.default_rng(self.seed)
        return AttackLine(
            *(line.generator, line.family, line.learns, line.streams, line.windows),
            line.discarded,
            share_over_people(~call, rows.person, rng, self.protocol.repeats),
            area(scores, bona_fide),
            _median(took),
            float(np.mean(~np.isfinite(took))),
            _median(until),
            float(np.mean(~np.isfinite(until))),
        )

    def _case(self, case: Case, fitted: Fitted) -> PeopleLine:
        windows = case.seen.windows
        scores = scored(fitted.detector, case.seen)
        call = called(scores, fitted.threshold)
        reached = alarms(self._bounded(scores), windows.session, self.protocol.line)
        rng = np.random.default_rng(self.seed)
        bpcer = share_over_people(call, windows.person, rng, self.protocol.repeats)
        discarded = sum(case.seen.discarded.values())
        an_hour = self.protocol.keystrokes_per_hour / self.keystrokes
        return PeopleLine(
            case.name,
            len(np.unique(windows.person)),
            len(windows),
            discarded / (discarded + len(windows)),
            bpcer,
            1 - (1 - bpcer.estimate) ** an_hour,
            int(reached.sum()),
            float(reached.mean() * an_hour),
        )

    def _bounded(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """What windows add to a CUSUM; what cannot be told stays that."""
        return np.clip(scores, self.protocol.least, self.protocol.most)


def _median(keystrokes: NDArray[np.float64]) -> float | None:
    median = float(np.median(keystrokes))
    return median if np.isfinite(median) else None


def scored(
    detector: Detector, seen: Seen, rows: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Scores people's windows, each part of their typing with the other part as what was before.

    Args:
        detector: fitted.
        seen: of people.
        rows: shape (w,), which windows; all where not given.

    Returns:
        Shape (chosen windows,), nats.
    """
    windows = seen.windows if rows is None else seen.windows.chosen(rows)
    later = seen.later if rows is None else seen.later[rows]
    scores = np.empty(len(windows))
    for part in (False, True):
        now = later == part
        scores[now] = detector.score(windows.chosen(now).unlabelled(), windows.chosen(~now))
    return scores
