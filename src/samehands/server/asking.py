"""How a session stands, for those who ask: from memory, or loaded if it was not in it."""

from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import SessionRow
from samehands.server.ingest import Told
from samehands.server.parts import Parts
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.standing import Standing


async def standing_of(parts: Parts, session: str) -> Standing:
    """How an open session stands, with everything that a verdict needs.

    Raises:
        ProblemError: `session_unknown` or `session_ended`.
        BusyError: its monitor has to be loaded, and the queue is full.
        StorageError: the store cannot be read.
    """
    standing = parts.feed.standing(session)
    if standing is None:
        row = await row_of(parts, session)
        if row.ended_at is not None:
            raise ProblemError(ProblemKind.SESSION_ENDED)
        return await _loaded(parts, row)
    return standing if standing.trust is not None else await _loaded(parts, standing.row)


async def row_of(parts: Parts, session: str) -> SessionRow:
    """A session as the store has it, open or not.

    Raises:
        ProblemError: `session_unknown`.
        StorageError: the store cannot be read.
    """
    row = await sync_to_thread(parts.store.sessions.get, session)
    if row is None:
        raise ProblemError(ProblemKind.SESSION_UNKNOWN)
    return row


async def _loaded(parts: Parts, row: SessionRow) -> Standing:
    outcome = await parts.ingest.take(Told(row.subject, session=row.id))
    if outcome.standing is None:
        raise ProblemError(ProblemKind.SESSION_ENDED)
    # The feed heard of it first, and knows of a pause.
    return parts.feed.standing(row.id) or outcome.standing
