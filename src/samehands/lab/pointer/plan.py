"""The plan of a pointer training: every choice that makes a projection, as data."""

import tomllib
from importlib.resources import files
from typing import Annotated

import msgspec

from samehands.errors import SettingsError
from samehands.lab.pointer.nuisance import PointerNuisance
from samehands.rhythm.window import DIMENSIONS

_Weight = Annotated[float, msgspec.Meta(ge=0)]


class PointerPlan(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How to train one pointer projection.

    Args:
        name: of the projection.
        licence: of the weights.
        seed: of every draw.
        strokes: S.
        rate_ms: time of one step of a path.
        dimensions: how many of the 64 numbers are used; the rest are zero.
        windows: most windows of one person that count: Balabit's people have thousands.
        layout: the weight of the layout of controls as noise, as the text's is for keys.
        nuisance: the weight of each simulated difference of devices as noise.
        sessions: the weight of measured differences between sessions.
        ridge: share of the mean within-variance added to every feature.
        outliers: share of an owner's windows that are unlike anybody's.
    """

    name: str
    licence: str
    seed: int
    strokes: Annotated[int, msgspec.Meta(ge=1)]
    rate_ms: Annotated[int, msgspec.Meta(ge=1)]
    dimensions: Annotated[int, msgspec.Meta(ge=1, le=DIMENSIONS)]
    windows: Annotated[int, msgspec.Meta(ge=1)]
    layout: _Weight
    nuisance: dict[PointerNuisance, _Weight]
    sessions: _Weight
    ridge: _Weight
    outliers: Annotated[float, msgspec.Meta(ge=0, lt=1)]


def load_pointer_plan(name: str = "pointer-research-1") -> PointerPlan:
    """A plan, from `lab/protocols/train-<name>.toml`.

    Raises:
        SettingsError: there is none of that name, or it is not as due.
    """
    source = files("samehands.lab.protocols") / f"train-{name}.toml"
    if not name.startswith("pointer-") or "/" in name or not source.is_file():
        raise SettingsError("plan", got=f"{name!r}", due="pointer-research-1")
    try:
        return msgspec.convert(tomllib.loads(source.read_text()), PointerPlan)
    except msgspec.ValidationError as error:
        raise SettingsError(f"plan {name}", got=str(error), due="a training plan") from error
