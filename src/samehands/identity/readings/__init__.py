"""The readings that are shipped, for each shipped projection under the same name."""

from functools import cache
from importlib import resources
from typing import Final

from samehands.errors import TemplateError
from samehands.identity.reading import Readings, decode_readings
from samehands.rhythm.projections import DEFAULT, index, shipped

__all__ = ["shipped_readings"]

_FILES: Final = resources.files(__name__)


@cache
def shipped_readings(name: str = DEFAULT) -> Readings:
    """The readings of a shipped projection.

    Raises:
        TemplateError: there are none of that name.
        ProjectionMismatchError: the file belongs to another version of the projection.

    >>> shipped_readings().projection_id
    'open-1'
    """
    file = _FILES / f"{name}.json"
    if name not in index() or not file.is_file():
        raise TemplateError("readings", got="an unknown name", due=" or ".join(sorted(index())))
    return decode_readings(file.read_bytes(), projection=shipped(name).ref)
