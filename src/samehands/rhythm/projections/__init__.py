"""The projections that are shipped, loaded when first asked for and verified against their hash."""

from functools import cache
from importlib import resources
from typing import Annotated, Final

import msgspec

from samehands.errors import ProjectionError
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import decode_projection

__all__ = ["DEFAULT", "Shipped", "file_of", "index", "shipped"]

DEFAULT: Final = "open-1"
"""The projection that is used when none is named: trained on permissively licensed data only."""

_FILES: Final = resources.files(__name__)


class Shipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the index says of a projection in this package.

    Args:
        sha256: of its file, in hex.
        commercial: whether its terms allow commercial use. One that does not is never loaded
            unless it is named.
    """

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    commercial: bool


@cache
def index() -> dict[str, Shipped]:
    """Name → what is known of each shipped projection before it is read."""
    return msgspec.json.decode((_FILES / "index.json").read_bytes(), type=dict[str, Shipped])


def file_of(name: str) -> bytes:
    """The bytes of a shipped projection's file, unverified.

    Raises:
        ProjectionError: there is none of that name.
    """
    if name not in index():
        raise ProjectionError(
            "projection", got="an unknown name", due=" or ".join(sorted(index()))
        )
    return (_FILES / f"{name}.json").read_bytes()


@cache
def shipped(name: str = DEFAULT) -> Projection:
    """A shipped projection, verified.

    Raises:
        ProjectionError: there is none of that name, or its file is not the one that was shipped.

    >>> shipped().keystrokes
    100
    """
    return decode_projection(file_of(name), expected=bytes.fromhex(index()[name].sha256))
