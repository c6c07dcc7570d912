"""The liveness models that are shipped, each under the name of the projection it belongs to."""

from functools import cache
from importlib import resources
from typing import Annotated, Final

import msgspec

from samehands.errors import TemplateError
from samehands.liveness.model import LivenessModel, decode_model
from samehands.rhythm.projections import DEFAULT, shipped

__all__ = ["Listed", "index", "model_of", "shipped_model"]

_FILES: Final = resources.files(__name__)


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the index says of a model.

    Args:
        sha256: of its file, in hex.
    """

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


@cache
def index() -> dict[str, Listed]:
    """Name → what is known of each shipped model before it is read."""
    return msgspec.json.decode((_FILES / "index.json").read_bytes(), type=dict[str, Listed])


@cache
def shipped_model(name: str = DEFAULT) -> LivenessModel:
    """The model of a shipped projection, verified.

    Raises:
        TemplateError: there is none of that name, or its file is not the one that was shipped.
        ProjectionMismatchError: the file belongs to another version of the projection.

    >>> shipped_model().projection_id
    'open-1'
    """
    if name not in index():
        raise TemplateError("liveness", got="an unknown name", due=" or ".join(sorted(index())))
    return decode_model(
        (_FILES / f"{name}.json").read_bytes(),
        projection=shipped(name).ref,
        expected=bytes.fromhex(index()[name].sha256),
    )


def model_of(projection: bytes) -> LivenessModel | None:
    """The shipped model of a projection, by the first 8 bytes of its SHA-256; None if none is."""
    models = (shipped_model(name) for name in index())
    return next((model for model in models if model.projection == projection), None)
