"""Whose reads they are: the subject of each, and the session while it is open."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from litestar.concurrency import sync_to_thread

from samehands.access import RecordRead
from samehands.adapters.sql.readers import Reader
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.access.answer import RefusedFor, RejectedRead
from samehands.server.access.batch import ToldRead
from samehands.server.feed import Feed
from samehands.server.parts import Parts

AHEAD: Final = Micros(300 * MICROS_PER_SECOND)
"""How far a host's clock may go ahead of ours, µs; such a read counts as one of now.

More: a wrong clock goes unnoticed. Less: a host that lost its time server loses reads."""

LATE: Final = Micros(7 * 24 * 3600 * MICROS_PER_SECOND)
"""How long ago a read may have been, µs: a log that is read after a week-end counts still.

More: what was long ago moves what is believed now."""

_UNKNOWN: Final = {
    RefusedFor.SESSION_UNKNOWN: "due a session of this service, of a subject that is not erased",
    RefusedFor.SUBJECT_UNKNOWN: "due a subject with a session, now or before, that is not erased",
    RefusedFor.TIME: "due a time of the last 7 days",
}


class Place(NamedTuple):
    """Where reads belong.

    Args:
        subject: who read.
        session: in which session; None where it is not known, or has ended.
        group: whose policy applies.
    """

    subject: str
    session: str | None
    group: str


class Placed(NamedTuple):
    """A read, and its position in the batch."""

    position: int
    read: RecordRead


class Sorted(NamedTuple):
    """Reads by where they belong, and those that belong nowhere."""

    places: Mapping[Place, list[Placed]]
    rejected: list[RejectedRead]


async def sort_reads(parts: Parts, told: Iterable[ToldRead], now: Micros) -> Sorted:
    """Find out whose reads these are.

    A session that has ended meanwhile leaves its reads to the subject: they came late, or somebody
    still reads with what the session left open.

    Raises:
        StorageError: the store cannot be read.
    """
    told = list(told)
    named = {one.session for one in told if one.session is not None}
    missing = [name for name in named if _of_feed(parts.feed, name) is None]
    subjects = {one.subject for one in told if one.subject is not None}
    ended: Mapping[str, Reader] = {}
    known: Mapping[str, Reader] = {}
    if missing:
        ended = await sync_to_thread(parts.store.readers.of_sessions, missing)
    if subjects:
        known = await sync_to_thread(parts.store.readers.of_subjects, subjects)
    places: dict[Place, list[Placed]] = {}
    rejected: list[RejectedRead] = []
    where: dict[tuple[str | None, str | None], Place | RefusedFor] = {}
    for one in told:
        who = (one.session, one.subject)
        place = where.get(who)
        if place is None:
            place = where[who] = _place(parts.feed, one, ended, known)
        if not now - LATE <= one.read.at <= now + AHEAD:
            place = RefusedFor.TIME
        if isinstance(place, RefusedFor):
            rejected.append(RejectedRead(one.position, place, _UNKNOWN[place]))
        else:
            places.setdefault(place, []).append(Placed(one.position, _not_ahead(one.read, now)))
    return Sorted(places, rejected)


def _place(
    feed: Feed, one: ToldRead, ended: Mapping[str, Reader], known: Mapping[str, Reader]
) -> Place | RefusedFor:
    if one.session is not None:
        place = _of_feed(feed, one.session)
        if place is not None:
            return place
        reader = ended.get(one.session)
        return RefusedFor.SESSION_UNKNOWN if reader is None else _at_large(reader)
    reader = known.get(one.subject or "")
    return RefusedFor.SUBJECT_UNKNOWN if reader is None else _at_large(reader)


def _at_large(reader: Reader) -> Place:
    return Place(reader.subject, None, reader.group)


def _of_feed(feed: Feed, session: str) -> Place | None:
    standing = feed.standing(session)
    return None if standing is None else Place(standing.row.subject, session, standing.row.group)


def _not_ahead(read: RecordRead, now: Micros) -> RecordRead:
    if read.at <= now:
        return read
    return RecordRead(read.record, read.resource, read.action, now, read.count, read.sequential)
