"""The model: everything that was fitted for the detectors of one projection; and its file."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.liveness.additive import Additive
from samehands.liveness.recollection import KEPT_NUMBERS, Cut
from samehands.rhythm.projection_file import Card
from samehands.rhythm.window import DIMENSIONS, PROJECTION_REF_BYTES

FORMAT: Final = "samehands-liveness/1"
"""First field of the file: another number is another meaning of the rest."""

FILE_LIMIT: Final = 65_536
"""Most bytes of a model's file: two additive models of twenty inputs take about 20 KB."""

NAME_LIMIT: Final = 64
"""Most characters of a projection's name."""

CUTS_LIMIT: Final = 8
"""Most ways in which a replay may be cut; each costs a pass over what is remembered."""

WEIGHT_LIMIT: Final = 100.0
"""Largest absolute weight: of real ones none passes 5; more is a broken file."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the evidence of two additive models becomes one calibrated llr.

    Args:
        forged: of what the timing as a whole says.
        even: of what the scalars alone say.
        offset: nats.
        allowance: nats taken off each window's evidence before it gathers: a person who types a
            little like a machine does so in every window, and no window of them is one more proof.
    """

    forged: float
    even: float
    offset: float
    allowance: float = 0.0

    def __post_init__(self) -> None:
        numbers = np.array([self.forged, self.even, self.offset, self.allowance])
        least = min(self.forged, self.even, self.allowance)
        if not (np.abs(numbers) <= WEIGHT_LIMIT).all() or least < 0:
            raise TemplateError(
                "liveness, weights",
                got="one below zero, NaN or huge",
                due="finite weights, so that no detector's evidence is turned round",
            )


@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """The pace of a window as its embedding tells it.

    Args:
        weights: shape (64,), change of ln(time from key to key) per step.
        residual: how far one person's windows lie from their mean, in ln units.

    Raises:
        TemplateError: a size or a value that no fit gives.
    """

    weights: NDArray[np.float64] = field(repr=False)
    residual: float

    def __post_init__(self) -> None:
        weights = np.array(self.weights, np.float64)
        sound = weights.shape == (DIMENSIONS,) and (np.abs(weights) <= 1).all() and weights.any()
        if not sound or not 0 < self.residual < np.inf:
            raise TemplateError(
                "liveness, pace", got="weights that read nothing, or NaN", due="a direction"
            )
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)


@dataclass(frozen=True, slots=True, eq=False)
class LivenessModel:
    """What the detectors need to know about people and machines, for one projection.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection whose windows it judges.
        projection_id: its name, for people.
        card: the data it was fitted on, and the licence.
        forged: how like a machine the timing as a whole is.
        even: how like a machine the scalars alone are.
        weights: how the two become one llr.
        numbers: of those remembered for replays, how many say anything; at most 16.
        cuts: how near to what is remembered a replay comes, and people don't.
        pace: how fast a window was typed, as its embedding tells it.

    Raises:
        TemplateError: parts that do not fit each other.
    """

    projection: bytes
    projection_id: str
    card: Card
    forged: Additive
    even: Additive
    weights: Weights
    numbers: int
    cuts: tuple[Cut, ...]
    pace: Pace

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise TemplateError(
                "liveness, field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not 0 < len(self.projection_id) <= NAME_LIMIT:
            raise TemplateError(
                "liveness, field projection_id",
                got=f"{len(self.projection_id)} characters",
                due=f"1 to {NAME_LIMIT}",
            )
        if not 1 <= self.numbers <= KEPT_NUMBERS or not 1 <= len(self.cuts) <= CUTS_LIMIT:
            raise TemplateError(
                "liveness, replay",
                got=f"{self.numbers} numbers, {len(self.cuts)} cuts",
                due=f"1 to {KEPT_NUMBERS} numbers, 1 to {CUTS_LIMIT} cuts",
            )


class _PaceRecord(msgspec.Struct, forbid_unknown_fields=True):
    residual: float
    weights: list[float]


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    projection: str
    projection_id: str
    card: Card
    weights: Weights
    numbers: int
    cuts: tuple[Cut, ...]
    forged: Additive
    even: Additive
    pace: _PaceRecord


def encode_model(model: LivenessModel) -> bytes:
    """A model as JSON that people can read; `decode_model` gives the same numbers back."""
    record = _Record(
        FORMAT,
        model.projection.hex(),
        model.projection_id,
        model.card,
        model.weights,
        model.numbers,
        model.cuts,
        model.forged,
        model.even,
        _PaceRecord(model.pace.residual, model.pace.weights.tolist()),
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def decode_model(
    data: bytes, *, projection: bytes | None = None, expected: bytes | None = None
) -> LivenessModel:
    """A model from its JSON.

    Args:
        data: the file's bytes.
        projection: the projection in use, when it must be that one's.
        expected: SHA-256 of the file, when it must be that very file.

    Raises:
        TemplateError: the bytes are no model of this format, its numbers make none, or it is
            another file than expected.
        ProjectionMismatchError: it belongs to another projection.
    """
    if len(data) > FILE_LIMIT:
        raise TemplateError("liveness", got=f"{len(data)} bytes", due=f"at most {FILE_LIMIT}")
    if expected is not None and sha256(data).digest() != expected:
        raise TemplateError("liveness", got="another SHA-256", due="the file that was shipped")
    try:
        record = msgspec.json.decode(data, type=_Record)
        reference = bytes.fromhex(record.projection)
        pace = Pace(np.array(record.pace.weights, np.float64), record.pace.residual)
    except TemplateError:
        raise
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise TemplateError(
            "liveness", got=f"{len(data)} bytes that do not parse", due=FORMAT
        ) from error
    if record.format != FORMAT:
        raise TemplateError("liveness, field format", got="another format", due=FORMAT)
    if projection is not None and projection != reference:
        raise ProjectionMismatchError(
            "liveness", got=f"projection {reference.hex()}", due=f"projection {projection.hex()}"
        )
    return LivenessModel(
        reference,
        record.projection_id,
        record.card,
        record.forged,
        record.even,
        record.weights,
        record.numbers,
        record.cuts,
        pace,
    )
