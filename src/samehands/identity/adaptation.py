"""Adaptation: which windows may teach a template, so that an intruder's cannot.

Call `admit` when a session has ended, not before: until then its windows are in quarantine, as
an alarm in the last minute speaks about the first.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.identity.likelihood import Posterior, ReadyTemplate
from samehands.identity.outcome import NotReady
from samehands.identity.plda import Fallback, PldaScorer
from samehands.identity.revision import unconfirmed_places, with_session
from samehands.identity.session_windows import DeviceClass, SessionWindows, require_projection
from samehands.identity.template import HISTORY_LIMIT, ChangeKind, SessionSum, Template
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.rhythm.window import STEPS_PER_SIGMA

DAY: Final = Micros(24 * 3600 * MICROS_PER_SECOND)
"""The span that daily limits count over: the last 24 hours, whatever the time zone."""


CLEARLY_GENUINE: Final = Nats(6.9)
"""Odds of 1000 to 1: what a session must show to teach, and what a stretch must not show against."""


@dataclass(frozen=True, slots=True)
class AdmissionRule:
    """When an ended session may teach, and how much.

    Args:
        session_above: the session's llrs must add up to this: odds of 1000 to 1 for the owner.
            Lower: follows drift sooner, trusts more.
        dip_within: no stretch of consecutive windows may add up to less than minus this: nobody
            else sat there for a while. A window counts for at most half of it, so that a wild
            one of the owner's, which everybody has, is not taken for a visitor.
        departure_within: how far the session's mean may lie from the confirmed sessions: mean
            squared departure over the 64 numbers, in units of what it should be. 1 is usual,
            1.5 is the 99.7 % quantile if all is normal. Higher: more drift is followed without
            a step-up, and forged windows without noise, which score well from afar, reach further.
        windows_per_day: unconfirmed windows admitted in 24 hours. Half an office day; a session's
            say is limited by its own shift long before. More: nothing gained, more to poison.
        sessions_per_day: unconfirmed sessions in 24 hours. Two, as many as
            a sub-template holds: what a bad day taught is at most what the next can replace.
        confirmed_windows_per_day: the same after passed step-ups.
        confirmed_sessions_per_day: the same after passed step-ups.

    Raises:
        SettingsError: a bar that is no number, or limits that history cannot count.
    """

    session_above: Nats = CLEARLY_GENUINE
    dip_within: Nats = CLEARLY_GENUINE
    departure_within: float = 1.5
    windows_per_day: int = 50
    sessions_per_day: int = 2
    confirmed_windows_per_day: int = 400
    confirmed_sessions_per_day: int = 6

    def __post_init__(self) -> None:
        bars = (self.session_above, self.dip_within, self.departure_within)
        if not all(0 < bar < math.inf for bar in bars):
            raise SettingsError("admission bars", got=f"{bars}", due="positive numbers")
        sessions = (self.sessions_per_day, self.confirmed_sessions_per_day)
        windows = (self.windows_per_day, self.confirmed_windows_per_day)
        if min(*sessions, *windows) < 0 or sum(sessions) >= HISTORY_LIMIT:
            raise SettingsError(
                "admission limits",
                got=f"{sessions} sessions, {windows} windows a day",
                due=f"none negative, fewer than {HISTORY_LIMIT} sessions together",
            )


@dataclass(frozen=True, slots=True)
class SessionEvidence:
    """What is known about the session beside its windows.

    Args:
        alarmed: there was an alarm or an unsettled doubt; with `confirmed`, after the step-up.
        confirmed: the windows were typed after a passed step-up of this session.
    """

    alarmed: bool
    confirmed: bool


class Refusal(StrEnum):
    """Why windows were not admitted."""

    ALARM = "the session raised an alarm"
    NEW_DEVICE = "the device class is not ready, and no step-up confirmed it"
    NOT_CLEARLY_GENUINE = "the session as a whole was not clearly the owner's"
    DIP = "a stretch of the session was not the owner's"
    FAR_OFF = "the session lies too far from those that are certain"
    UNLIKE_OWNER = "the window by itself speaks against the owner"
    DAY_LIMIT = "the day's limit is reached"


@dataclass(frozen=True, slots=True)
class Admission:
    """The outcome: received windows = admitted + refused, each refusal with its reason."""

    template: Template
    admitted: int
    refused: dict[Refusal, int]


def admit(
    scorer: PldaScorer,
    template: Template,
    session: SessionWindows,
    evidence: SessionEvidence,
    at: Micros,
    rule: AdmissionRule | None = None,
) -> Admission:
    """Lets an ended session teach the template, as far as the rule allows.

    Without a step-up each window is scored twice, against the template as it is and against its
    confirmed sessions alone, the lower score counts, and the session must lie near the confirmed
    ones: small steps, each near the last, cannot walk a template away from its owner. After a passed step-up the windows are the owner's by
    better evidence than ours, and are admitted also when they score low (drift) or cannot be
    scored (a new keyboard).

    Args:
        scorer: what scores the session; its fallback is not used here.
        template: what may learn.
        session: the session's windows of one device class, in time order.
        evidence: what else is known of it.
        at: when the session ended, on the server's clock.
        rule: the bars and limits.

    Raises:
        ProjectionMismatchError: template, session and scorer are not of one projection.
    """
    require_projection(session.projection, scorer.back_end.projection, where="session")
    require_projection(template.projection, scorer.back_end.projection, where="template")
    rule = rule or AdmissionRule()
    if not len(session):
        return Admission(template, 0, {})
    if evidence.alarmed:
        return Admission(template, 0, {Refusal.ALARM: len(session)})
    keep = np.ones(len(session), np.bool_)
    refused: dict[Refusal, int] = {}
    if not evidence.confirmed:
        llr = _llr(scorer, template, session)
        keep = np.zeros(len(session), np.bool_) if llr is None else llr > 0
        reason = _doubt(llr, rule)
        if reason is None and _departure(scorer, template, session[keep]) > rule.departure_within:
            reason = Refusal.FAR_OFF
        if reason is not None:
            return Admission(template, 0, {reason: len(session)})
        refused[Refusal.UNLIKE_OWNER] = int((~keep).sum())
    chosen = np.flatnonzero(keep)
    room = _room(template, rule, at, confirmed=evidence.confirmed)
    refused[Refusal.DAY_LIMIT] = max(len(chosen) - room, 0)
    chosen = chosen[:room]
    if len(chosen):
        template = with_session(template, session[chosen], confirmed=evidence.confirmed, at=at)
    return Admission(
        template, len(chosen), {reason: count for reason, count in refused.items() if count}
    )


def _llr(
    scorer: PldaScorer, template: Template, session: SessionWindows
) -> NDArray[np.float64] | None:
    """Each window's lower llr of two: against the template, and its confirmed part alone."""
    ready = replace(scorer, fallback=Fallback.NONE).prepare(template, session.device)
    if isinstance(ready, NotReady) or not unconfirmed_places(template, session.device):
        return None
    anchor = ReadyTemplate.of(scorer.back_end, _confirmed(template, session.device))
    return np.minimum(ready.score(session.vectors), anchor.score(session.vectors))


def _departure(scorer: PldaScorer, template: Template, session: SessionWindows) -> float:
    """Mean squared departure of a session's mean from the confirmed sessions; 1 is usual."""
    back_end = scorer.back_end
    owner = Posterior.of(back_end, _confirmed(template, session.device))
    mean = session.vectors.mean(axis=0) / STEPS_PER_SIGMA - back_end.mean
    usual = owner.variance + back_end.session + back_end.within / len(session)
    return float(np.mean((mean - owner.mean) ** 2 / usual))


def _confirmed(template: Template, device: DeviceClass) -> list[SessionSum]:
    return [entry for entry in template.active(device) if entry.confirmed]


def _doubt(llr: NDArray[np.float64] | None, rule: AdmissionRule) -> Refusal | None:
    if llr is None:
        return Refusal.NEW_DEVICE
    if not llr.sum() >= rule.session_above:
        return Refusal.NOT_CLEARLY_GENUINE
    so_far = np.concatenate(([0.0], np.cumsum(np.maximum(llr, -rule.dip_within / 2))))
    deepest = float((so_far - np.maximum.accumulate(so_far)).min())
    return None if deepest >= -rule.dip_within else Refusal.DIP


def _room(template: Template, rule: AdmissionRule, at: Micros, *, confirmed: bool) -> int:
    """Windows that may still be admitted now; also right when the clock was set back."""
    recent = [change for change in template.history if change.at > at - DAY]
    if len(recent) >= HISTORY_LIMIT:
        return 0  # an older change of the same day may have left the history uncounted
    kind = ChangeKind.CONFIRMED if confirmed else ChangeKind.ADMITTED
    admitted = [change.amount for change in recent if change.kind is kind]
    windows, sessions = (
        (rule.confirmed_windows_per_day, rule.confirmed_sessions_per_day)
        if confirmed
        else (rule.windows_per_day, rule.sessions_per_day)
    )
    return max(windows - sum(admitted), 0) if len(admitted) < sessions else 0
