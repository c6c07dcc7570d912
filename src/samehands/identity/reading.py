"""A reading: a number with a name that a window's embedding tells, such as how long keys are held.

Each is a linear function of the 64 numbers that are in the message anyway, so it can tell nothing
that the message does not. It is no measurement but an estimate, fitted on the people that the
projection was trained on; its R² says how good. All are in standard deviations of that population,
so that none of them is a speed, a duration or a count.
"""

from dataclasses import dataclass, field
from typing import Annotated, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.identity.reading_words import ReadingName
from samehands.identity.session_windows import SessionWindows, require_projection
from samehands.rhythm.projection_file import Card
from samehands.rhythm.window import DIMENSIONS, PROJECTION_REF_BYTES, STEPS_PER_SIGMA

FORMAT: Final = "samehands-readings/1"
"""First field of the file: another number is another meaning of the rest."""

FILE_LIMIT: Final = 65_536
"""Most bytes of a file of readings: fourteen of them take about 15 KB."""

LARGEST_WEIGHT: Final = 1e3
"""Largest absolute weight or intercept: of real ones none passes 10; more is a broken file."""

UNIT: Final = "sd of the population"
"""What all readings are in: standard deviations of windows of the training population."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One linear read-out of an embedding.

    Args:
        name: what it reads.
        weights: shape (64,), per σ of the embedding.
        intercept: the reading of an embedding of zeros.
        r_squared: share of the variance that it explains in people whom the fit has not seen.
        residual_sd: how far it lies from what was typed, in those people.

    Raises:
        TemplateError: a size or a value that no fit gives.
    """

    name: ReadingName
    weights: NDArray[np.float64] = field(repr=False)
    intercept: float
    r_squared: float
    residual_sd: float

    def __post_init__(self) -> None:
        weights = np.array(self.weights, np.float64)
        if weights.shape != (DIMENSIONS,):
            raise TemplateError(
                "readings, weights", got=f"shape {weights.shape}", due=f"shape ({DIMENSIONS},)"
            )
        numbers = np.append(weights, [self.intercept, self.r_squared, self.residual_sd])
        if not (np.abs(numbers) <= LARGEST_WEIGHT).all():
            raise TemplateError("readings", got="NaN or a huge number", due="finite numbers")
        if not (weights.any() and self.r_squared <= 1 and self.residual_sd > 0):
            raise TemplateError(
                "readings", got="a reading that reads nothing", due="weights, and what they miss"
            )
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)

    def of(self, vectors: NDArray[np.int8] | NDArray[np.float64]) -> NDArray[np.float64]:
        """What it says of windows.

        Args:
            vectors: shape (..., 64), steps.

        Returns:
            Shape (...), in `UNIT`.
        """
        values: NDArray[np.float64] = self.intercept + vectors @ (self.weights / STEPS_PER_SIGMA)
        return values


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The readings of one projection.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection whose windows they read.
        projection_id: its name, for people.
        card: the data they were fitted on and the licence.
        each: those that are good enough to be shown.

    Raises:
        TemplateError: none, or one of them twice.
    """

    projection: bytes
    projection_id: str
    card: Card
    each: tuple[Reading, ...]

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise TemplateError(
                "readings, field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not self.each or len({reading.name for reading in self.each}) < len(self.each):
            raise TemplateError("readings", got="none, or one of them twice", due="each once")

    def require(self, windows: SessionWindows) -> None:
        """Refuse windows that they cannot read.

        Raises:
            ProjectionMismatchError: the windows are of another projection.
        """
        require_projection(windows.projection, self.projection, where="windows")


_Number = Annotated[float, msgspec.Meta(ge=-LARGEST_WEIGHT, le=LARGEST_WEIGHT)]


class _ReadingRecord(msgspec.Struct, forbid_unknown_fields=True):
    name: ReadingName
    r_squared: _Number
    residual_sd: _Number
    intercept: _Number
    weights: list[_Number]


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    projection: str
    projection_id: str
    unit: str
    card: Card
    readings: list[_ReadingRecord]


def encode_readings(readings: Readings) -> bytes:
    """Readings as JSON that people can read; `decode_readings` gives the same numbers back."""
    record = _Record(
        FORMAT,
        readings.projection.hex(),
        readings.projection_id,
        UNIT,
        readings.card,
        [
            _ReadingRecord(
                reading.name,
                reading.r_squared,
                reading.residual_sd,
                reading.intercept,
                reading.weights.tolist(),
            )
            for reading in readings.each
        ],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def decode_readings(data: bytes, *, projection: bytes | None = None) -> Readings:
    """Readings from their JSON.

    Args:
        data: the file's bytes.
        projection: the projection in use, when they must be that one's.

    Raises:
        TemplateError: the bytes are no readings of this format.
        ProjectionMismatchError: they belong to another projection.
    """
    if len(data) > FILE_LIMIT:
        raise TemplateError("readings", got=f"{len(data)} bytes", due=f"at most {FILE_LIMIT}")
    try:
        record = msgspec.json.decode(data, type=_Record)
        reference = bytes.fromhex(record.projection)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise TemplateError(
            "readings", got=f"{len(data)} bytes that do not parse", due=FORMAT
        ) from error
    if (record.format, record.unit) != (FORMAT, UNIT):
        raise TemplateError("readings", got="another format or unit", due=f"{FORMAT}, {UNIT}")
    if projection is not None:
        require_projection(reference, projection, where="readings")
    return Readings(
        reference,
        record.projection_id,
        record.card,
        tuple(
            Reading(
                entry.name,
                np.array(entry.weights, np.float64),
                entry.intercept,
                entry.r_squared,
                entry.residual_sd,
            )
            for entry in record.readings
        ),
    )
