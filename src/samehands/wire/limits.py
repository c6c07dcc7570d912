"""The limits of what is read from outside: each with its unit, its reason, and what moving it does."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """A number past which input is refused before anything is made of it.

    Args:
        name: as documentation and errors call it.
        value: the largest that is accepted.
        unit: of the value.
        reason: why there is a limit, and why here.
        moving: what a larger or smaller value would do.
    """

    name: str
    value: int
    unit: str
    reason: str
    moving: str


JSON_BYTES: Final = Limit(
    name="JSON message",
    value=1024,
    unit="bytes",
    reason=(
        "A window's one spelling is 262 bytes; almost four times that leaves room for indentation and for "
        "nothing else, and is checked before the parser sees a byte."
    ),
    moving="Larger: more work for a hostile message. Smaller than 262: nothing is accepted.",
)

BATCH_WINDOWS: Final = Limit(
    name="messages in a batch",
    value=512,
    unit="messages",
    reason=(
        "51,200 keystrokes in windows: about a working week of one person, so a device that was offline "
        "catches up in one batch, and a batch is decoded in milliseconds."
    ),
    moving="Larger: one request holds a worker for longer. Smaller: more requests to catch up.",
)

BATCH_BYTES: Final = Limit(
    name="batch",
    value=3 + BATCH_WINDOWS.value * (2 + 95),
    unit="bytes",
    reason="Exactly the largest batch that can be valid: its head and 512 windows with theirs.",
    moving="It follows from the messages in a batch and is not moved on its own.",
)

LINE_BYTES: Final = Limit(
    name="line of a recording",
    value=8192,
    unit="bytes",
    reason=(
        "A window's line is under 400 bytes and a header with the longest card under 6,700; "
        "a file without line ends must not be read into memory whole."
    ),
    moving="Larger: more memory for a file that is no recording. Smaller: long cards are refused.",
)

CARD_CHARACTERS: Final = Limit(
    name="text of a recording's card",
    value=400,
    unit="characters",
    reason="A card names where a recording comes from; four such texts fit a line in any script.",
    moving="Larger than 500: a card in four-byte characters no longer fits its line.",
)

NAME_CHARACTERS: Final = Limit(
    name="name of a seat or a session in a recording",
    value=64,
    unit="characters",
    reason="Room for a UUID or a SHA-256 in hex; names are pseudonyms, not descriptions.",
    moving="Larger: a column of the terminal's time line. Smaller: a hash no longer fits.",
)

LATEST_MICROS: Final = Limit(
    name="time in a recording",
    value=2**53 - 1,
    unit="µs",
    reason="The largest integer that every JSON reader, JavaScript too, keeps exactly: 285 years.",
    moving="Larger: a browser would round it without a word.",
)

RECORDED_SESSIONS: Final = Limit(
    name="sessions in a recording",
    value=100_000,
    unit="sessions",
    reason="The last time of each is kept while reading: some 40 MB at this limit.",
    moving="Larger: more memory for a hostile file. Smaller: a year of a large team is refused.",
)

LIMITS: Final = (
    JSON_BYTES,
    BATCH_WINDOWS,
    BATCH_BYTES,
    LINE_BYTES,
    CARD_CHARACTERS,
    NAME_CHARACTERS,
    LATEST_MICROS,
    RECORDED_SESSIONS,
)
"""All of them, for documentation and tests."""
