"""The reference page of the message, made from the schema, so that it cannot say anything else."""

from collections.abc import Iterable, Iterator

from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window
from samehands.wire.codec import JSON_MESSAGE_BYTES, encode_json
from samehands.wire.limits import BATCH_WINDOWS, LIMITS
from samehands.wire.reasons import Reason
from samehands.wire.schema import (
    FIELDS,
    MESSAGE_BYTES,
    VERSION,
    Encoding,
    Field,
    Part,
    spans_of,
)
from samehands.wire.sign_codec import JSON_SIGN_BYTES, encode_sign_json
from samehands.wire.sign_schema import SIGN_BYTES, SIGN_FIELDS
from samehands.wire.version import array_head

_EXAMPLE = Window(
    projection=bytes.fromhex("5a3e0d4c11f09b27"),
    sequence=41,
    embedding=bytes(range(0, 125, 2)) + b"\x84",
    scalars=Scalars(
        rhythm_memory=2,
        longest_equal_run=8,
        lattice=11,
        key_fit=1,
        hold_level=2,
        hold_lattice=24,
        hold_spread=6,
    ),
    clock=ClockClass.ONE_MS,
    path=PathFlag.REMOTE,
)

_SIGN = EarlySign(_EXAMPLE.projection, 42, SignFlag.SHORT_HOLDS | SignFlag.EQUAL_GAPS)

_WHY_REFUSED = {
    Reason.VERSION: (
        "MessagePack: the first byte is `90` to `9f` and the second, below `80`, is another "
        "version. JSON: an object whose `version` is another integer."
    ),
    Reason.SIZE: (
        "MessagePack: another number of bytes than every message of its kind has. JSON: more than the limit, "
        "which is looked for before all else."
    ),
    Reason.FORM: (
        "MessagePack: a byte of a head differs. JSON: no object, a field that is missing, unknown, "
        "twice or of another type, or a value that is not lower-case hex of the field's size."
    ),
    Reason.RANGE: "A field or a part is outside its range in the tables above.",
}


def message_page() -> str:
    """The page `docs/reference/message.md`, as Markdown."""
    return "\n\n".join((*_introduction(), *_fields(), *_forms(), *_refusals(), *_limits())) + "\n"


def _introduction() -> tuple[str, ...]:
    return (
        (
            "<!-- Made from samehands.wire.schema: write nothing here by hand. To renew it:\n"
            'python -c "from samehands.wire.reference import message_page; '
            "print(message_page(), end='')\" > docs/reference/message.md -->"
        ),
        "# The message",
        (
            "All that leaves a device about a stretch of typing. There are two kinds. A *window* has "
            f"one size, {MESSAGE_BYTES} bytes in MessagePack and {JSON_MESSAGE_BYTES} in JSON, "
            "whatever was typed; no text, no key, no count of keys, no order and no time of a "
            f"keystroke is in it. An *early sign* ({SIGN_BYTES} and {JSON_SIGN_BYTES} bytes) says that "
            "a program seems to type; people's devices send none. "
            f"This is version {VERSION}. Numbers of two and more bytes are big-endian, int8 is two's "
            "complement."
        ),
    )


def _fields() -> tuple[str, ...]:
    parts = [part for field in FIELDS for part in field.parts]
    numbers = ((f"`{part.name}`", _range(part), part.unit) for part in parts)
    heads = ("field", "type", "bytes", "range", "unit", "sensitivity")
    return (
        "## Fields of a window",
        "In this order, after the version.",
        _table(heads, _described(FIELDS)),
        "### Parts of `scalars`",
        "One int8 each, in this order.",
        _table(("part", "range", "unit"), numbers),
        "## Why each leaves the device, and what it tells beyond that",
        _table(
            ("field", "reason", "leak"),
            ((f"`{row.name}`", row.reason, row.leak) for row in _rows()),
        ),
        "## Fields of an early sign",
        (
            "It is given when the last keystrokes show what no hand does, and again no sooner than a "
            "window's number of keystrokes later. It goes out with the same timer, and has its number "
            "in one row with the windows."
        ),
        _table(heads, _described(SIGN_FIELDS)),
        _table(
            ("field", "reason", "leak"),
            ((f"`{row.name}`", row.reason, row.leak) for row in SIGN_FIELDS),
        ),
        (
            "How many messages come in a period tells how many windows were typed in it; "
            "that is why a device sends on a timer and not at the last key of a window."
        ),
    )


def _described(fields: Iterable[Field]) -> Iterator[tuple[str, ...]]:
    for field in fields:
        yield (
            f"`{field.name}`",
            field.type,
            str(field.size),
            _range(field),
            field.unit,
            field.sensitivity,
        )


def _layout(fields: tuple[Field, ...]) -> str:
    head = array_head(len(fields)).hex(" ")
    rows = [("", f"`{head}`", "0", f"array of {1 + len(fields)}, and the version")]
    spans = spans_of(fields)
    for field in fields:
        span = spans[field.name]
        if field.encoding is Encoding.BINARY:
            before = bytes([0xC4, field.size]).hex(" ")
            rows.append((f"`{field.name}`", f"`{before}`", str(span.start - 2), field.encoding))
        rows.append((f"`{field.name}`", "content", f"{span.start}-{span.stop - 1}", field.type))
    return _table(("field", "bytes", "from", "what"), rows)


def _forms() -> tuple[str, ...]:
    return (
        "## MessagePack",
        (
            "Every byte has its place, so a reader needs no parser: it compares the heads and slices. "
            "A window:"
        ),
        _layout(FIELDS),
        "An early sign, told apart by its first byte:",
        _layout(SIGN_FIELDS),
        "What is accepted, encodes to the same bytes again.",
        "## JSON",
        (
            "One object. `version` is an integer; every other value is the field's bytes in "
            "lower-case hex. The order of the fields and white space are free. For example, a window "
            "and an early sign:"
        ),
        f"```json\n{encode_json(_EXAMPLE).decode()}\n{encode_sign_json(_SIGN).decode()}\n```",
        "## Batch",
        (
            f"A MessagePack array (shortest head) of up to {BATCH_WINDOWS.value} byte strings "
            f"(`c4 {MESSAGE_BYTES:02x}`, then a window, or `c4 {SIGN_BYTES:02x}`, then an early sign). "
            "A message that is refused is reported with "
            "its place and reason, the others are accepted: received = accepted + rejected."
        ),
    )


def _refusals() -> tuple[str, ...]:
    return (
        "## Why a message is refused",
        (
            "Looked for in this order. `tests/golden/wire.json` has messages of each kind, which an "
            "implementation in any language must accept and refuse alike."
        ),
        _table(("reason", "when"), ((f"`{reason}`", why) for reason, why in _WHY_REFUSED.items())),
    )


def _limits() -> tuple[str, ...]:
    rows = (
        (limit.name, f"{limit.value:,} {limit.unit}", limit.reason, limit.moving)
        for limit in LIMITS
    )
    return ("## Limits", _table(("limit", "at most", "reason", "moving it"), rows))


def _rows() -> Iterator[Field | Part]:
    for field in FIELDS:
        yield field
        yield from field.parts


def _range(row: Field | Part) -> str:
    return "any" if row.low is None else f"{row.low} to {row.high}"


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
