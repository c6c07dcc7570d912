"""An API key as its holder writes it: `sh_<id>_<secret>`."""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from samehands.server.auth.secret import new_id, new_secret

PREFIX: Final = "sh_"
"""What an API key begins with, so that scanners for leaked secrets can find one."""

_FORM: Final = re.compile(r"sh_([0-9a-f]{16})_([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyText:
    """The two parts of an API key.

    Args:
        id: names the key; may be shown.
        secret: proves that it is held; shown once, when the key is made.
    """

    id: str
    secret: str = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """A new one."""
        return cls(new_id(), new_secret())

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The parts of what somebody sent; None where it has not the form of a key.

        >>> KeyText.read("sh_12_34") is None
        True
        """
        found = _FORM.fullmatch(text)
        return None if found is None else cls(found[1], found[2])

    def __str__(self) -> str:
        return f"{PREFIX}{self.id}_{self.secret}"
