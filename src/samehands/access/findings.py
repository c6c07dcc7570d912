"""The findings of access: what is noticed about reading, in words. None names a record."""

from enum import StrEnum
from typing import Final

from samehands.finding import Finding


class AccessFindingKind(StrEnum):
    """What was noticed. A policy may name any of these."""

    HONEY_RECORD = "honey_record"
    RECORDS_ENUMERATED = "records_enumerated"
    READS_WITHOUT_INPUT = "reads_without_input"
    READS_AT_ODD_HOURS = "reads_at_odd_hours"
    READS_WITHOUT_SESSION = "reads_without_session"
    READS_REPEATED = "reads_repeated"
    READS_TOO_LATE = "reads_too_late"
    UNUSUAL_VOLUME = "unusual_volume"


_SENTENCES: Final[dict[AccessFindingKind, str]] = {
    AccessFindingKind.HONEY_RECORD: "A record was read that exists only to be found by whoever "
    "has no business there.",
    AccessFindingKind.RECORDS_ENUMERATED: "Records were read one after the other by their "
    "numbers: {reads:.0f} in a row.",
    AccessFindingKind.READS_WITHOUT_INPUT: "Since the last window of typing came, {records:.0f} "
    "records were read; {usual:.0f} are expected at most.",
    AccessFindingKind.READS_AT_ODD_HOURS: "Records were read in an hour of the week in which this "
    "account is hardly ever used: {share_percent:.2f} % of its hours.",
    AccessFindingKind.READS_WITHOUT_SESSION: "Records were read while no session was open: "
    "{records:.0f}.",
    AccessFindingKind.READS_REPEATED: "A batch of reads came twice; the second was dropped.",
    AccessFindingKind.READS_TOO_LATE: "A batch of reads came too late to tell it from a repeat; "
    "it was dropped.",
    AccessFindingKind.UNUSUAL_VOLUME: "Records are being read in bulk: {records:.0f} distinct ones "
    "within {minutes:.0f} minutes, where {usual:.1f} are usual.",
}


def said(kind: AccessFindingKind, **numbers: float) -> Finding:
    """A finding with its sentence.

    >>> said(AccessFindingKind.RECORDS_ENUMERATED, reads=8).sentence
    'Records were read one after the other by their numbers: 8 in a row.'
    """
    return Finding(kind, _SENTENCES[kind].format(**numbers), dict(numbers))
