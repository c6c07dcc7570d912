"""Write `wire.json`: windows and early signs with their bytes, hostile bytes with the reason to refuse them.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_wire`. It imports
nothing of ours, so what it writes is a check of the codec and not a copy of its output. An
implementation in another language reads the same file.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from golden.wire_hostile import hostile
from golden.wire_message import (
    PLAIN,
    RANGES,
    Fields,
    batch,
    compact,
    drawn,
    message,
    sign,
    spelled,
    spelled_sign,
)

FILE: Final = Path(__file__).with_name("wire.json")


def windows() -> Iterator[tuple[str, Fields]]:
    """Windows by name: each field at its ends and at the turns of its bytes, then drawn ones."""
    yield "all zero", PLAIN | {"projection": "00" * 8, "clock": 0}
    yield "plain", PLAIN
    for clock in (0, 2, 3):
        yield f"clock {clock}", PLAIN | {"clock": clock}
    for path in range(1, 16):
        yield f"path {path:04b}", PLAIN | {"path": path}
    for bits in (7, 8, 16, 24, 31, 32):
        yield f"sequence 2^{bits} - 1", PLAIN | {"sequence": 2**bits - 1}
        if bits < 32:
            yield f"sequence 2^{bits}", PLAIN | {"sequence": 2**bits}
    for value in (-124, -1, 1, 124):
        yield f"embedding all {value}", PLAIN | {"embedding": [value] * 64}
    yield "embedding alternating", PLAIN | {"embedding": [124, -124] * 32}
    yield (
        "embedding rising",
        PLAIN | {"embedding": [min(4 * place - 124, 124) for place in range(64)]},
    )
    yield "embedding first only", PLAIN | {"embedding": [1] + [0] * 63}
    yield "embedding last only", PLAIN | {"embedding": [0] * 63 + [-1]}
    lows, highs = ([ends[which] for ends in RANGES] for which in (0, 1))
    for place, (low, high) in enumerate(RANGES):
        for value in sorted({low, high} - {0}):
            scalars = [0] * len(RANGES)
            scalars[place] = value
            yield f"scalar {place} at {value}", PLAIN | {"scalars": scalars}
    yield "scalars all lowest", PLAIN | {"scalars": lows}
    yield "scalars all highest", PLAIN | {"scalars": highs}
    yield "projection all ff", PLAIN | {"projection": "ff" * 8}
    yield (
        "everything highest",
        {
            "projection": "ff" * 8,
            "sequence": 2**32 - 1,
            "embedding": [124] * 64,
            "scalars": highs,
            "clock": 3,
            "path": 15,
        },
    )
    for number in range(12):
        yield f"drawn {number}", drawn(number)


def signs() -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Early signs by name: projection, sequence, signs."""
    plain = PLAIN["projection"]
    for bits in range(1, 8):
        yield f"signs {bits:03b}", (plain, 0, bits)
    for sequence in (1, 255, 256, 2**16, 2**24, 2**32 - 1):
        yield f"sequence {sequence}", (plain, sequence, 1)
    yield "projection all zero", ("00" * 8, 7, 2)
    yield "projection all ff", ("ff" * 8, 7, 2)


def respelled() -> Iterator[tuple[str, str]]:
    """Other ways to write the window "plain" in JSON, all of which must be read."""
    good = spelled(PLAIN)
    yield "indented", json.dumps(good, indent=4)
    yield "with line ends of every kind", compact(good).replace(",", "\r\n,\t\n") + "\n"
    yield "fields in reverse", compact(dict(reversed(good.items())))
    yield "up to the limit", compact(good) + " " * (1024 - len(compact(good)))


def batches() -> Iterator[Fields]:
    """Batches of which all, some or none are accepted."""
    good, other = message(PLAIN), message(drawn(0))
    early = sign(PLAIN["projection"], 3, 5)
    many = [message(PLAIN | {"sequence": number}) for number in range(16)]
    of_every_kind = (
        (good, None),
        (b"", "size"),
        (good[:1] + b"\x01" + good[2:], "version"),
        (good[:2] + b"\xd9" + good[3:], "form"),
        (good[:-1] + b"\x10", "range"),
        (early[:-1] + b"\x08", "range"),
        (early, None),
        (other, None),
    )
    no_bytes = (
        *(b"\x01", b"\xc0", b"\xa1A", b"\x92\x01\x02", b"\x80"),
        *(b"\xc5\x00\x5f" + good, b"\xc5\x00\x13" + early),
    )

    yield vector("empty", batch(), ())
    yield vector("one", batch(good), [(good, None)])
    yield vector("two", batch(other, good), [(other, None), (good, None)])
    yield vector("an early sign", batch(early), [(early, None)])
    yield vector(
        "an early sign between windows",
        batch(good, early, other),
        [(good, None), (early, None), (other, None)],
    )
    yield vector(
        "sixteen, so that the head is longer",
        b"\xdc\x00\x10" + b"".join(batch(item)[1:] for item in many),
        [(item, None) for item in many],
    )
    yield vector(
        "a message without its batch: an array, but of other things",
        good,
        [(b"", reason) for reason in ("form", "size", "size", "size", "size", "form", "form")],
    )
    yield vector(
        "good ones around one of every kind",
        batch(*(item for item, _ in of_every_kind)),
        of_every_kind,
    )
    yield vector(
        "a good one after items that are no bin 8",
        bytes([0x91 + len(no_bytes)]) + b"".join(no_bytes) + batch(good)[1:],
        [*((item, "form") for item in no_bytes), (good, None)],
    )


def vector(name: str, data: bytes, items: Sequence[tuple[bytes, str | None]]) -> Fields:
    """A batch, and what is to become of each of its items: None where it is accepted."""
    return {
        "name": name,
        "bytes": data.hex(),
        "accepted": [item.hex() for item, reason in items if reason is None],
        "rejected": [
            {"index": index, "reason": reason}
            for index, (_, reason) in enumerate(items)
            if reason is not None
        ],
    }


def document() -> str:
    """The whole file, one vector a line."""
    sections: dict[str, list[Fields]] = {
        "windows": [
            {
                "name": name,
                "fields": fields,
                "msgpack": message(fields).hex(),
                "json": compact(spelled(fields)),
            }
            for name, fields in windows()
        ],
        "respelled": [
            {"name": name, "json": text, "means": message(PLAIN).hex()}
            for name, text in respelled()
        ],
        "signs": [
            {
                "name": name,
                "fields": {"projection": fields[0], "sequence": fields[1], "signs": fields[2]},
                "msgpack": sign(*fields).hex(),
                "json": compact(spelled_sign(*fields)),
            }
            for name, fields in signs()
        ],
        "hostile": [
            {"name": name, "form": form, "bytes": data.hex(), "reason": reason}
            for name, form, data, reason in hostile()
        ],
        "batches": list(batches()),
    }
    body = ",\n".join(
        f'"{name}": [\n' + ",\n".join(compact(vector) for vector in vectors) + "\n]"
        for name, vectors in sections.items()
    )
    return "{\n" + body + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
