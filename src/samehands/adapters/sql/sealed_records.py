"""What a journal keeps, as rows of its tables: sealed with the key of the subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from samehands.adapters.sql.records import case_record
from samehands.adapters.sql.rows import CaseRow
from samehands.adapters.sql.sealing import DataKey, Place
from samehands.adapters.sql.taken_codec import encode_taken
from samehands.monitor.inputs import RecordsRead
from samehands.monitor.journal import Addition, Taken
from samehands.monitor.state_codec import encode_state

Keys = Mapping[str, DataKey]
"""Subject → key."""


def is_quiet(taken: Taken) -> bool:
    """Whether an input told of reads and led to nothing that anybody may see.

    Such a row is kept for as long as the state may have to be worked out again, is on no page, and
    goes first.
    """
    return isinstance(taken.event, RecordsRead) and taken.exposure is None and not taken.findings


def input_records(kept: Sequence[Addition], keys: Keys) -> list[dict[str, Any]]:
    """Rows of inputs."""
    return [
        {
            "subject": one.subject,
            "ordinal": taken.ordinal,
            "session": taken.session,
            "at": taken.at,
            "quiet": True if is_quiet(taken) else None,
            "sealed": keys[one.subject].seal(encode_taken(taken), Place.INPUT, taken.ordinal),
        }
        for one in kept
        for taken in one.taken
    ]


def snapshot_records(kept: Sequence[Addition], keys: Keys) -> list[dict[str, Any]]:
    """Rows of the snapshots, of those additions that have one."""
    return [
        {
            "subject": one.subject,
            "ordinal": one.ordinal,
            "sealed": keys[one.subject].seal(
                encode_state(one.snapshot), Place.SNAPSHOT, one.ordinal
            ),
        }
        for one in kept
        if one.snapshot is not None
    ]


def sealed_case(row: CaseRow, keys: Keys) -> dict[str, Any]:
    """The row of a case, its note sealed."""
    if row.note is None:
        return case_record(row, None)
    return case_record(row, keys[row.subject].seal(row.note.encode(), Place.NOTE, row.id))
