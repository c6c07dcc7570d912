"""What pointer protocols report: figures over people, each beside what the machine alone gives away."""

from typing import Final

import msgspec
import numpy as np

from samehands.lab.datasets.pointer_corpus import CONFOUND
from samehands.lab.metrics import (
    DetCurve,
    Interval,
    PersonScores,
    rates_per_person,
)
from samehands.lab.metrics.bootstrap import bootstrap_over_people

REPEATS: Final = 400
"""Resamples of people behind an interval. More: ends that jump less, and minutes."""

FALSE_ALARMS: Final = 0.01
"""Share of genuine decisions that may alarm where missed impostors are counted."""


class PointerFigures(msgspec.Struct, frozen=True):
    """How well people are told apart, one global threshold, intervals over owners.

    Args:
        auc: area under the ROC.
        eer: equal error rate.
        missed: impostor decisions not caught at `FALSE_ALARMS`.
        eer_per_person: each owner at the best threshold of that owner, averaged: kinder.
        missed_per_person: the same.
    """

    auc: Interval
    eer: Interval
    missed: Interval
    eer_per_person: float
    missed_per_person: float

    @classmethod
    def of(cls, scores: PersonScores, rng: np.random.Generator) -> "PointerFigures":
        """Reads all figures off scores."""
        return cls(
            bootstrap_over_people(area, scores, rng, REPEATS),
            bootstrap_over_people(_eer, scores, rng, REPEATS),
            bootstrap_over_people(missed, scores, rng, REPEATS),
            rates_per_person(_eer, scores).mean,
            rates_per_person(missed, scores).mean,
        )


class PointerLine(msgspec.Struct, frozen=True):
    """One protocol at one length of decision.

    Args:
        name: what was decided on.
        owners: people whose templates were tested.
        genuine: decisions.
        impostor: decisions.
        ours: from the embedding.
        leak: from sampling interval and screen geometry alone, on the same decisions.
        goal: what the issue asks for, in words.
    """

    name: str
    owners: int
    genuine: int
    impostor: int
    ours: PointerFigures
    leak: PointerFigures
    goal: str = ""


class PointerResult(msgspec.Struct, frozen=True):
    """A pointer protocol's figures.

    Args:
        title: what was run.
        role: of the people tested.
        seed: of every draw.
        lines: the figures.
        confound: what the figures do not show.
    """

    title: str
    role: str
    seed: int
    lines: tuple[PointerLine, ...]
    confound: str = CONFOUND


def line_of(
    name: str, ours: PersonScores, leak: PersonScores, rng: np.random.Generator, goal: str = ""
) -> PointerLine:
    """Figures of both kinds of scores of the same decisions."""
    return PointerLine(
        name,
        len(ours.people),
        len(ours.genuine),
        len(ours.impostor),
        PointerFigures.of(ours, rng),
        PointerFigures.of(leak, rng),
        goal,
    )


def area(curve: DetCurve) -> float:
    """The area under the ROC of a curve; ties count half."""
    return float(np.trapezoid(1 - curve.fnmr[::-1], curve.fmr[::-1]))


def missed(curve: DetCurve) -> float:
    """Share of impostor decisions that are not caught at `FALSE_ALARMS`."""
    return 1 - curve.detection_at(FALSE_ALARMS)


def _eer(curve: DetCurve) -> float:
    return curve.equal_error_rate()


def sentences(result: PointerResult) -> list[str]:
    """A result as lines for a terminal."""
    said = [f"{result.title}; {result.role} people"]
    for line in result.lines:
        said.append(
            f"{line.name}: {line.owners} owners, {line.genuine} genuine, {line.impostor} impostor"
            + (f"; goal {line.goal}" if line.goal else "")
        )
        for what, figures in (("embedding", line.ours), ("leak baseline", line.leak)):
            said.append(
                f"  {what}: AUC {figures.auc.estimate:.3f} "
                f"[{figures.auc.low:.3f}-{figures.auc.high:.3f}], "
                f"EER {_percent(figures.eer)}, missed at 1 % false alarms "
                f"{_percent(figures.missed)}; each owner's own threshold: EER "
                f"{100 * figures.eer_per_person:.1f} %, missed "
                f"{100 * figures.missed_per_person:.0f} %"
            )
    return [*said, result.confound]


def _percent(interval: Interval) -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.estimate:.1f} % [{low:.1f}-{high:.1f}]"
