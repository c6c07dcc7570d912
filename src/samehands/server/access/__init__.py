"""Record reads: a batch read, sorted by whose they are, and taken in so that each counts once."""

from samehands.server.access.answer import ReadsAnswer, RejectedRead
from samehands.server.access.batch import ReadBatch, read_batch
from samehands.server.access.taking import take_reads

__all__ = [
    "ReadBatch",
    "ReadsAnswer",
    "RejectedRead",
    "read_batch",
    "take_reads",
]
