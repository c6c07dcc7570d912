"""The plan of a training: every choice that makes a projection, as data."""

import tomllib
from enum import StrEnum
from importlib import resources
from typing import Annotated, Final

import msgspec

from samehands.errors import SettingsError
from samehands.lab.training.contexts import Flights
from samehands.lab.training.nuisance import Nuisance
from samehands.rhythm.window import DIMENSIONS


class TextEstimate(StrEnum):
    """How the covariance of the text is estimated."""

    PROMPTS = "prompts"
    """From prompts that everybody was shown."""
    RESAMPLING = "resampling"
    """From texts made by drawing everybody's own keystrokes."""


_Weight = Annotated[float, msgspec.Meta(ge=0)]


class TrainingPlan(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How to train one projection.

    Args:
        name: of the projection.
        data: which corpora, as `lab.training.shipped` names them.
        licence: of the weights.
        commercial: whether that includes commercial use.
        seed: of every draw.
        keystrokes: N.
        flights: how finely flights are told apart.
        offsets: where windows begin; several overlap.
        text: how the text's covariance is estimated.
        dimensions: how many of the 64 numbers are used; the rest are zero. Fewer: less of the
            text, and of a person who differs from others only a little.
        kappa: the weight of the text as noise. More: less text in the message, less of the person.
        traits: the weight, beside the text, of what a text does to people of different traits. More:
            less for a reader who knows how the person types.
        nuisance: the weight of each simulated difference as noise.
        real_sessions: the weight of measured differences between sessions, where there are any.
        ridge: share of the mean within-variance added to every feature.
        between: the share of the between-person variance that the back-end believes.
        outliers: share of an owner's windows that are unlike anybody's.
    """

    name: str
    data: tuple[str, ...]
    licence: str
    commercial: bool
    seed: int
    keystrokes: int
    flights: Flights
    offsets: tuple[int, ...]
    text: TextEstimate
    dimensions: Annotated[int, msgspec.Meta(ge=1, le=DIMENSIONS)]
    kappa: _Weight
    traits: _Weight
    nuisance: dict[Nuisance, _Weight]
    real_sessions: _Weight
    ridge: _Weight
    between: Annotated[float, msgspec.Meta(gt=0, le=1)]
    outliers: Annotated[float, msgspec.Meta(ge=0, lt=1)]


PLANS: Final = ("open-1", "aalto-research-1")
"""Names of the plans that are shipped."""


def load_plan(name: str) -> TrainingPlan:
    """A shipped plan, from `lab/protocols/train-<name>.toml`.

    Raises:
        SettingsError: there is none of that name, or it is not as due.
    """
    if name not in PLANS:
        raise SettingsError("plan", got=f"{name!r}", due=" or ".join(PLANS))
    text = (resources.files("samehands.lab.protocols") / f"train-{name}.toml").read_text()
    try:
        return msgspec.convert(tomllib.loads(text), TrainingPlan)
    except msgspec.ValidationError as error:
        raise SettingsError(f"plan {name}", got=str(error), due="a training plan") from error
