"""The message as data: every field with its size, unit, range, sensitivity and reason.

The codec takes its ranges and sizes from here, `docs/reference/message.md` is made from here, and
a test holds that `Window` has these fields and no other: a field that is not described cannot be
sent.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.scalars import HOLD_LEVELS, KEY_FIT_CAP, KEY_FIT_STEPS
from samehands.rhythm.window import (
    DIMENSIONS,
    EMBEDDING_CLIP,
    PROJECTION_REF_BYTES,
    SCALAR_CLIP,
    SCALAR_STEPS,
    SEQUENCE_LIMIT,
    STEPS_PER_SIGMA,
    ClockClass,
    PathFlag,
)

VERSION: Final = 2
"""Version of the messages. Another one is another message: nothing reads what it doesn't know.

Version 2 has five more scalars than 1, and the early sign."""


class Encoding(StrEnum):
    """How a field is put into MessagePack; each has one size whatever the value."""

    BINARY = "bin 8"
    """`c4`, the length as one byte, then the bytes."""
    FIXINT = "positive fixint"
    """The value itself, as one byte below `80`."""


class Sensitivity(StrEnum):
    """What a field could tell somebody who reads it."""

    NONE = "none"
    """Nothing about a person or a machine."""
    ACTIVITY = "activity"
    """That, and how much, somebody typed."""
    DEVICE = "device"
    """Something about the machine or the way to it."""
    BIOMETRIC = "biometric"
    """It helps to tell one person from another: special-category data where a law knows it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One number inside a field: an int8.

    Args:
        name: as in the class that the field holds.
        low: smallest value accepted.
        high: largest value accepted.
        unit: of one step.
        reason: why it leaves the device.
        leak: what it tells beyond that.
    """

    name: str
    low: int
    high: int
    unit: str
    reason: str
    leak: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the message.

    Args:
        name: as in `Window`, in the JSON form, and in errors.
        encoding: its form in MessagePack.
        type: what the bytes are.
        size: bytes of content, the same in every message.
        low: smallest value accepted (of every number in it), or None where any bytes are.
        high: largest value accepted, the same.
        unit: of the value, or of one step.
        sensitivity: what it could tell.
        reason: why it leaves the device.
        leak: what it tells beyond that.
        parts: the numbers in it, where they mean different things.
    """

    name: str
    encoding: Encoding
    type: str
    size: int
    low: int | None
    high: int | None
    unit: str
    sensitivity: Sensitivity
    reason: str
    leak: str
    parts: tuple[Part, ...] = ()


SCALARS: Final = (
    Part(
        name="rhythm_memory",
        low=-SCALAR_STEPS,
        high=SCALAR_STEPS,
        unit=f"1/{SCALAR_STEPS} of a correlation",
        reason="People speed up and slow down in stretches; samplers draw each gap on its own.",
        leak="Tempo's ups and downs over the window; no key, no place in it.",
    ),
    Part(
        name="longest_equal_run",
        low=0,
        high=SCALAR_CLIP,
        unit=f"1/{SCALAR_STEPS} of a power of two",
        reason="Scripts repeat a gap exactly; people don't.",
        leak="A key held on auto-repeat is dropped before, so no text; the clock's tick shows.",
    ),
    Part(
        name="lattice",
        low=0,
        high=SCALAR_CLIP,
        unit=f"1/{SCALAR_STEPS} of a power of two",
        reason="Timers of scripts and remote links put gaps on a grid.",
        leak="The device's clock, which the field clock tells anyway.",
    ),
    Part(
        name="key_fit",
        low=-KEY_FIT_STEPS,
        high=KEY_FIT_CAP,
        unit=f"1/{KEY_FIT_STEPS} of a correlation, told up to {KEY_FIT_CAP}, which also stands for not known",
        reason="Some pairs of keys are quick in every hand; whoever draws gaps doesn't know which.",
        leak=(
            "How much the gaps differ from pair to pair depends on the pairs: 0.03 bit of the text, "
            "a tenth of it as it is capped."
        ),
    ),
    Part(
        name="hold_level",
        low=0,
        high=len(HOLD_LEVELS),
        unit="levels: "
        + ", ".join(
            f"{level} below {top // MICROS_PER_MILLI} ms" for level, top in enumerate(HOLD_LEVELS)
        )
        + f", {len(HOLD_LEVELS)} else, of the median hold",
        reason="Tools let go of a key at once; fingers take 80 ms and more.",
        leak="Nothing about people: they are all in the highest level.",
    ),
    Part(
        name="hold_lattice",
        low=0,
        high=SCALAR_CLIP,
        unit=f"1/{SCALAR_STEPS} of a power of two",
        reason="A tool that was told how long to hold a key holds each alike.",
        leak="The device's clock, which the field clock tells anyway.",
    ),
    Part(
        name="hold_spread",
        low=0,
        high=SCALAR_CLIP,
        unit=f"1/{SCALAR_STEPS} of the population's standard deviation, in quarters",
        reason="Forged holds are often too even, or more scattered than one hand's.",
        leak="How even somebody's touch is.",
    ),
)
"""The numbers inside the field `scalars`, in their order."""

FIELDS: Final = (
    Field(
        name="projection",
        encoding=Encoding.BINARY,
        type="bytes",
        size=PROJECTION_REF_BYTES,
        low=None,
        high=None,
        unit="first bytes of the SHA-256 of the projection's file",
        sensitivity=Sensitivity.NONE,
        reason="Embeddings of two projections must never be compared.",
        leak="Nothing: it is the same for everybody whom a server serves.",
    ),
    Field(
        name="sequence",
        encoding=Encoding.BINARY,
        type="unsigned integer, big-endian",
        size=4,
        low=0,
        high=SEQUENCE_LIMIT,
        unit="messages of both kinds, from 0 in each session",
        sensitivity=Sensitivity.ACTIVITY,
        reason="A message that is missing or comes twice is noticed.",
        leak="How many windows of keystrokes were typed so far in the session.",
    ),
    Field(
        name="embedding",
        encoding=Encoding.BINARY,
        type=f"int8[{DIMENSIONS}]",
        size=DIMENSIONS,
        low=-EMBEDDING_CLIP,
        high=EMBEDDING_CLIP,
        unit=f"1/{STEPS_PER_SIGMA} of the standard deviation within one person",
        sensitivity=Sensitivity.BIOMETRIC,
        reason="It is what tells the same hands from others.",
        leak=(
            "Text: some tenths of a bit for each window of 100 keystrokes, about what the number "
            "of words alone tells; the card of each projection has the figure measured for it. "
            "Who typed: that is its purpose."
        ),
    ),
    Field(
        name="scalars",
        encoding=Encoding.BINARY,
        type=f"int8[{len(SCALARS)}]",
        size=len(SCALARS),
        low=min(part.low for part in SCALARS),
        high=SCALAR_CLIP,
        unit=f"1/{SCALAR_STEPS} but where the part says otherwise",
        sensitivity=Sensitivity.BIOMETRIC,
        reason="Whether a person typed at all shows in the order of the gaps, so on the device.",
        leak=(
            "Text: part of the figure on the projection's card, which is for the whole message; "
            "alone, little that could be measured, which is why they are coarse, "
            "and the fit to the keys, which is why it is capped."
        ),
        parts=SCALARS,
    ),
    Field(
        name="clock",
        encoding=Encoding.FIXINT,
        type="ClockClass",
        size=1,
        low=min(ClockClass),
        high=max(ClockClass),
        unit="class: " + ", ".join(f"{clock.value} {clock.name}" for clock in ClockClass),
        sensitivity=Sensitivity.DEVICE,
        reason="Scores across clock grids must not be compared blindly.",
        leak="Two bits about the machine and its browser.",
    ),
    Field(
        name="path",
        encoding=Encoding.FIXINT,
        type="PathFlag",
        size=1,
        low=0,
        high=sum(PathFlag),
        unit="bits: " + ", ".join(f"{flag.value} {flag.name}" for flag in PathFlag),
        sensitivity=Sensitivity.DEVICE,
        reason="Remote, injected and dictated input is judged by other rules.",
        leak="How the input came; dictation can point to a disability, so it is never shown as one.",
    ),
)
"""The fields in the order of the message, after the version."""


def spans_of(fields: tuple[Field, ...]) -> dict[str, slice]:
    """Where the content of each field lies in a MessagePack message of these fields."""
    spans = {}
    start = 2  # the head of the array, and the version
    for field in fields:
        if field.encoding is Encoding.BINARY:
            start += 2  # c4 and the length
        spans[field.name] = slice(start, start + field.size)
        start += field.size
    return spans


SPANS: Final[dict[str, slice]] = spans_of(FIELDS)
"""Where the content of each field lies in a window's MessagePack message."""

MESSAGE_BYTES: Final = max(span.stop for span in SPANS.values())
"""Bytes of every window's MessagePack message: 95."""
