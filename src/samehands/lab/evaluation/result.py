"""What an evaluation says, as plain data that becomes JSON."""

from enum import StrEnum
from typing import Final

import msgspec

from samehands.lab.metrics import Interval
from samehands.lab.results import DataFile
from samehands.lab.split import Role
from samehands.trust import Threshold

FORMAT: Final = "samehands-evaluation/1"
"""First field of a result: another number is another meaning of the rest."""


class MeasureName(StrEnum):
    """What is measured."""

    EQUAL_ERROR_RATE = "equal error rate"
    DETECTION = "detection at a false-alarm rate"
    FNMR = "FNMR at an FMR"


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure, read off the curve of the very decisions it is about.

    Args:
        name: which.
        at: the false-alarm rate or FMR, where there is one.
        value: with its 95 % interval over people.
        resolved: whether the decisions are enough that one of them moves the rate by less than
            `at`; otherwise the figure is that of the one worst decision.
    """

    name: MeasureName
    at: float | None
    value: Interval
    resolved: bool = True


class OperatingPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens at a threshold that was chosen on other people.

    Args:
        asked: the false-alarm rate that the threshold allows those people.
        false_alarms: share of genuine decisions below it.
        detection: share of impostor decisions below it.
    """

    asked: float
    false_alarms: Interval
    detection: Interval


class CurvePoint(msgspec.Struct, frozen=True, array_like=True):
    """A point of a DET curve: FMR and FNMR at one threshold."""

    fmr: float
    fnmr: float


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One split, or all of them, at one length of decision.

    Args:
        name: the split.
        windows: windows to a decision.
        people: who had genuine decisions.
        genuine: genuine decisions.
        impostor: impostor decisions.
        measures: the figures.
        operating: at thresholds of other people, where there were others.
        curve: thinned, for a DET plot.
    """

    name: str
    windows: int
    people: int
    genuine: int
    impostor: int
    measures: tuple[Measure, ...]
    operating: tuple[OperatingPoint, ...]
    curve: tuple[CurvePoint, ...]

    def measure(self, name: MeasureName, at: float | None = None) -> Measure | None:
        """A figure, or None where it was not asked for."""
        return next((one for one in self.measures if (one.name, one.at) == (name, at)), None)


class Delay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantile of the time to an alarm, with its 95 % interval over people; None: never.

    Args:
        share: of the take-overs that are found by then.
        estimate: the quantile.
        low: lower end.
        high: upper end.
    """

    share: float
    estimate: float | None
    low: float | None
    high: float | None


class DelayPoint(msgspec.Struct, frozen=True, array_like=True):
    """Share of the take-overs found within so many keystrokes of the impostor."""

    keystrokes: int
    found: float


class Drill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the take-over drill showed.

    Args:
        people: owners who were taken over.
        take_overs: how many.
        horizon: keystrokes of the impostor watched.
        thresholds: one for each group of people, made on the others.
        own_people: the thresholds were made on the very people tested, as there were no others.
        false_alarms: a person and month at these thresholds, on the people tested.
        keystrokes: of the impostor until the alarm.
        seconds: the same in seconds of the impostor's typing, pauses included.
        never: share not found within the horizon.
        alarmed_before: share with a false alarm on the owner before the take-over, in the few
            windows of that session; the owner passes the step-up and S starts from zero.
        curve: share found by keystrokes.
    """

    people: int
    take_overs: int
    horizon: int
    thresholds: tuple[Threshold, ...]
    own_people: bool
    false_alarms: Interval
    keystrokes: tuple[Delay, ...]
    seconds: tuple[Delay, ...]
    never: Interval
    alarmed_before: float
    curve: tuple[DelayPoint, ...]


class Habits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How somebody types, in numbers that say nothing of the text.

    Args:
        hold_ms: median hold where enrolled.
        flight_ms: median dd where enrolled.
        hold_change_ms: largest difference of a tested session's median hold from that.
        flight_change: the same of the median dd, as the logarithm of the ratio.
        discarded: share of windows that were no normal typing.
        clock: how fine the clock was; empty where it can't be told.
    """

    hold_ms: float
    flight_ms: float
    hold_change_ms: float
    flight_change: float
    discarded: float
    clock: str


class PersonRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How it goes for one person at the threshold that refuses 1 % of all genuine decisions.

    Args:
        person: the data set's name for them.
        genuine: their genuine decisions.
        refused: how many of these are below the threshold.
        worst: their lowest genuine llr, nats.
        impostor: decisions about others on their template.
        accepted: how many of these are at or above the threshold.
        habits: how they type.
        unlike: what is far from the others', in words; empty when nothing is.
    """

    person: str
    genuine: int
    refused: int
    worst: float
    impostor: int
    accepted: int
    habits: Habits
    unlike: tuple[str, ...]


class ProjectionUsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A projection and its back-end; several where a run cross-fits.

    Args:
        name: of the projection.
        sha256: of its file.
        keystrokes: N.
        back_end_sha256: of the back-end's file.
    """

    name: str
    sha256: str
    keystrokes: int
    back_end_sha256: str


class Cohort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who and what came in: tested people = enrolled + not enrolled, in every split.

    Args:
        people: of the role.
        not_enrolled: of these, without enough windows for a template in some split.
        windows: embedded in all, over all splits.
        discarded: windows that were no normal typing.
        short: recordings too short to embed.
    """

    people: int
    not_enrolled: int
    windows: int
    discarded: int
    short: int


class EvaluationResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A protocol's run.

    Args:
        protocol: its name.
        title: the same for people.
        projections: what made and scored the windows.
        cross_fitted: folds of people, each tested with what was trained without it; 0: none.
        role: of the people tested.
        cohort: who and what came in.
        headline: name of the case that is quoted; empty for a drill.
        cases: of a verification protocol.
        drill: of a take-over protocol.
        persons: whom it fails for, worst first; at most the first few of many.
        seed: of every draw.
        commit: of the code; "-dirty" where the working tree differs.
        data: what was read.
        format: of this file.
    """

    protocol: str
    title: str
    projections: tuple[ProjectionUsed, ...]
    cross_fitted: int
    role: Role
    cohort: Cohort
    headline: str
    cases: tuple[Case, ...]
    drill: Drill | None
    persons: tuple[PersonRow, ...]
    seed: int
    commit: str
    data: tuple[DataFile, ...]
    format: str = FORMAT

    @property
    def quoted(self) -> Case | None:
        """The headline's case with the longest decisions; None for a drill."""
        named = [case for case in self.cases if case.name == self.headline]
        return max(named, key=lambda case: case.windows, default=None)
