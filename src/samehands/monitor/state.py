"""What the monitor knows about one subject. A value: every step makes a new one."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import msgspec

from samehands.access import AccessState
from samehands.errors import SettingsError
from samehands.identity import DeviceClass, Sitting, Template
from samehands.liveness import Recollection, Watch
from samehands.monitor.exposed import Exposed
from samehands.monitor.prepared import Prepared
from samehands.monitor.sequence import Sequences
from samehands.quantities import Micros
from samehands.trust import Trust

OPEN_SESSIONS: Final = 4
"""Sessions of one subject that may be open at once: the seat, a laptop, two forgotten ones.

More: a subject's state grows. Fewer: people with several devices lose quarantined windows."""

QUARANTINED_WINDOWS: Final = 255
"""Windows of a session that wait for its end to be learnt from; the oldest leave first.

A template takes in no more of one session than this (identity's count limit), and it keeps a
session's state under 24 KB."""

ENROLMENT_SESSIONS: Final = 8
"""Sessions gathered for enrolment; the oldest leave first. A template holds no more."""

HELD_WINDOWS: Final = QUARANTINED_WINDOWS
"""Windows of a subject that are held after a decision; the oldest sessions' leave first.

Room for one session in full. More: a subject's state grows by 64 bytes for each."""

HELD_PARTS: Final = 8
"""Sessions, or device classes of one, that windows are held of; the oldest leave first.

As many as there are device classes. A subject with more decided cases in a fortnight has a problem
that learning does not solve."""

SUBJECT_CHARACTERS: Final = 128
"""Most characters of a subject's or a session's name; both are pseudonyms."""


class Proof(IntEnum):
    """The best proof of identity that somebody gave in a session, since it was last in doubt."""

    NONE = 0
    STEP_UP = 1
    STRONG = 2
    """A step-up by a security key or a passkey."""


class Quarantined(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A window that may be learnt from once its session has ended.

    Args:
        device: what it came from.
        embedding: 64 bytes, as it came.
        proof: that was given in its session before it was typed.
    """

    device: DeviceClass
    embedding: bytes
    proof: Proof


class OpenSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session that has started and not ended.

    Args:
        last_at: when anything last happened in it.
        trust: what is believed about it.
        sequences: which of its windows came.
        device: what its last window came from.
        sitting: what its windows from that device have shown so far.
        alarmed: whether it was in alarm or locked at any time since the last passed step-up.
        proof: that was given in it.
        strong_due: whether it stays locked until a strong step-up is passed in it: an analyst
            confirmed that the subject's account was compromised.
        teaches: whether its windows may be learnt from; not once it was found compromised.
        inherited: the session whose doubt it started with; None where there was none.
        quarantine: its windows, for when it ends.
        exposed: what was read in it, counted from each moment that may have been a change.
        watch: what the detectors of machine input remember of it.
    """

    last_at: Micros
    trust: Trust
    sequences: Sequences = Sequences()
    device: DeviceClass | None = None
    sitting: Sitting = Sitting()
    alarmed: bool = False
    proof: Proof = Proof.NONE
    strong_due: bool = False
    teaches: bool = True
    inherited: str | None = None
    quarantine: tuple[Quarantined, ...] = ()
    exposed: Exposed = Exposed()
    watch: Watch = Watch()


class EnrolmentSession(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The windows of one ended session and one device class, gathered for enrolment.

    Args:
        device: what they came from.
        embeddings: 64 bytes each, one after the other.
    """

    device: DeviceClass
    embeddings: bytes


class Held(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Windows typed in doubt that an analyst took for the owner's: not learnt from, not dropped.

    Args:
        session: that they were typed in.
        device: what they came from.
        embeddings: 64 bytes each, one after the other, in time order.
        until: when they are dropped, if nothing has vouched for them by then.
    """

    session: str
    device: DeviceClass
    embeddings: bytes
    until: Micros


@dataclass(frozen=True, slots=True)
class MonitorState:
    """All that is known about a subject.

    Args:
        subject: a pseudonym.
        projection: first 8 bytes of the SHA-256 of the projection of every window in here; None
            before the first.
        template: None until enough was enrolled.
        enrolling: sessions gathered until then.
        sessions: those open, by name, in the order in which they started.
        carried: what the sessions that ended left behind: doubt is not shed by logging out.
        carried_from: the session that left most of that doubt; None where there is none.
        held: windows that wait for somebody to vouch for them, oldest first.
        strong_due: whether every session of the subject is locked until a strong step-up is
            passed in one of them.
        access: what is known of the subject's reading of records.
        sources: which batches of reads have come, by a key of source and session.
        ended_at: when the last session that has ended did; None before the first.
        left: what was read in the session that left doubt; None where none did.
        recollection: the subject's latest windows in short, by which a replay is known.
        prepared: what the last window was scored with, so that the next one need not work it out
            again. No part of the state: it is not stored, and makes no two states differ.

    Raises:
        SettingsError: a subject without a name, or with an endless one.
    """

    subject: str
    projection: bytes | None = None
    template: Template | None = None
    enrolling: tuple[EnrolmentSession, ...] = ()
    sessions: dict[str, OpenSession] = field(default_factory=dict)
    carried: Trust = field(default_factory=Trust)
    carried_from: str | None = None
    held: tuple[Held, ...] = ()
    strong_due: bool = False
    access: AccessState = field(default_factory=AccessState)
    sources: dict[bytes, Sequences] = field(default_factory=dict)
    ended_at: Micros | None = None
    left: Exposed | None = None
    recollection: Recollection = field(default_factory=Recollection)
    prepared: Prepared | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.subject) <= SUBJECT_CHARACTERS:
            raise SettingsError(
                "subject",
                got=f"{len(self.subject)} characters",
                due=f"1 to {SUBJECT_CHARACTERS}",
            )
