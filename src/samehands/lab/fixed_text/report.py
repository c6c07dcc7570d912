"""What a run of the CMU protocol says, as plain data that becomes JSON."""

import msgspec
import numpy as np

from samehands.lab.fixed_text.choice import Candidate
from samehands.lab.metrics import Interval, Scores, bootstrap_mean


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """What a row of the table is about.

    Args:
        detector: its name.
        data: the data set.
        impostors: who the impostors are: "new to it" or "practised".
        published: the mean equal error rate in the literature, where there is one.
        note: what the reader must know before comparing.
    """

    detector: str
    data: str = "cmu"
    impostors: str = "new to it"
    published: float | None = None
    note: str = ""


class DetectorLine(Heading, frozen=True, kw_only=True):
    """One row of the table.

    Args:
        people: how many were averaged.
        mean: equal error rate by the protocol's rule, each person's own, averaged.
        deviation: sample standard deviation over people.
        interval: of the mean, over people.
    """

    people: int
    mean: float
    deviation: float
    interval: Interval


class FoldChoice(msgspec.Struct, frozen=True):
    """What the other people chose for one group.

    Args:
        people: the names in the group.
        chosen: the detector.
        development: its mean equal error rate on the people who chose it.
        reported: its mean equal error rate on the group.
    """

    people: tuple[str, ...]
    chosen: Candidate
    development: float
    reported: float


class CmuReport(msgspec.Struct, frozen=True):
    """All that `run_cmu` measured.

    Args:
        seed: of the folds, the resamples and the adapting detector's stream.
        detectors: the table.
        own: name of the own detector in the table: its line on "cmu" against impostors new to the
            password is the headline.
        folds: the nested choice, group by group.
        candidates: how many there were to choose from.
        overall: what all people together choose: used for the other data sets only.
        by_person: each person's equal error rate with the own detector.
        uncertain_hold_shift: how far any figure moves at most when the holds that are known to
            ±0.5 ms only lie at either end of their range.
    """

    seed: int
    detectors: tuple[DetectorLine, ...]
    own: str
    folds: tuple[FoldChoice, ...]
    candidates: int
    overall: Candidate
    by_person: dict[str, float]
    uncertain_hold_shift: float

    @property
    def headline(self) -> DetectorLine:
        """The own detector by the protocol as published."""
        (line,) = (
            line
            for line in self.detectors
            if (line.detector, line.data, line.impostors) == (self.own, "cmu", "new to it")
        )
        return line


def detector_line(
    heading: Heading, rates: Scores, *, rng: np.random.Generator, repeats: int
) -> DetectorLine:
    """A row from each person's equal error rate.

    Args:
        heading: what it is about.
        rates: shape (people,).
        rng: where the resamples come from.
        repeats: how many.

    Raises:
        EmptyScoresError: there is nobody.
    """
    interval = bootstrap_mean(rates, rng, repeats)
    return DetectorLine(
        **msgspec.structs.asdict(heading),
        people=len(rates),
        mean=interval.estimate,
        deviation=float(rates.std(ddof=1)),
        interval=interval,
    )
