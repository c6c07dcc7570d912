"""Key events → messages in plain Python, as `rhythm_reference`: windows and early signs, numbered."""

from collections.abc import Iterable, Sequence
from typing import Final

from golden.liveness_reference import scalars_of, signs_of
from golden.rhythm_reference import (
    Event,
    Record,
    Stroke,
    durations_of,
    embedding_of,
    strokes_of,
)
from golden.wire_message import message, sign

GRIDS: Final = ((1, 15_625, 1_000, 0.6, 3), (3, 50_000, 1_000, 0.6, 3), (1, 10_000, 1_000, 0.7, 2),
                (1, 8_000, 1_000, 0.7, 2), (1, 1_000, 0, 0.9, 1))  # fmt: skip


def clock_of(window: Sequence[Stroke]) -> int:
    """The clock's class: the coarsest grid on which enough of the short intervals lie."""
    found = [value for values in durations_of(window) for value in values[:2] if value is not None]
    short = [value for value in found if 0 < value <= 300_000]
    if len(short) < 30:
        return 1
    for ticks, last, slack, share, clock in GRIDS:
        off = [min(v * ticks % last, last - v * ticks % last) for v in short]
        if sum(each <= slack * ticks for each in off) >= share * len(short):
            return clock
    return 0


def is_normal(window: Sequence[Stroke]) -> bool:
    """Whether at most one press gap in twenty is quicker than 20 ms."""
    dd = [values[1] for values in durations_of(window)][1:]
    return sum(gap is not None and gap < 20_000 for gap in dd) / len(dd) <= 0.05


def messages_of(events: Iterable[Event], record: Record, ref: bytes) -> tuple[list[bytes], int]:
    """The messages of a session, windows and early signs, and how many windows were discarded."""
    return messages_of_strokes(strokes_of(events), record, ref)


def messages_of_strokes(
    strokes: Sequence[Stroke], record: Record, ref: bytes
) -> tuple[list[bytes], int]:
    """The same, of keystrokes."""
    n = record["keystrokes"]
    signs = signs_of(strokes, n)
    messages: list[bytes] = []
    discarded, flag = 0, 0
    for place in range(len(strokes)):
        if place in signs:
            messages.append(sign(ref.hex(), len(messages), signs[place]))
        if (place + 1) % n:
            continue
        window = strokes[place + 1 - n : place + 1]
        if not is_normal(window):
            discarded, flag = discarded + 1, 1
            continue
        fields = {
            "projection": ref.hex(),
            "sequence": len(messages),
            "embedding": embedding_of(window, record),
            "scalars": scalars_of(window, record),
            "clock": clock_of(window),
            "path": flag,
        }
        messages.append(message(fields))
        flag = 0
    return messages, discarded
