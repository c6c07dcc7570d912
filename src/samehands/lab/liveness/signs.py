"""Signs from the raw stream on the same streams as the detectors: rules of peers, and early signs."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.lab.liveness.attacks import Names
from samehands.lab.liveness.cases import Case
from samehands.lab.liveness.detector import Sign
from samehands.lab.liveness.halves import Seen, looks
from samehands.lab.liveness.people import Stream
from samehands.lab.liveness.protocol import Protocol
from samehands.lab.liveness.rates import area, share_over_people
from samehands.lab.liveness.result import SignLine, SignReport

MOST_LOOKS: Final = 8
"""Looks at one stream at most, from its beginning: later ones of the same stream say the same."""


@dataclass(frozen=True, slots=True, eq=False)
class SignTrial:
    """What every sign is tried on.

    Args:
        attacks: of the evaluation half.
        cases: of bona fide typing.
        names: of the generators.
        protocol: the numbers.
        keystrokes: N, of a stretch in which a sign is raised or not.
        seed: of the intervals.
    """

    attacks: Seen = field(repr=False)
    cases: list[Case] = field(repr=False)
    names: Names = field(repr=False)
    protocol: Protocol
    keystrokes: int
    seed: int

    def report(self, name: str, sign: Sign) -> SignReport:
        """Tries one sign on every forger and every case."""
        of_people = np.concatenate(
            [
                self._evidence(sign, case.seen.streams)
                for case in self.cases
                if case.name in self._plain()
            ]
        )
        attacks = []
        for generator in self.names:
            streams = [
                one
                for one, made_by in zip(self.attacks.streams, self.attacks.generators, strict=True)
                if made_by == generator
            ]
            evidence = self._evidence(sign, streams)
            shown = area(evidence, of_people) if len(evidence) else None
            attacks.append(self._line(generator, sign, streams, shown))
        people = [
            self._line(case.name, sign, case.seen.streams, None)
            for case in self.cases
            if any(len(one.keystrokes) >= self.keystrokes for one in case.seen.streams)
        ]
        return SignReport(name, tuple(attacks), tuple(people))

    def _plain(self) -> set[str]:
        """Cases that are whole corpora: the others are made of these."""
        return {one.corpus for case in self.cases for one in case.seen.streams}

    def _evidence(self, sign: Sign, streams: list[Stream]) -> NDArray[np.float64]:
        n = self.protocol.early_keystrokes
        pieces = [piece for one in streams for piece in looks(one.keystrokes, n)[:MOST_LOOKS]]
        return sign.evidence(pieces) if pieces else np.empty(0)

    def _line(
        self, source: str, sign: Sign, streams: list[Stream], shown: float | None
    ) -> SignLine:
        raised, person, first = [np.empty(0, np.bool_)], [np.empty(0, np.int64)], []
        for one in streams:
            at = sign.raised(one.keystrokes)
            # A stream shorter than N is one stretch.
            whole = max(len(at) // self.keystrokes, 1)
            stretch = np.minimum(np.arange(len(at)) // self.keystrokes, whole - 1)
            count = np.bincount(stretch, weights=at, minlength=whole)
            raised.append(count > 0)
            person.append(np.full(whole, one.person))
            first.append(float(np.argmax(at)) + 1 if at.any() else np.inf)
        rng = np.random.default_rng(self.seed)
        share = share_over_people(
            np.concatenate(raised), np.concatenate(person), rng, self.protocol.repeats
        )
        median = float(np.median(first))
        return SignLine(source, shown, share, median if np.isfinite(median) else None)
