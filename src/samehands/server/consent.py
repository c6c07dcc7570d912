"""The record of a consent: as the host application tells it, and where nothing goes without one."""

from typing import Annotated, Final

import msgspec
from litestar.concurrency import sync_to_thread
from msgspec import Meta

from samehands.adapters.sql import Consent
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.parts import Parts
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.standing import Standing

VERSION_CHARACTERS: Final = 64
"""Most characters of what a text's version is called; a date has 10, a hash in hex 64."""

LANGUAGE_CHARACTERS: Final = 35
"""Most characters of a language tag: as many as RFC 5646 (4.4.1) has every implementation take."""

LANGUAGE_PATTERN: Final = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*(?![\s\S])"
"""The shape of a BCP 47 tag; whether there is such a language is not looked up."""

VERSION_PATTERN: Final = r"^[^\x00-\x1f\x7f]+(?![\s\S])"
"""A version stands on one line."""

EARLIEST: Final = 10**15
"""In 2001, µs: an earlier time is one in other units."""

CLOCK_AHEAD: Final = Micros(5 * 60 * MICROS_PER_SECOND)
"""How far in the future somebody may have agreed: a page's clock may be 5 minutes fast.

More: a record may say a later time than it was told at. Less: people with a wrong clock are
refused."""


class ConsentRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a person agreed to a text.

    Args:
        version: of the text that they were shown.
        language: that it was shown in, as BCP 47 has it: `de-AT`.
        at: when they agreed, µs since 1970.
    """

    version: Annotated[
        str, Meta(min_length=1, max_length=VERSION_CHARACTERS, pattern=VERSION_PATTERN)
    ]
    language: Annotated[
        str, Meta(min_length=1, max_length=LANGUAGE_CHARACTERS, pattern=LANGUAGE_PATTERN)
    ]
    at: Annotated[Micros, Meta(ge=EARLIEST)]

    @classmethod
    def of(cls, kept: Consent) -> "ConsentRecord":
        """As it is sent."""
        return cls(kept.version, kept.language, kept.at)


def told_consent(told: ConsentRecord, now: Micros, *, within: str = "") -> Consent:
    """The consent that was told, if it can be one.

    Args:
        told: by the host application.
        now: µs.
        within: what its fields are, as `consent.`; for the error.

    Raises:
        ProblemError: `invalid`.
    """
    if not told.version.isprintable():
        raise ProblemError(
            ProblemKind.INVALID,
            "Got characters that cannot be printed, due a version that can.",
            where=f"{within}version",
        )
    if told.at > now + CLOCK_AHEAD:
        raise ProblemError(
            ProblemKind.INVALID,
            "Got a time in the future, due when the person agreed, in µs since 1970.",
            where=f"{within}at",
        )
    return Consent(told.version, told.language, told.at)


async def require_consent(parts: Parts, standing: Standing) -> None:
    """Refuse what is told of a person who has not agreed, where the service is set up to.

    What is in memory is asked first; where another process was told, only the store knows.

    Raises:
        ProblemError: `consent_missing`; `session_ended`, there is no such session any more.
        StorageError: the store cannot be read.
    """
    if not parts.settings.require_consent or standing.row.consent is not None:
        return
    row = await sync_to_thread(parts.store.sessions.get, standing.row.id)
    if row is None:
        raise ProblemError(ProblemKind.SESSION_ENDED)
    if row.consent is None:
        raise ProblemError(ProblemKind.CONSENT_MISSING)
