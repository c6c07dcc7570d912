"""What the inspector shows of both messages: every field, from the schema that the codec reads."""

from collections.abc import Mapping
from typing import Any, Final

from samehands.host.demo_page.recovery import recovery_of
from samehands.wire import MESSAGE_BYTES, SIGN_BYTES, VERSION
from samehands.wire.schema import FIELDS, SPANS, Field
from samehands.wire.sign_schema import SIGN_FIELDS, SIGN_SPANS

HEAD_BYTES: Final = 2
"""Bytes before the first field: the head of the array, and the version."""


def described(projection: str) -> dict[str, Any]:
    """The message as data for the page.

    Args:
        projection: name of the one in use, for the figures that were measured with it.
    """
    return {
        "version": VERSION,
        "bytes": MESSAGE_BYTES,
        "head_bytes": HEAD_BYTES,
        "fields": [_field(field, SPANS) for field in FIELDS],
        "sign_bytes": SIGN_BYTES,
        "sign_fields": [_field(field, SIGN_SPANS) for field in SIGN_FIELDS],
        "recovery": recovery_of(projection),
    }


def _field(field: Field, spans: Mapping[str, slice]) -> dict[str, Any]:
    span = spans[field.name]
    return {
        "name": field.name,
        "start": span.start,
        "stop": span.stop,
        "type": field.type,
        "unit": field.unit,
        "sensitivity": field.sensitivity,
        "reason": field.reason,
        "leak": field.leak,
        "parts": [{"name": part.name, "unit": part.unit} for part in field.parts],
    }
