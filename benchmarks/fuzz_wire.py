"""Fuzz what reads bytes from outside: messages, batches and recordings.

Needs atheris, in an environment of its own (`docs/how-to/fuzz-the-wire.md`):

    python benchmarks/fuzz_wire.py seed CORPUS          write the golden vectors as a first corpus
    python benchmarks/fuzz_wire.py CORPUS -runs=1000000 fuzz; further options are libFuzzer's

The first byte of an input chooses the reader, the rest is what it reads. An input is a finding
when anything but our own error comes out, or when what was accepted is not written back as it was.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["samehands"]):
    from samehands.errors import RecordingError, WireError
    from samehands.wire import (
        Reason,
        decode_batch,
        decode_message,
        decode_message_json,
        encode_batch,
        encode_message,
        encode_message_json,
    )
    from samehands.wire.recording import header_line, read_recording, record_line

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden" / "wire.json"


class Finding(Exception):  # noqa: N818  # what a fuzzer calls it
    """A law of the wire that does not hold for an input."""


def fuzz_message(data: bytes) -> None:
    """What is accepted encodes to the same bytes."""
    try:
        message = decode_message(data)
    except WireError as error:
        Reason.of(error)
        return
    if encode_message(message) != data:
        raise Finding("two encodings of one message")


def fuzz_json(data: bytes) -> None:
    """What is accepted holds exactly what the message is written as, each field once."""
    try:
        message = decode_message_json(data)
    except WireError as error:
        Reason.of(error)
        return
    pairs = json.loads(data, object_pairs_hook=list)
    if sorted(pairs) != sorted(json.loads(encode_message_json(message), object_pairs_hook=list)):
        raise Finding("a spelling of JSON that is not ours")


def fuzz_batch(data: bytes) -> None:
    """A batch that is accepted whole encodes to the same bytes."""
    try:
        batch = decode_batch(data)
    except WireError as error:
        Reason.of(error)
        return
    if not batch.rejected and encode_batch(batch.accepted) != data:
        raise Finding("two encodings of one batch")


def fuzz_recording(data: bytes) -> None:
    """A recording that is read to its end is read the same when it is written again."""
    try:
        recording = read_recording(data.splitlines(keepends=True))
        records = list(recording.records)
    except RecordingError:
        return
    lines = [header_line(recording.header), *map(record_line, records)]
    again = read_recording(lines)
    if again.header != recording.header or list(again.records) != records:
        raise Finding("a recording that changes when it is written again")


READERS: Final[dict[str, Callable[[bytes], None]]] = {
    "msgpack": fuzz_message,
    "json": fuzz_json,
    "batch": fuzz_batch,
    "recording": fuzz_recording,
}


def fuzz(data: bytes) -> None:
    """One input."""
    if data:
        readers = list(READERS.values())
        readers[data[0] % len(readers)](data[1:])


def seeds() -> list[bytes]:
    """The golden vectors as inputs, and a recording of some of the windows."""
    choice = {form: bytes([number]) for number, form in enumerate(READERS)}
    vectors = json.loads(GOLDEN.read_text(encoding="ascii"))
    inputs = [
        choice[vector["form"]] + bytes.fromhex(vector["bytes"]) for vector in vectors["hostile"]
    ]
    inputs += [choice["batch"] + bytes.fromhex(vector["bytes"]) for vector in vectors["batches"]]
    for vector in (*vectors["windows"], *vectors["signs"]):
        inputs.append(choice["msgpack"] + bytes.fromhex(vector["msgpack"]))
        inputs.append(choice["json"] + vector["json"].encode())
    inputs += [choice["recording"] + recording for recording in _recordings(vectors["windows"])]
    return inputs


def _recordings(windows: list[dict[str, str]]) -> list[bytes]:
    card = {
        "source": "golden vectors",
        "licence": "Apache-2.0",
        "made_by": "fuzz_wire",
        "note": "",
    }
    recordings = []
    for vector in windows:
        message = bytes.fromhex(vector["msgpack"])
        header = {"samehands": "windows/1", "projection": message[4:12].hex(), "card": card}
        place = {"seat": "seat-1", "session": "s1", "at_us": 7}
        lines = (
            header,
            place | {"mark": "session-starts"},
            place | {"window": b64encode(message).decode()},
        )
        recordings.append(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    return recordings


def main(arguments: list[str]) -> None:
    """Write the first corpus, or fuzz."""
    if arguments[1:2] == ["seed"]:
        corpus = Path(arguments[2])
        corpus.mkdir(parents=True, exist_ok=True)
        for data in seeds():
            (corpus / sha256(data).hexdigest()).write_bytes(data)
        return
    atheris.Setup(arguments, fuzz)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
