"""The file of a projection: JSON that a browser can read as it is, named by its SHA-256."""

import base64
import binascii
import hashlib
from typing import Annotated, Final, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.capture.positions import ZONE_OF_POSITION, ZONES
from samehands.errors import ProjectionError
from samehands.rhythm.contexts import (
    CHANNELS,
    GAIN_STEPS,
    HIGHEST_MS,
    LOWEST_MS,
    SCORE_LIMIT,
    Channel,
    Contexts,
)
from samehands.rhythm.features import feature_count
from samehands.rhythm.projection import Projection
from samehands.rhythm.window import DIMENSIONS

FORMAT: Final = "samehands-projection/2"
"""First field of the file: another number is another meaning of the rest."""

FILE_LIMIT: Final = 1_000_000
"""Most bytes of a projection file: ten times what the larger of the shipped ones takes."""

SMALLEST_WINDOW: Final = 50
"""Fewest keystrokes in a window: below, the embedding tells more of the text (PRIVACY.md)."""

LARGEST_WINDOW: Final = 1000
"""Most keystrokes in a window: beyond, a session can end before it says anything."""

MOST_FEATURES: Final = 1000
"""Most features: what keeps the weighted sums exact, see `FEATURE_LIMIT`."""

LARGEST_NUMBER: Final = 1e9
"""Largest absolute value of a number in the file: what training gives stays below 1e8.

Without it a hostile file could overflow a product and pass for a wild typist."""

SHIFTED_POSITIONS: Final = 64
"""Positions whose mean scores are stored: all but the number pad and the arrows.

More: a larger file for keys that nobody hits often."""

LARGEST_GAIN: Final = 127
"""Largest gain, in 32nds: four times the score."""

_Kind = TypeVar("_Kind", bound=np.generic)
_Table = list[Annotated[int, msgspec.Meta(ge=0, le=126)]]
_Milliseconds = Annotated[int, msgspec.Meta(ge=LOWEST_MS, le=HIGHEST_MS)]
_Number = Annotated[float, msgspec.Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Card(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The model card inside the file; what was measured on it stands in `<name>.md` beside it.

    Args:
        data: the data sets it was trained on, with their terms.
        licence: under which the weights may be used.
        commercial: whether that includes commercial use.
        people: how many it was trained on.
        made_by: the command that made it, with its seed.
    """

    data: tuple[str, ...]
    licence: str
    commercial: bool
    people: int
    made_by: str


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern="^[a-z0-9-]+$")]
    keystrokes: Annotated[int, msgspec.Meta(ge=SMALLEST_WINDOW, le=LARGEST_WINDOW)]
    card: Card
    hold: _Table
    flight: _Table
    group: list[_Table]
    share: list[list[_Share]]
    bin_starts_ms: list[_Milliseconds]
    scores: list[str]
    shift: list[str]
    gain: list[str]
    centre: list[_Number]
    scale: list[_Number]
    weights: str
    weight_scale: list[_Number]
    offset: list[_Number]
    hold_share: list[_Share]


def encode_projection(
    projection: Projection, card: Card, bin_starts_ms: NDArray[np.int64]
) -> bytes:
    """The file of a projection.

    Scores are stored once per bin, as steps from one bin to the next: small numbers, which
    compress well.

    Args:
        projection: its `digest` is not used: the bytes decide it.
        card: where it comes from.
        bin_starts_ms: shape (bins,), rising from LOWEST_MS; within a bin scores are the same.
    """
    contexts = projection.contexts
    columns = bin_starts_ms - LOWEST_MS
    record = _Record(
        format=FORMAT,
        name=projection.name,
        keystrokes=projection.keystrokes,
        card=card,
        hold=contexts.hold.tolist(),
        flight=contexts.flight.ravel().tolist(),
        group=[table.tolist() for table in contexts.group],
        share=[table.tolist() for table in contexts.share],
        bin_starts_ms=bin_starts_ms.tolist(),
        scores=[
            _packed(np.diff(table[:, columns], axis=1, prepend=np.int8(0)))
            for table in contexts.scores
        ],
        shift=[_packed(_stored(table)) for table in contexts.shift],
        gain=[_packed(_stored(table)) for table in contexts.gain],
        centre=projection.centre.tolist(),
        scale=projection.scale.tolist(),
        weights=_packed(projection.weights),
        weight_scale=projection.weight_scale.tolist(),
        offset=projection.offset.tolist(),
        hold_share=projection.hold_share.tolist(),
    )
    return msgspec.json.encode(record) + b"\n"


def decode_projection(data: bytes, *, expected: bytes | None = None) -> Projection:
    """Reads and verifies the file of a projection.

    Args:
        data: the file's bytes.
        expected: the SHA-256 it must have; None to take it as it is.

    Raises:
        ProjectionError: another hash, not such a file, or numbers that fit no projection.
    """
    digest, record = _verified(data, expected)
    contexts = _contexts(record)
    wide = feature_count(contexts)
    if wide > MOST_FEATURES:
        raise ProjectionError("projection", got=f"{wide} features", due=f"at most {MOST_FEATURES}")
    return Projection(
        name=record.name,
        digest=digest,
        keystrokes=record.keystrokes,
        contexts=contexts,
        centre=_numbers("centre", record.centre, wide),
        scale=_numbers("scale", record.scale, wide),
        weights=_unpacked("weights", record.weights, (DIMENSIONS, wide)),
        weight_scale=_numbers("weight_scale", record.weight_scale, DIMENSIONS),
        offset=_numbers("offset", record.offset, DIMENSIONS),
        hold_share=_numbers("hold_share", record.hold_share, DIMENSIONS),
    )


def decode_card(data: bytes) -> Card:
    """Reads only the card of a projection file.

    Raises:
        ProjectionError: the bytes are no such file.
    """
    return _verified(data, None)[1].card


def _verified(data: bytes, expected: bytes | None) -> tuple[bytes, _Record]:
    if len(data) > FILE_LIMIT:
        raise ProjectionError("projection", got=f"{len(data)} bytes", due=f"at most {FILE_LIMIT}")
    digest = hashlib.sha256(data).digest()
    if expected is not None and digest != expected:
        raise ProjectionError(
            "projection", got=f"SHA-256 {digest.hex()}", due=f"SHA-256 {expected.hex()}"
        )
    try:
        record = msgspec.json.decode(data, type=_Record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectionError(
            "projection", got=f"{len(data)} bytes that do not parse", due=FORMAT
        ) from error
    if record.format != FORMAT:
        raise ProjectionError("projection, field format", got="another format", due=FORMAT)
    return digest, record


def _contexts(record: _Record) -> Contexts:
    hold, flight = _table("hold", record.hold, 1), _table("flight", record.flight, 2)
    starts = np.array(record.bin_starts_ms, np.int64)
    if not (len(starts) and starts[0] == LOWEST_MS and (np.diff(starts) > 0).all()):
        raise ProjectionError(
            "projection, field bin_starts_ms",
            got=f"{len(starts)} numbers",
            due=f"numbers rising from {LOWEST_MS}",
        )
    for name in ("group", "share", "scores", "shift", "gain"):
        tables = len(getattr(record, name))
        if tables != CHANNELS:
            raise ProjectionError(
                f"projection, field {name}", got=f"{tables} tables", due=f"{CHANNELS}"
            )
    widths = np.diff(np.append(starts, HIGHEST_MS + 1))
    scores, groups, shares, shifts, gains = [], [], [], [], []
    for channel in Channel:
        size = int((hold if channel is Channel.HOLD else flight).max()) + 1
        steps = _unpacked("scores", record.scores[channel], (size, len(starts)))
        values = np.cumsum(steps, axis=1, dtype=np.int64)
        if np.abs(values).max() > SCORE_LIMIT:
            raise ProjectionError(
                "projection, field scores", got="a score past the limit", due=f"±{SCORE_LIMIT}"
            )
        scores.append(_frozen(np.repeat(values.astype(np.int8), widths, axis=1)))
        groups.append(_group(record.group[channel], size))
        shares.append(_numbers("share", record.share[channel], size))
        axes = 1 if channel is Channel.HOLD else 2
        shifts.append(_by_key("shift", record.shift[channel], axes, (-SCORE_LIMIT, SCORE_LIMIT)))
        gains.append(_by_key("gain", record.gain[channel], axes, (1, LARGEST_GAIN)))
    return Contexts(
        hold, flight, tuple(groups), tuple(shares), tuple(scores), tuple(shifts), tuple(gains)
    )


def _stored(table: NDArray[np.int8]) -> NDArray[np.int8]:
    return table[(slice(SHIFTED_POSITIONS),) * table.ndim]


def _by_key(name: str, text: str, axes: int, limits: tuple[int, int]) -> NDArray[np.int8]:
    stored = _unpacked(name, text, (SHIFTED_POSITIONS, SHIFTED_POSITIONS ** (axes - 1)))
    if stored.min() < limits[0] or stored.max() > limits[1]:
        raise ProjectionError(
            f"projection, field {name}",
            got="a number past the limit",
            due=f"{limits[0]} to {limits[1]}",
        )
    # A key that is not stored is like its whole context.
    table = np.full((len(ZONE_OF_POSITION),) * axes, 0 if name == "shift" else GAIN_STEPS, np.int8)
    table[(slice(SHIFTED_POSITIONS),) * axes] = stored.reshape((SHIFTED_POSITIONS,) * axes)
    return _frozen(table)


def _group(values: list[int], contexts: int) -> NDArray[np.int8]:
    if len(values) != contexts:
        raise ProjectionError(
            "projection, field group", got=f"{len(values)} numbers", due=f"{contexts}"
        )
    return _frozen(np.array(values, np.int8))


def _table(name: str, values: list[int], axes: int) -> NDArray[np.int8]:
    if len(values) != ZONES**axes:
        raise ProjectionError(
            f"projection, field {name}", got=f"{len(values)} numbers", due=f"{ZONES**axes}"
        )
    return _frozen(np.array(values, np.int8).reshape((ZONES,) * axes))


def _numbers(name: str, values: list[float], due: int) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    if array.shape != (due,):
        raise ProjectionError(
            f"projection, field {name}", got=f"{array.size} numbers", due=f"{due} numbers"
        )
    return _frozen(array)


def _packed(values: NDArray[np.int8]) -> str:
    return base64.b64encode(np.ascontiguousarray(values, np.int8).tobytes()).decode()


def _unpacked(name: str, text: str, shape: tuple[int, int]) -> NDArray[np.int8]:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProjectionError(
            f"projection, field {name}", got="text that is no base64", due="base64"
        ) from error
    if len(data) != shape[0] * shape[1]:
        raise ProjectionError(
            f"projection, field {name}", got=f"{len(data)} bytes", due=f"{shape[0] * shape[1]}"
        )
    return np.frombuffer(data, np.int8).reshape(shape)


def _frozen(array: NDArray[_Kind]) -> NDArray[_Kind]:
    array.flags.writeable = False
    return array
