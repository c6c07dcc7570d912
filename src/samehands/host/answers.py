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


class SessionVerdict(msgspec.Struct, frozen=True):
    """The verdict on a session.

    Args:
        session: its id.
        revision: rises with every change.
        state: learning, verified, unsure, alarm or locked.
        verdict: what should happen.
        share: of the alarm threshold that the evidence stands at; 1 is the alarm.
        at: when anything last happened in the session, µs.
    """

    session: str
    revision: int
    state: str
    verdict: Verdict
    share: float
    at: Micros


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
