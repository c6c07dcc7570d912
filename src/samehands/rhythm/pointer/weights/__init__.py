"""The pointer projections that are shipped. For research only: there is no default to load.

No public pointer set states a permissive licence, so nothing trained on them may be a product's.
"""

from functools import cache
from importlib import resources
from typing import Final

import msgspec

from samehands.errors import ProjectionError
from samehands.rhythm.pointer.projection import PointerProjection
from samehands.rhythm.pointer.projection_file import decode_pointer_projection
from samehands.rhythm.projections import Shipped

__all__ = ["RESEARCH", "pointer_file_of", "pointer_index", "shipped_pointer"]

RESEARCH: Final = "pointer-research-1"
"""Trained on public sets without a stated licence: to measure with, not to use."""

_FILES: Final = resources.files(__name__)


@cache
def pointer_index() -> dict[str, Shipped]:
    """Name → what is known of each shipped projection before it is read."""
    return msgspec.json.decode((_FILES / "index.json").read_bytes(), type=dict[str, Shipped])


def pointer_file_of(name: str) -> bytes:
    """The bytes of a shipped projection's file, unverified.

    Raises:
        ProjectionError: there is none of that name.
    """
    if name not in pointer_index():
        raise ProjectionError(
            "pointer projection", got="an unknown name", due=" or ".join(sorted(pointer_index()))
        )
    return (_FILES / f"{name}.json").read_bytes()


@cache
def shipped_pointer(name: str) -> PointerProjection:
    """A shipped projection, verified. It has to be named: none is the default.

    Raises:
        ProjectionError: there is none of that name, or its file is not the one that was shipped.

    >>> shipped_pointer(RESEARCH).name
    'pointer-research-1'
    """
    expected = pointer_index()[name].sha256 if name in pointer_index() else None
    return decode_pointer_projection(
        pointer_file_of(name), expected=None if expected is None else bytes.fromhex(expected)
    )
