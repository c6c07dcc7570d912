"""A comparison: each window of a session against a template, and all of them together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from samehands.identity import DeviceClass, Scored, Template
from samehands.lab.report.moment import counted
from samehands.monitor import MonitorState, SessionStarted, Setup, StepResult, WindowArrived, step
from samehands.quantities import Micros, Nats
from samehands.rhythm import ClockClass, Window

_GRIDS: Final = {
    ClockClass.TENTH_MS: "0.1 ms",
    ClockClass.ONE_MS: "1 ms",
    ClockClass.EIGHT_MS: "8 ms",
    ClockClass.SIXTEEN_MS: "16 ms",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One window.

    Args:
        number: of the window in its session, from 0.
        llr: nats, positive for the owner; None where there is no score.
        note: why there is none, or what to know about it; empty where there is nothing to say.
        explanation: which side of the typing moved it, in a sentence; empty without a score.
    """

    number: int
    llr: Nats | None
    note: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All windows of a session.

    Args:
        windows: one by one.
        total: sum of the llrs, nats; None where no window was scored.
    """

    windows: tuple[Compared, ...]
    total: Nats | None

    def notes(self) -> Counter[str]:
        """What there is to know → for how many windows."""
        return Counter(window.note for window in self.windows if window.note)

    def sentence(self) -> str:
        """All of it in a sentence or two."""
        scored = [(window.llr, window) for window in self.windows if window.llr is not None]
        if self.total is None:
            return "Nothing could be compared: this says neither that it is the owner nor not."
        way = 1.0 if self.total > 0 else -1.0
        _, strongest = max(scored, key=lambda pair: way * pair[0])
        for_whom = "the owner" if self.total > 0 else "somebody else"
        return (
            f"{self.total:+.1f} nats over {counted(len(scored), 'window')}, which speaks for "
            f"{for_whom}. Window {strongest.number} moved it most: {strongest.explanation}"
        )


def compare(template: Template, windows: Sequence[Window], setup: Setup) -> Comparison:
    """Score windows against a template, as the monitor would score them live; nothing is learnt.

    Raises:
        ProjectionMismatchError: template or window of another projection than the setup's.
    """
    nobody = MonitorState("owner", projection=template.projection, template=template)
    state = step(nobody, SessionStarted("probe", Micros(0)), setup).state
    compared = []
    for at, window in enumerate(windows, start=1):
        result = step(state, WindowArrived("probe", window, Micros(at)), setup)
        state = result.state
        compared.append(_compared(window, result, template))
    scored = [window.llr for window in compared if window.llr is not None]
    return Comparison(tuple(compared), Nats(sum(scored)) if scored else None)


def _compared(window: Window, result: StepResult, template: Template) -> Compared:
    outcome, why = result.outcome, result.explanation
    if outcome is None:
        return Compared(window.sequence, None, "Typed by a program or dictated: no score.")
    other = _other_device(window, template)
    if not isinstance(outcome, Scored):
        return Compared(window.sequence, None, f"{other}: no score.")
    note = f"{other}: scored against the nearest of these." if outcome.substitute else ""
    return Compared(window.sequence, outcome.llr, note, "" if why is None else why.sentence)


def _other_device(window: Window, template: Template) -> str:
    known = ", ".join(device_in_words(device) for device in template.devices)
    return f"From a {device_in_words(DeviceClass.of(window))}, and the template is of a {known}"


def device_in_words(device: DeviceClass) -> str:
    """A device class for people.

    >>> device_in_words(DeviceClass(ClockClass.ONE_MS))
    'local keyboard with a clock of 1 ms'
    """
    return f"{device.path.name.lower()} keyboard with a clock of {_GRIDS[device.clock]}"
