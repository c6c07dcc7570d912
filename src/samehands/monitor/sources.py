"""Sources: which batches of reads have come, so that one that comes twice counts once."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

from samehands.monitor.sequence import Noted, Sequences

SOURCES: Final = 32
"""Sources of one subject that are remembered, each apart for every session; the one that has been
silent longest leaves first.

As many as four sessions on eight processes of the host. Fewer: a batch that comes again after its
source has left counts twice. More: 22 bytes of state for each."""

KEY_BYTES: Final = 8
"""Bytes of a source's key: among 32 two are the same once in 10^16 subjects."""


def noted(
    sources: Mapping[bytes, Sequences], source: str, session: str | None, sequence: int
) -> tuple[dict[bytes, Sequences], Noted]:
    """Take in the number of a batch.

    Args:
        sources: what is known, the one that has been silent longest first.
        source: who told.
        session: that the batch names; None where it names none.
        sequence: its number.

    Returns:
        What is known now, and how the number stands to those before.
    """
    said = f"{len(source)} {source} {'' if session is None else '=' + session}"
    key = blake2b(said.encode(), digest_size=KEY_BYTES).digest()
    note = sources.get(key, Sequences()).note(sequence)
    known = {name: numbers for name, numbers in sources.items() if name != key}
    known[key] = note.sequences
    while len(known) > SOURCES:
        del known[next(iter(known))]
    return known, note
