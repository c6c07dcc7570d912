"""Bytes that must be refused, and why."""

from collections.abc import Iterator

from golden.wire_message import (
    PLAIN,
    RANGES,
    batch,
    compact,
    int8s,
    message,
    sign,
    spelled,
    spelled_sign,
)


def hostile() -> Iterator[tuple[str, str, bytes, str]]:
    """Bytes that must be refused: name, form, bytes, reason."""
    for form, vectors in (
        ("msgpack", hostile_messagepack()),
        ("msgpack", hostile_signs()),
        ("json", hostile_json()),
        ("batch", hostile_batches()),
    ):
        for name, data, reason in vectors:
            yield name, form, data, reason


def hostile_messagepack() -> Iterator[tuple[str, bytes, str]]:
    """Hostile messages in MessagePack."""
    good = message(PLAIN)

    def changed(place: int, new: bytes) -> bytes:
        return good[:place] + new + good[place + len(new) :]

    yield "nothing", b"", "size"
    yield "one byte", good[:1], "size"
    yield "cut off after the version", good[:2], "size"
    yield "cut off before the last byte", good[:-1], "size"
    yield "one byte after the end", good + b"\x00", "size"
    yield "twice in a row", good + good, "size"
    yield "a message of the JSON form", compact(spelled(PLAIN)).encode(), "size"
    yield "version 0", changed(1, b"\x00"), "version"
    yield "version 1", changed(1, b"\x01"), "version"
    yield "version 3", changed(1, b"\x03"), "version"
    yield "version 127 and another size", b"\x95\x7f" + bytes(200), "version"
    yield "version as a negative number", changed(1, b"\xff"), "form"
    yield "version as true", changed(1, b"\xc3"), "form"
    yield (
        "version as uint 8, and a byte less of the embedding",
        (b"\x97\xcc\x02" + good[2:20] + good[21:]),
        "form",
    )
    yield "an array of six", changed(0, b"\x96"), "form"
    yield "an array of eight", changed(0, b"\x98"), "form"
    yield "an object and not an array", changed(0, b"\x87"), "form"
    yield "an array of four thousand million", b"\xdd\xff\xff\xff\xff" + bytes(90), "form"
    yield "arrays in arrays", b"\x91" * 94 + b"\xc0", "form"
    yield "a text and not bytes for the projection", changed(2, b"\xd9"), "form"
    yield (
        "bin 16 for the projection, and a byte less of the embedding",
        (good[:2] + b"\xc5\x00\x08" + good[4:20] + good[21:]),
        "form",
    )
    yield (
        "a projection of seven bytes and a sequence of five",
        (b"\x97\x02\xc4\x07" + bytes(7) + b"\xc4\x05" + bytes(5) + good[18:]),
        "form",
    )
    yield "an embedding that claims 255 bytes", changed(19, b"\xff"), "form"
    yield "an extension for the scalars", changed(84, b"\xd6"), "form"
    yield "ninety-five zeros", bytes(95), "form"
    yield "ninety-five times ff", b"\xff" * 95, "form"
    for value in (-125, -128):
        number = int8s([value])
        yield f"embedding, {value} in the first place", changed(20, number), "range"
        yield f"embedding, {value} in the last place", changed(83, number), "range"
    yield "embedding, 125 in the first place", changed(20, b"\x7d"), "range"
    yield "embedding, 127 in the last place", changed(83, b"\x7f"), "range"
    for place, (low, high) in enumerate(RANGES):
        for value in sorted({low - 1, -128} | ({high + 1} if high < 127 else set())):
            yield f"scalar {place} at {value}", changed(86 + place, int8s([value])), "range"
    yield "clock 4", changed(93, b"\x04"), "range"
    yield "clock as nil", changed(93, b"\xc0"), "range"
    yield "clock as false", changed(93, b"\xc2"), "range"
    yield "path 16, a flag that is not known", changed(94, b"\x10"), "range"
    yield "path 255", changed(94, b"\xff"), "range"


def hostile_signs() -> Iterator[tuple[str, bytes, str]]:
    """Hostile early signs in MessagePack."""
    good = sign(PLAIN["projection"], 7, 1)
    yield "an early sign, no sign in it", good[:-1] + b"\x00", "range"
    yield "an early sign, a sign that is not known", good[:-1] + b"\x08", "range"
    yield "an early sign, signs as nil", good[:-1] + b"\xc0", "range"
    yield "an early sign of version 1", good[:1] + b"\x01" + good[2:], "version"
    yield "an early sign of version 3", good[:1] + b"\x03" + good[2:], "version"
    yield "an early sign cut off", good[:-1], "size"
    yield "an early sign, one byte after the end", good + b"\x00", "size"
    yield "an early sign as long as a window", good + bytes(95 - len(good)), "size"
    yield "an early sign, a text for the projection", good[:2] + b"\xd9" + good[3:], "form"
    yield "an early sign, a sequence of three bytes", good[:13] + b"\x03" + good[14:], "form"
    yield "a window as short as an early sign", message(PLAIN)[: len(good)], "size"


def hostile_json() -> Iterator[tuple[str, bytes, str]]:
    """Hostile messages in JSON."""
    good = spelled(PLAIN)
    text = compact(good)
    data = text.encode()
    for name, whole in (
        ("nothing", b""),
        ("white space only", b" \n\t\r"),
        ("a message of the MessagePack form", message(PLAIN)),
        ("cut off before the last byte", data[:-1]),
        ("something after the end", data + b"x"),
        ("twice in a row", data + data),
        ("a byte-order mark before it", b"\xef\xbb\xbf" + data),
        ("in UTF-16", text.encode("utf-16-be")),
        ("a form feed as white space", b"\x0c" + data),
        ("brackets up to the limit", b"[" * 1024),
        ("null", b"null"),
        ("an array of the values", compact(list(good.values())).encode()),
        ("a value that is no UTF-8", data.replace(b'"01"', b'"\xff\xfe"')),
        ("a name that is no UTF-8", data.replace(b"clock", b"cloc\xff")),
    ):
        yield name, whole, "form"
    for name, old, new in (
        ("brackets in a field", '"01"', "[" * 700),
        ("brackets in an unknown field", "{", '{"a":' + "[" * 600),
        ("version 2e0", ":2,", ":2e0,"),
        ("version 2e999", ":2,", ":2e999,"),
        ("version NaN", ":2,", ":NaN,"),
        ("version Infinity", ":2,", ":Infinity,"),
        ("version 02", ":2,", ":02,"),
        ("no version", '"version":2,', ""),
        ("no clock", '"clock":"01",', ""),
        ("a comma before the end", "}", ",}"),
        ("a field twice, alike", "}", ',"clock":"01"}'),
        ("a field twice, the first another", "{", '{"clock":"02",'),
        ("a name with an escape", "clock", "\\u0063lock"),
        ("a value with an escape", '"01"', '"0\\u0031"'),
        ("half a surrogate pair", '"01"', '"\\ud800"'),
        ("a zero byte in a value", '"01"', '"0\0"'),
        ("digits of another script", '"01"', '"\u0660\u0661"'),
    ):
        yield name, text.replace(old, new, 1).encode(), "form"
    for name, fields, reason in (
        ("version 0", {"version": 0}, "version"),
        ("version 1", {"version": 1}, "version"),
        ("version 3 with another field", {"version": 3, "pointer": "00"}, "version"),
        ("version -1", {"version": -1}, "version"),
        ("version 10^400", {"version": 10**400}, "version"),
        ("version as a text", {"version": "2"}, "form"),
        ("version as true", {"version": True}, "form"),
        ("version 2.0", {"version": 2.0}, "form"),
        ("the signs of an early sign besides", {"signs": "01"}, "form"),
        ("an unknown field", {"keys": "00"}, "form"),
        ("upper-case hex", {"projection": "0123456789ABCDEF"}, "form"),
        ("no hex", {"projection": "0123456789abcdeg"}, "form"),
        ("white space in hex", {"sequence": "00 00 00 "}, "form"),
        ("the 0x of hex", {"sequence": "0x000000"}, "form"),
        ("a digit moved to another field", {"clock": "0", "path": "001"}, "form"),
        ("a byte moved to another field", {"clock": "", "path": "0100"}, "form"),
        ("a number and not hex", {"clock": 1}, "form"),
        ("null for a field", {"path": None}, "form"),
        ("embedding past the clip", {"embedding": "7d" + "00" * 63}, "range"),
        ("scalar 1 at -1", {"scalars": "00ff" + "00" * 5}, "range"),
        ("four scalars, as in version 1", {"scalars": "00" * 4}, "form"),
        ("clock 4", {"clock": "04"}, "range"),
        ("path 255", {"path": "ff"}, "range"),
    ):
        yield name, compact(good | fields).encode(), reason
    early = spelled_sign(PLAIN["projection"], 7, 1)
    for name, fields, reason in (
        ("an early sign, no sign in it", {"signs": "00"}, "range"),
        ("an early sign, a sign that is not known", {"signs": "08"}, "range"),
        ("an early sign, signs of two bytes", {"signs": "0001"}, "form"),
        ("an early sign with a clock", {"clock": "01"}, "form"),
        ("an early sign of version 1", {"version": 1}, "version"),
    ):
        yield name, compact(early | fields).encode(), reason
    yield (
        "an early sign whose name has an escape",
        compact(early).replace("signs", "sign\\u0073").encode(),
        "form",
    )
    yield "one byte of white space past the limit", data + b" " * (1025 - len(data)), "size"
    yield "brackets past the limit", b"[" * 2000, "size"


def hostile_batches() -> Iterator[tuple[str, bytes, str]]:
    """Bytes that are no batch as a whole."""
    good = message(PLAIN)
    yield "nothing", b"", "form"
    yield "cut off in the second message", batch(good, good)[:-1], "form"
    yield "one byte after the end", batch(good) + b"\x00", "form"
    yield "more announced than there are", b"\x92" + batch(good)[1:], "form"
    yield "fewer announced than there are", b"\x91" + batch(good, good)[1:], "form"
    yield "array 16 where a byte would do", b"\xdc\x00\x01" + batch(good)[1:], "form"
    yield "array 16 cut off", b"\xdc\x00", "form"
    yield "array 32 of four thousand million", b"\xdd\xff\xff\xff\xff", "form"
    yield "513 announced", b"\xdc\x02\x01", "size"
    yield "65,535 announced", b"\xdc\xff\xff", "size"
    yield "a byte more than the largest batch", b"\x91" + bytes(49667), "size"
    yield "bytes that claim four thousand million", b"\x91\xc6\xff\xff\xff\xff", "form"
    yield "arrays in arrays", b"\x91" * 3000 + b"\xc0", "form"
    yield "objects in objects", b"\x91" + b"\x81\xc0" * 3000 + b"\xc0", "form"
    yield "the byte that MessagePack never uses", b"\x91\xc1", "form"
    yield "an object", b"\x80", "form"
