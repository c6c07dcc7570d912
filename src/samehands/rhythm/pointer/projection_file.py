"""The file of a pointer projection: JSON that a browser can read as it is, named by its SHA-256."""

import base64
import binascii
import hashlib
from typing import Annotated, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import ProjectionError
from samehands.quantities import Micros
from samehands.rhythm.contexts import SCORE_LIMIT
from samehands.rhythm.pointer.features import POINTER_FEATURES
from samehands.rhythm.pointer.movement import MEASURES
from samehands.rhythm.pointer.population import MOST_EDGES, PointerTables
from samehands.rhythm.pointer.projection import PointerProjection
from samehands.rhythm.projection_file import LARGEST_NUMBER, Card
from samehands.rhythm.window import DIMENSIONS

POINTER_FORMAT: Final = "samehands-pointer-projection/1"
"""First field of the file: another number is another meaning of the rest."""

POINTER_FILE_LIMIT: Final = 1_000_000
"""Most bytes of a file: five times what a trained one takes."""

SMALLEST_POINTER_WINDOW: Final = 20
"""Fewest strokes in a window: below, single strokes shine through (docs/explanation/pointer.md)."""

LARGEST_POINTER_WINDOW: Final = 400
"""Most strokes in a window: beyond, a session can end before it says anything."""

SLOWEST_RATE: Final = Micros(200_000)
"""Longest step of a path, µs: beyond, most strokes are too short to be measured."""

_Number = Annotated[float, msgspec.Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    edges: list[_Number]
    scores: list[Annotated[int, msgspec.Meta(ge=-SCORE_LIMIT, le=SCORE_LIMIT)]]


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern="^[a-z0-9-]+$")]
    strokes: Annotated[int, msgspec.Meta(ge=SMALLEST_POINTER_WINDOW, le=LARGEST_POINTER_WINDOW)]
    rate_us: Annotated[int, msgspec.Meta(ge=1, le=int(SLOWEST_RATE))]
    card: Card
    tables: list[_Table]
    centre: list[_Number]
    scale: list[_Number]
    weights: str
    weight_scale: list[_Number]
    offset: list[_Number]


def encode_pointer_projection(projection: PointerProjection, card: Card) -> bytes:
    """The file of a projection.

    Args:
        projection: its `digest` is not used: the bytes decide it.
        card: where it comes from.
    """
    tables = projection.tables
    return (
        msgspec.json.encode(
            _Record(
                format=POINTER_FORMAT,
                name=projection.name,
                strokes=projection.strokes,
                rate_us=int(projection.rate),
                card=card,
                tables=[
                    _Table(edges.tolist(), scores.tolist())
                    for edges, scores in zip(tables.edges, tables.scores, strict=True)
                ],
                centre=projection.centre.tolist(),
                scale=projection.scale.tolist(),
                weights=base64.b64encode(
                    np.ascontiguousarray(projection.weights).tobytes()
                ).decode(),
                weight_scale=projection.weight_scale.tolist(),
                offset=projection.offset.tolist(),
            )
        )
        + b"\n"
    )


def decode_pointer_projection(data: bytes, *, expected: bytes | None = None) -> PointerProjection:
    """A projection from its file.

    Args:
        data: the file's bytes.
        expected: the SHA-256 that they must have, if it is known.

    Raises:
        ProjectionError: the bytes are not a projection, or not the one expected.
    """
    digest, record = _verified(data, expected)
    return PointerProjection(
        name=record.name,
        digest=digest,
        strokes=record.strokes,
        rate=Micros(record.rate_us),
        tables=_tables(record.tables),
        centre=_numbers("centre", record.centre, POINTER_FEATURES),
        scale=_numbers("scale", record.scale, POINTER_FEATURES),
        weights=_weights(record.weights),
        weight_scale=_numbers("weight_scale", record.weight_scale, DIMENSIONS),
        offset=_numbers("offset", record.offset, DIMENSIONS),
    )


def decode_pointer_card(data: bytes) -> Card:
    """Reads only the card of a projection file.

    Raises:
        ProjectionError: the bytes are no such file.
    """
    return _verified(data, None)[1].card


def _verified(data: bytes, expected: bytes | None) -> tuple[bytes, _Record]:
    if len(data) > POINTER_FILE_LIMIT:
        raise ProjectionError(
            "pointer projection", got=f"{len(data)} bytes", due=f"at most {POINTER_FILE_LIMIT}"
        )
    digest = hashlib.sha256(data).digest()
    if expected is not None and digest != expected:
        raise ProjectionError(
            "pointer projection",
            got=f"SHA-256 {digest.hex()}",
            due=f"SHA-256 {expected.hex()}",
        )
    try:
        record = msgspec.json.decode(data, type=_Record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectionError(
            "pointer projection", got=f"{len(data)} bytes that do not parse", due=POINTER_FORMAT
        ) from error
    if record.format != POINTER_FORMAT:
        raise ProjectionError(
            "pointer projection, field format", got="another format", due=POINTER_FORMAT
        )
    return digest, record


def _tables(records: list[_Table]) -> PointerTables:
    if len(records) != MEASURES:
        raise ProjectionError(
            "pointer projection, field tables", got=f"{len(records)} tables", due=f"{MEASURES}"
        )
    for table in records:
        sound = len(table.scores) == len(table.edges) + 1 and len(table.edges) <= MOST_EDGES
        if not sound or np.any(np.diff(table.edges) <= 0):
            raise ProjectionError(
                "pointer projection, field tables",
                got=f"{len(table.edges)} edges, {len(table.scores)} scores",
                due="rising edges and one score more",
            )
    return PointerTables(
        tuple(np.array(table.edges, np.float64) for table in records),
        tuple(np.array(table.scores, np.int8) for table in records),
    )


def _weights(text: str) -> NDArray[np.int8]:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProjectionError(
            "pointer projection, field weights", got="text that is no base64", due="base64"
        ) from error
    if len(data) != DIMENSIONS * POINTER_FEATURES:
        raise ProjectionError(
            "pointer projection, field weights",
            got=f"{len(data)} bytes",
            due=f"{DIMENSIONS * POINTER_FEATURES}",
        )
    return np.frombuffer(data, np.int8).reshape(DIMENSIONS, POINTER_FEATURES)


def _numbers(name: str, values: list[float], due: int) -> NDArray[np.float64]:
    array = np.array(values, np.float64)
    if array.shape != (due,):
        raise ProjectionError(
            f"pointer projection, field {name}", got=f"{array.size} numbers", due=f"{due} numbers"
        )
    array.flags.writeable = False
    return array
