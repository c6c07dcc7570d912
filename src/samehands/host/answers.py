"""What the service answers, as types. What a newer service says beyond this is passed over."""

from enum import StrEnum

import msgspec

from samehands.quantities import Micros


class VerdictKind(StrEnum):
    """What should happen with a session, from the mildest to the strictest."""

    ALLOW = "allow"
    STEP_UP = "step_up"
    """Have the person prove who they are, then say how it went."""
    LOCK = "lock"
    """Only a passed step-up opens the session again."""

    @property
    def severity(self) -> int:
        """0 for the mildest, rising."""
        return list(VerdictKind).index(self)


class Reason(msgspec.Struct, frozen=True):
    """One reason for a verdict.

    Args:
        code: why, for machines.
        asks_for: what this reason alone would lead to.
        sentence: why, for people.
        numbers: those in the sentence, by name.
    """

    code: str
    asks_for: VerdictKind
    sentence: str
    numbers: dict[str, float] = {}  # msgspec copies an empty default


class Verdict(msgspec.Struct, frozen=True):
    """What should happen, and why, the strictest reason first."""

    kind: VerdictKind
    reasons: tuple[Reason, ...]


class Exposure(msgspec.Struct, frozen=True):
    """How many different records were read while a session was in doubt.

    Args:
        records: since the estimated change.
        low: since the latest moment at which it may have come.
        high: since the session began, or since the last strong proof in it.
        since: the estimated change, µs.
    """

    records: int
    low: int
    high: int
    since: Micros | None = None


class SessionVerdict(msgspec.Struct, frozen=True):
    """The verdict on a session.

    Args:
        session: its id.
        revision: rises with every change.
        state: learning, verified, unsure, alarm or locked.
        verdict: what should happen.
        share: of the alarm threshold that the evidence stands at; 1 is the alarm.
        at: when anything last happened in the session, µs.
        exposure: what was read since the estimated change; None while there is no doubt.
    """

    session: str
    revision: int
    state: str
    verdict: Verdict
    share: float
    at: Micros
    exposure: Exposure | None = None


class ActionAllowance(msgspec.Struct, frozen=True):
    """What holds for one action.

    Args:
        records_per_minute: that may be read; 0 for none.
        when_unreachable: what you do while you cannot ask: `open` or `closed`.
    """

    records_per_minute: float
    when_unreachable: str


class SessionAllowance(msgspec.Struct, frozen=True):
    """How many records a session may read per minute, now.

    Args:
        session: its id.
        revision: of the session; a later one may allow more or less.
        records_per_minute: the most of any action; None where there is no limit.
        actions: action → what holds for it; one that is not named has no limit.
    """

    session: str
    revision: int
    records_per_minute: float | None
    actions: dict[str, ActionAllowance]


class Projection(msgspec.Struct, frozen=True):
    """What the page makes windows with; hand it to the SDK.

    Args:
        id: its name.
        sha256: of its file, in hex.
        url: where the file is.
        keystrokes: that a window holds.
    """

    id: str
    sha256: str
    url: str
    keystrokes: int


class Consent(msgspec.Struct, frozen=True):
    """That a person agreed to a text.

    Args:
        version: of the text that they were shown.
        language: that it was shown in, as BCP 47 has it: `de-AT`.
        at: when they agreed, µs since 1970.
    """

    version: str
    language: str
    at: Micros


class StartedSession(msgspec.Struct, frozen=True):
    """A session that was started.

    Args:
        session: its id; keep it with your own log-in.
        token: for the page; worth nothing for another session, subject or origin.
        expires_at: when both run out, µs.
        projection: for the page.
    """

    session: str
    token: str
    expires_at: Micros
    projection: Projection

    def __repr__(self) -> str:
        """Everything but the token, which is a secret."""
        return f"StartedSession(session={self.session!r}, expires_at={self.expires_at})"


class Template(msgspec.Struct, frozen=True):
    """How far a subject's template is, never what is in it.

    Args:
        state: none, enrolling or ready.
        windows: learnt so far.
        windows_due: before anything is judged.
        sessions: learnt from so far.
        sessions_due: before anything is judged.
    """

    state: str
    windows: int
    windows_due: int
    sessions: int
    sessions_due: int


class SubjectState(msgspec.Struct, frozen=True):
    """What is held of a subject."""

    subject: str
    group: str
    template: Template
