"""What a recording of windows is made of: a header with a card, windows, early signs, marks."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from samehands.errors import RecordingError
from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import PROJECTION_REF_BYTES, Window
from samehands.wire.limits import CARD_CHARACTERS, LATEST_MICROS, NAME_CHARACTERS

_NAME: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{NAME_CHARACTERS.value - 1}}}")


class Mark(StrEnum):
    """Something known to be true of a session from a moment on."""

    ENROLMENT_ENDS = "enrolment-ends"
    """What the seat typed before is the owner's, to learn from."""
    SESSION_STARTS = "session-starts"
    SESSION_ENDS = "session-ends"
    TAKEOVER_BEGINS = "takeover-begins"
    """From here on somebody else types."""
    INJECTION_BEGINS = "injection-begins"
    """From here on a device or program types."""


NOT_THE_OWNER: Final = frozenset({Mark.TAKEOVER_BEGINS, Mark.INJECTION_BEGINS})
"""Marks from which on whoever or whatever types in a session is not its owner."""


@dataclass(frozen=True, slots=True)
class Card:
    """Where a recording comes from; printable text on one line each.

    Args:
        source: whose input it is, or which data set.
        licence: under which it may be used.
        made_by: the command or program that made it.
        note: anything else that a reader has to know.

    Raises:
        RecordingError: a text is too long or cannot be printed; or, but for the note, is empty.
    """

    source: str
    licence: str
    made_by: str
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("source", "licence", "made_by", "note"):
            text = getattr(self, name)
            if not text and name != "note":
                raise RecordingError(f"card, {name}", got="nothing", due="a text")
            if len(text) > CARD_CHARACTERS.value or not text.isprintable():
                raise RecordingError(
                    f"card, {name}",
                    got=f"{len(text)} characters",
                    due=f"at most {CARD_CHARACTERS.value}, all of them printable",
                )


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a recording.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection that made every window in it.
        card: where it comes from.

    Raises:
        RecordingError: the projection has another length.
    """

    projection: bytes
    card: Card

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise RecordingError(
                "projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )


@dataclass(frozen=True, slots=True)
class Place:
    """Which seat and session a record belongs to, and when it came.

    Args:
        seat: pseudonym of the person whose account it is.
        session: name of the session, among the seat's.
        at: µs on the recording's clock, from 0.

    Raises:
        RecordingError: a name or the time is not one.
    """

    seat: str
    session: str
    at: Micros

    def __post_init__(self) -> None:
        for field, name in (("seat", self.seat), ("session", self.session)):
            if not _NAME.fullmatch(name):
                raise RecordingError(
                    field,
                    got=f"{len(name)} characters that are no name",
                    due=f"1 to {NAME_CHARACTERS.value} of A-Z a-z 0-9 . _ - from a letter or digit",
                )
        if not 0 <= self.at <= LATEST_MICROS.value:
            raise RecordingError(
                "at_us", got="a time out of range", due=f"0 to {LATEST_MICROS.value} µs"
            )


@dataclass(frozen=True, slots=True)
class RecordedWindow:
    """A window as it came in."""

    place: Place
    window: Window

    @property
    def message(self) -> Window:
        """What the device sent."""
        return self.window


@dataclass(frozen=True, slots=True)
class RecordedSign:
    """An early sign of a machine as it came in."""

    place: Place
    sign: EarlySign

    @property
    def message(self) -> EarlySign:
        """What the device sent."""
        return self.sign


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """Something known to be true from this moment on."""

    place: Place
    mark: Mark


Record = RecordedWindow | RecordedSign | RecordedMark
"""A line of a recording after the first."""
