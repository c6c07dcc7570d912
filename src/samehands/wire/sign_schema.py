"""The message of an early sign as data: every field with its unit, sensitivity and reason."""

from dataclasses import replace
from typing import Final

from samehands.rhythm.early import SIGN_KEYSTROKES, SignFlag
from samehands.wire.schema import FIELDS, Encoding, Field, Sensitivity, spans_of

SIGN_FIELDS: Final = (
    replace(FIELDS[0], reason="The sequence number counts messages of this projection."),
    FIELDS[1],
    Field(
        name="signs",
        encoding=Encoding.FIXINT,
        type="SignFlag",
        size=1,
        low=1,
        high=sum(SignFlag),
        unit="bits: " + ", ".join(f"{flag.value} {flag.name}" for flag in SignFlag),
        sensitivity=Sensitivity.DEVICE,
        reason=(
            f"A program is known by {SIGN_KEYSTROKES} keystrokes in a row that no hand makes, long "
            "before a window is full."
        ),
        leak=(
            f"That a program pressed {SIGN_KEYSTROKES} keys or more, and that so many came; of people "
            "nothing, as they give no sign. At most one comes in a window's number of keystrokes."
        ),
    ),
)
"""The fields in the order of the message, after the version."""

SIGN_SPANS: Final = spans_of(SIGN_FIELDS)
"""Where the content of each field lies in an early sign's MessagePack message."""

SIGN_BYTES: Final = max(span.stop for span in SIGN_SPANS.values())
"""Bytes of every early sign's MessagePack message: 19."""
