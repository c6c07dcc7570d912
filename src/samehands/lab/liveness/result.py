"""What the benchmark of machine input found, as JSON."""

import msgspec

from samehands.lab.metrics import Interval
from samehands.lab.results import DataFile


class AttackLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One forger against one detector that has learnt from other families only.

    Args:
        generator: the forger.
        family: left out with it.
        learns: what the forger learns from.
        streams: of it.
        windows: that left the device.
        discarded: share of its windows that the device took for no normal typing and did not send.
        apcer: share of the windows sent that pass for a person's; None where none was sent.
        area: chance that a window of it scores above one of a person; None where none was sent.
        keystrokes: median until a window is called, of the streams with windows; None for never.
        never: share of the streams with windows of which none is called.
        line: median keystrokes until a CUSUM of the windows reaches the line; None for never.
        line_never: share of the streams with windows in which it does not.
    """

    generator: str
    family: str
    learns: str
    streams: int
    windows: int
    discarded: float
    apcer: Interval | None
    area: float | None
    keystrokes: float | None
    never: float | None
    line: float | None
    line_never: float | None


class PeopleLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People's own typing against one detector.

    Args:
        case: whose, and how it came.
        people: how many.
        windows: that left the device.
        discarded: share of windows that the device did not send.
        bpcer: share of the windows sent that are called machine input.
        per_hour: the chance that an hour of work has one such window.
        alarms: how often a CUSUM of the windows reaches the line.
        alarms_per_hour: of work.
    """

    case: str
    people: int
    windows: int
    discarded: float
    bpcer: Interval
    per_hour: float
    alarms: int
    alarms_per_hour: float


class DetectorReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One detector.

    Args:
        detector: its name.
        threshold: with no family left out, nats.
        attacks: by forger.
        people: by case, with no family left out.
        left_out_bpcer: of the evaluation people, family left out → share of windows called.
    """

    detector: str
    threshold: float
    attacks: tuple[AttackLine, ...]
    people: tuple[PeopleLine, ...]
    left_out_bpcer: dict[str, float]


class SignLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One forger, or people, against one sign from the raw stream.

    Args:
        source: the forger, or the people.
        area: chance that a look at it shows more evidence than a look at a person; None for people.
        raised: share of stretches of N keystrokes in which the sign is raised.
        keystrokes: median until it is first raised in a stream; None for never.
    """

    source: str
    area: float | None
    raised: Interval
    keystrokes: float | None


class SignReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sign; a peer's rule is one.

    Args:
        sign: its name.
        attacks: by forger.
        people: by case.
    """

    sign: str
    attacks: tuple[SignLine, ...]
    people: tuple[SignLine, ...]


class LivenessResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole run.

    Args:
        title: of the protocol.
        projection: that made the windows.
        sha256: of its file.
        scalars: of the message, by name.
        bpcer: at which thresholds were set, a window, on development people.
        early_keystrokes: of a look.
        window_keystrokes: N.
        seed: of every draw.
        commit: of the code.
        data: what was read.
        detectors: of windows.
        signs: of raw streams.
    """

    title: str
    projection: str
    sha256: str
    scalars: tuple[str, ...]
    bpcer: float
    early_keystrokes: int
    window_keystrokes: int
    seed: int
    commit: str
    data: tuple[DataFile, ...]
    detectors: tuple[DetectorReport, ...]
    signs: tuple[SignReport, ...]
