"""What the monitor knows about one subject. A value: every step makes a new one."""

from dataclasses import dataclass, field
from typing import Final

import msgspec

from samehands.errors import SettingsError
from samehands.identity import DeviceClass, Sitting, Template
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

SUBJECT_CHARACTERS: Final = 128
"""Most characters of a subject's or a session's name; both are pseudonyms."""


class Quarantined(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A window that may be learnt from once its session has ended.

    Args:
        device: what it came from.
        embedding: 64 bytes, as it came.
        confirmed: whether it was typed after a passed step-up of its session.
    """

    device: DeviceClass
    embedding: bytes
    confirmed: bool


class OpenSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session that has started and not ended.

    Args:
        last_at: when anything last happened in it.
        trust: what is believed about it.
        sequences: which of its windows came.
        device: what its last window came from.
        sitting: what its windows from that device have shown so far.
        alarmed: whether it was in alarm or locked at any time since the last passed step-up.
        confirmed: whether a step-up was passed in it.
        quarantine: its windows, for when it ends.
    """

    last_at: Micros
    trust: Trust
    sequences: Sequences = Sequences()
    device: DeviceClass | None = None
    sitting: Sitting = Sitting()
    alarmed: bool = False
    confirmed: bool = False
    quarantine: tuple[Quarantined, ...] = ()


class EnrolmentSession(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The windows of one ended session and one device class, gathered for enrolment.

    Args:
        device: what they came from.
        embeddings: 64 bytes each, one after the other.
    """

    device: DeviceClass
    embeddings: bytes


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

    Raises:
        SettingsError: a subject without a name, or with an endless one.
    """

    subject: str
    projection: bytes | None = None
    template: Template | None = None
    enrolling: tuple[EnrolmentSession, ...] = ()
    sessions: dict[str, OpenSession] = field(default_factory=dict)
    carried: Trust = field(default_factory=Trust)

    def __post_init__(self) -> None:
        if not 0 < len(self.subject) <= SUBJECT_CHARACTERS:
            raise SettingsError(
                "subject",
                got=f"{len(self.subject)} characters",
                due=f"1 to {SUBJECT_CHARACTERS}",
            )
