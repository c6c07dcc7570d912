"""The protocol's parameters, read from a data file and checked."""

import tomllib
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from samehands.errors import SettingsError
from samehands.lab.fixed_text.manhattan import RecencyManhattan
from samehands.lab.fixed_text.neighbours import RecencyNeighbours
from samehands.lab.fixed_text.scaling import Weights

Count = Annotated[int, Meta(ge=1)]
Positive = Annotated[float, Meta(gt=0)]
NotNegative = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(gt=0, lt=1)]
Several = Meta(min_length=1)


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which repetitions enrol and which are probes.

    Args:
        training_sessions: the first sessions, which enrol; those after are genuine probes.
        impostor_session: the session, from 1, that impostors' probes come from.
        impostor_repetitions: how many, its first ones.
    """

    training_sessions: Count
    impostor_session: Count
    impostor_repetitions: Count


class Practised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Impostors who have typed the password for weeks.

    Args:
        impostor_session: the session, from 1, that their probes come from.
        impostor_repetitions: how many, its last ones.
    """

    impostor_session: Count
    impostor_repetitions: Count


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the own detector is chosen.

    Args:
        folds: groups of people; chosen on all but one, reported on that one.
    """

    folds: Annotated[int, Meta(ge=2)]


class ManhattanGrid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Candidates of the kind `RecencyManhattan`: every combination."""

    half_life: Annotated[tuple[Positive, ...], Several]
    cap: Annotated[tuple[Positive, ...], Several]
    weights: Annotated[tuple[Weights, ...], Several]

    def candidates(self) -> list[RecencyManhattan]:
        """Every combination."""
        return [
            RecencyManhattan(*chosen) for chosen in product(self.half_life, self.cap, self.weights)
        ]


class NeighbourGrid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Candidates of the kind `RecencyNeighbours`: every combination."""

    half_life: Annotated[tuple[Positive, ...], Several]
    cap: Annotated[tuple[Positive, ...], Several]
    weights: Annotated[tuple[Weights, ...], Several]
    ageing: Annotated[tuple[NotNegative, ...], Several]
    nearest: Annotated[tuple[Count, ...], Several]

    def candidates(self) -> list[RecencyNeighbours]:
        """Every combination."""
        return [
            RecencyNeighbours(*chosen)
            for chosen in product(
                self.half_life, self.cap, self.weights, self.ageing, self.nearest
            )
        ]


class Admission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which probes the adapting detector learns from.

    Args:
        admitted: share of the owner's own last training repetitions that would be let in.
        judged_on: how many of those repetitions.
    """

    admitted: Share
    judged_on: Count


class Resampling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Intervals over people.

    Args:
        repeats: number of resamples.
    """

    repeats: Count


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another data set, with the detector as chosen on CMU.

    Args:
        data: its name.
        training_sessions: the first sessions, which enrol.
    """

    data: Literal["iiitbh-big", "iiitbh-small"]
    training_sessions: Count


class CmuProtocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All parameters of `run_cmu`, as `protocols/cmu.toml` has them."""

    split: Split
    practised: Practised
    choice: Choice
    manhattan: ManhattanGrid
    neighbours: NeighbourGrid
    adaptation: Admission
    interval: Resampling
    confirmation: tuple[Confirmation, ...] = ()


def load_protocol(path: Path | None = None) -> CmuProtocol:
    """Reads the parameters: those that come with the package, or a file's.

    Raises:
        SettingsError: the file is absent, no TOML, or not as described.

    >>> load_protocol().split.training_sessions
    4
    """
    source = path if path is not None else files("samehands.lab") / "protocols" / "cmu.toml"
    try:
        return msgspec.convert(tomllib.loads(source.read_text("utf-8")), CmuProtocol)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(str(source), got=type(error).__name__, due="a TOML file") from error
    except msgspec.ValidationError as error:
        raise SettingsError(str(source), got=str(error), due="the CMU protocol") from error
