"""Watching: inputs through the monitor itself, and what it noticed."""

from dataclasses import dataclass, field

from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.workday import WorkInput
from samehands.monitor import (
    MonitorState,
    SessionEnded,
    Setup,
    StepResult,
    StepUpAnswered,
    step,
)
from samehands.quantities import Micros
from samehands.trust import Reason, ReasonCode, VerdictKind


@dataclass(frozen=True, slots=True)
class Alarm:
    """The monitor spoke up on a genuine day.

    Args:
        day: which.
        at: when, µs.
        kind: the verdict.
        reasons: what asked for it: codes of reasons, and names of joint rules.
    """

    day: int
    at: Micros
    kind: VerdictKind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What came of an agent's genuine days.

    Args:
        alarms: each false, as nobody stole anything.
        mornings: the state before each day, and after the last.
    """

    alarms: tuple[Alarm, ...]
    mornings: tuple[MonitorState, ...] = field(repr=False)


def noticed(result: StepResult) -> bool:
    """Whether the monitor spoke up: it asks for proof, locks, or tells a human."""
    verdict = result.verdict
    return verdict is not None and (verdict.kind is not VerdictKind.ALLOW or verdict.tells)


def live(subject: Subject, system: System) -> History:
    """All genuine days of a subject: the owner passes every step-up at once."""
    state, alarms, mornings = subject.start(system), [], []
    for day in range(len(subject.days)):
        mornings.append(state)
        for event in subject.inputs(day, system):
            result = step(state, event, system.genuine)
            state = result.state
            if noticed(result) and not isinstance(event, SessionEnded):
                alarms.append(_alarm(day, event.at, result))
                state = proven(state, event, system.genuine)
    return History(tuple(alarms), (*mornings, state))


def proven(state: MonitorState, event: WorkInput, setup: Setup) -> MonitorState:
    """The state after the owner has passed a strong step-up in the session of an input."""
    answered = StepUpAnswered(event.session or "", passed=True, at=event.at, strong=True)
    return step(state, answered, setup).state


def _alarm(day: int, at: Micros, result: StepResult) -> Alarm:
    verdict = result.verdict
    if verdict is None:
        return Alarm(day, at, VerdictKind.ALLOW, ())
    speaks = [
        reason
        for reason in verdict.reasons
        if reason.asks_for is not VerdictKind.ALLOW or reason.code is ReasonCode.TELL
    ]
    return Alarm(day, at, verdict.kind, tuple(sorted(set(map(_named, speaks)))))


def _named(reason: Reason) -> str:
    """A joint rule says its name first."""
    if reason.code in {ReasonCode.JOINT, ReasonCode.TELL}:
        return reason.sentence.partition(":")[0].lower()
    return str(reason.code)
