"""The back-end: how people, sessions and windows vary in one projection's space; and its file."""

from dataclasses import dataclass, field, replace
from typing import Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError, TemplateError
from samehands.identity.calibration import UNCALIBRATED, Calibration, Line
from samehands.identity.session_windows import require_projection
from samehands.rhythm.window import DIMENSIONS, PROJECTION_REF_BYTES

FORMAT: Final = "samehands-back-end/1"
"""First field of the file: another number is another meaning of the rest."""

FILE_LIMIT: Final = 65_536
"""Most bytes of a back-end file: four lists of 64 numbers take about 6 KB."""

ID_LIMIT: Final = 64
"""Most characters of a projection's id."""

VARIANCE_LIMIT: Final = 1e6
"""Largest variance, in σ²: with int8 steps nothing real passes 16; more is a broken file."""

NU_LIMIT: Final = 1e6
"""Largest ν: from some hundreds on, the t is a Gaussian for all it matters."""

DEFAULT_NU: Final = 10.0
"""Degrees of freedom of the t: about one genuine window in a hundred is a wild outlier.

Lower: outliers count less, and so does a true impostor's distance. Source: PRIVACY.md."""


@dataclass(frozen=True, slots=True, eq=False)
class BackEnd:
    """A window is mean + person + session + window noise, each dimension on its own.

    Units are σ, the within-person standard deviation of the projection's training data; arrays
    are float64 of shape (64,), and read-only.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection whose space this is.
        projection_id: its name, for people.
        mean: where the population, or the site, has its centre.
        between: λ, variance of people around the mean.
        session: σ, variance of a person's sessions around the person.
        within: w, variance of windows around their session.
        nu: ν, degrees of freedom of the t; how much outliers are believed.
        outliers: ε, the share of an owner's windows that are unlike anybody's: no window speaks
            against the owner by more than about ln ε, and yet no two scores are tied.
        calibration: from the raw to the reported llr.

    Raises:
        TemplateError: a size, a sign or a value is not as due.
    """

    projection: bytes
    projection_id: str
    mean: NDArray[np.float64] = field(repr=False)
    between: NDArray[np.float64] = field(repr=False)
    session: NDArray[np.float64] = field(repr=False)
    within: NDArray[np.float64] = field(repr=False)
    nu: float = DEFAULT_NU
    outliers: float = 0.0
    calibration: Calibration = UNCALIBRATED

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise TemplateError(
                "field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not 0 < len(self.projection_id) <= ID_LIMIT:
            raise TemplateError(
                "field projection_id",
                got=f"{len(self.projection_id)} characters",
                due=f"1 to {ID_LIMIT}",
            )
        if not 0 < self.nu <= NU_LIMIT:
            raise TemplateError("field nu", got=f"{self.nu}", due="a positive number")
        if not 0 <= self.outliers < 1:
            raise TemplateError("field outliers", got=f"{self.outliers}", due="a share in [0, 1)")
        for name in ("mean", "between", "session", "within"):
            object.__setattr__(self, name, _checked(name, getattr(self, name)))

    @classmethod
    def whitened(
        cls,
        projection: bytes,
        projection_id: str,
        *,
        between: NDArray[np.float64],
        session: NDArray[np.float64],
        nu: float = DEFAULT_NU,
    ) -> Self:
        """The back-end as a projection's training leaves it: session + within = 1, mean 0.

        Raises:
            TemplateError: a session variance outside (0, 1), or a size is wrong.
        """
        if not np.all(np.asarray(session) < 1):
            raise TemplateError(
                "field session", got="a variance of 1 or more, or NaN", due="less than 1"
            )
        return cls(
            projection,
            projection_id,
            mean=np.zeros(DIMENSIONS),
            between=between,
            session=session,
            within=1.0 - session,
            nu=nu,
        )

    def calibrated(self, calibration: Calibration) -> Self:
        """The same model under another calibration."""
        return replace(self, calibration=calibration)


def _checked(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    if array.shape != (DIMENSIONS,):
        raise TemplateError(
            f"field {name}", got=f"shape {array.shape}", due=f"shape ({DIMENSIONS},)"
        )
    if not np.isfinite(array).all() or np.abs(array).max() > VARIANCE_LIMIT:
        raise TemplateError(f"field {name}", got="NaN or a huge number", due="finite numbers")
    if name != "mean" and array.min() <= 0:
        raise TemplateError(f"field {name}", got="a variance of 0 or less", due="positive")
    array.flags.writeable = False
    return array


class _LineRecord(msgspec.Struct, forbid_unknown_fields=True):
    enrolled: int
    slope: float
    offset: float


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    projection: str
    projection_id: str
    mean: list[float]
    between: list[float]
    session: list[float]
    within: list[float]
    nu: float
    outliers: float
    calibration: list[_LineRecord]


def encode_back_end(back_end: BackEnd) -> bytes:
    """A back-end as JSON that people can read; `decode_back_end` gives the same numbers back."""
    record = _Record(
        format=FORMAT,
        projection=back_end.projection.hex(),
        projection_id=back_end.projection_id,
        mean=back_end.mean.tolist(),
        between=back_end.between.tolist(),
        session=back_end.session.tolist(),
        within=back_end.within.tolist(),
        nu=back_end.nu,
        outliers=back_end.outliers,
        calibration=[
            _LineRecord(line.enrolled, line.slope, line.offset)
            for line in back_end.calibration.lines
        ],
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def decode_back_end(data: bytes, *, projection: bytes | None = None) -> BackEnd:
    """A back-end from its JSON.

    Args:
        data: the file's bytes.
        projection: the projection in use, when it must be that one's.

    Raises:
        TemplateError: the bytes are not a back-end of this format, or its numbers make no model.
        ProjectionMismatchError: it belongs to another projection.
    """
    if len(data) > FILE_LIMIT:
        raise TemplateError("back-end", got=f"{len(data)} bytes", due=f"at most {FILE_LIMIT}")
    try:
        record = msgspec.json.decode(data, type=_Record)
        reference = bytes.fromhex(record.projection)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise TemplateError(
            "back-end", got=f"{len(data)} bytes that do not parse", due=FORMAT
        ) from error
    if record.format != FORMAT:
        raise TemplateError("back-end, field format", got="another format", due=FORMAT)
    if projection is not None:
        require_projection(reference, projection, where="back-end")
    try:
        calibration = Calibration(
            tuple(Line(line.enrolled, line.slope, line.offset) for line in record.calibration)
        )
    except SettingsError as error:
        raise TemplateError("back-end, calibration", got=error.got, due=error.due) from error
    return BackEnd(
        reference,
        record.projection_id,
        mean=np.array(record.mean),
        between=np.array(record.between),
        session=np.array(record.session),
        within=np.array(record.within),
        nu=record.nu,
        outliers=record.outliers,
        calibration=calibration,
    )
