"""Why a message was refused: a closed set, to be counted, shown and reproduced elsewhere."""

from enum import StrEnum
from typing import Self

from samehands.errors import WireError


class Reason(StrEnum):
    """Why a message was refused, in the order in which it is looked for."""

    VERSION = "version"
    """It is a message of another version: the device and the server are not of the same age."""
    SIZE = "size"
    """It has too few or too many bytes."""
    FORM = "form"
    """It is not written in the one way in which a message of its size is written."""
    RANGE = "range"
    """It is well written, but a field holds what that field cannot hold."""

    def error(self, of: str, *, got: str, due: str) -> WireError:
        """The error for this reason, about a message or a batch.

        >>> Reason.SIZE.error("message", got="3 bytes", due="95 bytes")
        WireError('message size: got 3 bytes, due 95 bytes')
        """
        return WireError(f"{of} {self}", got=got, due=due)

    @classmethod
    def of(cls, error: WireError) -> Self:
        """The reason that an error of this package stands for.

        >>> Reason.of(WireError("field embedding", got="a value past the clip", due="-124 to 124"))
        <Reason.RANGE: 'range'>
        """
        place, _, reason = error.where.partition(" ")
        return cls.RANGE if place == "field" else cls(reason)
