"""What accounts may be called, and the other short texts that come in."""

import unicodedata
from typing import Annotated, Final, TypeAlias

from msgspec import Meta

from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.server.auth.password import LONGEST
from samehands.server.problems import ProblemError, ProblemKind

LONGEST_NAME: Final = 128
"""Characters of a name: room for a mail address."""

GivenName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
"""A name as it is sent."""

GivenSubject: TypeAlias = Annotated[str, Meta(min_length=1, max_length=SUBJECT_CHARACTERS)]
"""A subject as it is sent: a pseudonym."""

GivenPassword: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
"""A password as it is sent."""


def plain_name(name: str) -> str:
    """A name as it is kept and looked up: one spelling for what looks the same.

    >>> plain_name(" Ada ")
    'Ada'
    """
    return unicodedata.normalize("NFKC", name).strip()


def require_name(name: str) -> str:
    """A name as it is kept.

    Raises:
        ProblemError: `invalid`: it is empty, too long, or has characters that do not show.
    """
    plain = plain_name(name)
    if not 0 < len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise ProblemError(
            ProblemKind.INVALID,
            f"A name has 1 to {LONGEST_NAME} characters, all of which show.",
            where="name",
        )
    return plain
