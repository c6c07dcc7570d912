"""The back-ends that are shipped, one for each shipped projection, under the same name."""

from functools import cache
from importlib import resources
from typing import Final

from samehands.errors import TemplateError
from samehands.identity.back_end import BackEnd, decode_back_end
from samehands.rhythm.projections import DEFAULT, index, shipped

__all__ = ["shipped_back_end"]

_FILES: Final = resources.files(__name__)


@cache
def shipped_back_end(name: str = DEFAULT) -> BackEnd:
    """The back-end of a shipped projection.

    Raises:
        TemplateError: there is none of that name.
        ProjectionMismatchError: the file belongs to another version of the projection.

    >>> shipped_back_end().projection_id
    'open-1'
    """
    if name not in index():
        raise TemplateError("back-end", got="an unknown name", due=" or ".join(sorted(index())))
    return decode_back_end((_FILES / f"{name}.json").read_bytes(), projection=shipped(name).ref)
