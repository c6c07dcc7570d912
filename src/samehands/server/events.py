"""Server-sent events: changes as they come, each session's last one never lost."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import msgspec
from litestar.response import Stream

from samehands.server.answers import Gone, seat, session_verdict
from samehands.server.feed import Listener
from samehands.server.parts import Parts
from samehands.server.standing import Standing

HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment is sent, so that nothing on the way hangs up.

Longer than a minute: proxies do. Shorter: traffic that says nothing."""

STREAM_LASTS: Final = 900.0
"""Seconds after which a stream ends by itself: the browser comes back, and is asked anew who it is.

Longer: somebody whose log-in was taken away goes on watching for as long. Shorter: more connections."""

RETRY: Final = 2_000
"""Milliseconds after which a browser comes back."""

MEDIA_TYPE: Final = "text/event-stream"
"""Of a stream of events."""


def event(name: str, data: msgspec.Struct, number: int | None = None) -> bytes:
    r"""One event.

    >>> event("gone", Gone("s-1"), 7)
    b'event: gone\nid: 7\ndata: {"session":"s-1"}\n\n'
    """
    numbered = b"" if number is None else b"id: %d\n" % number
    return b"event: %b\n%bdata: %b\n\n" % (name.encode(), numbered, msgspec.json.encode(data))


def streamed(chunks: AsyncIterator[bytes]) -> Stream:
    """An answer that goes on until either side ends it."""
    return Stream(
        chunks,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def verdict_events(parts: Parts, standing: Standing, known: int) -> AsyncIterator[bytes]:
    """The verdicts on a session: the present one unless it is known, and each newer one.

    Args:
        parts: of the server.
        standing: of the session now.
        known: revision that whoever listens has already; a lower one than any for none.
    """
    session = standing.row.id
    yield b"retry: %d\n\n" % RETRY
    with parts.feed.listen(session) as listener:
        # Whatever happened between reading and listening is what stands now.
        now = parts.feed.standing(session)
        for latest in (standing, now):
            if latest is not None and latest.trust is not None and latest.row.revision > known:
                known = latest.row.revision
                yield _verdict(parts, latest)
        if now is None:
            yield event("gone", Gone(session))
            return
        async for changes in _changes(listener):
            for changed in changes:
                if not changed.open:
                    yield event("gone", Gone(session))
                    return
                if changed.row.revision > known:
                    known = changed.row.revision
                    yield _verdict(parts, changed)
            if not changes:
                yield b":\n\n"


async def seat_events(parts: Parts) -> AsyncIterator[bytes]:
    """Every seat that changes, as it is then, and every session that ends."""
    yield b"retry: %d\n\n" % RETRY
    with parts.feed.listen() as listener:
        async for changes in _changes(listener):
            yield b"".join(_seat(changed) for changed in changes) or b":\n\n"


async def _changes(listener: Listener) -> AsyncIterator[tuple[Standing, ...]]:
    """Changes as they come, nothing where none came for a while, until the stream should end."""
    loop = asyncio.get_running_loop()
    until = loop.time() + STREAM_LASTS
    while not listener.closed and loop.time() < until:
        changes = await listener.changes(HEARTBEAT)
        if changes or not listener.closed:
            yield changes


def _verdict(parts: Parts, standing: Standing) -> bytes:
    verdict = session_verdict(standing, parts.setups, parts.clock())
    return event("verdict", verdict, standing.row.revision)


def _seat(standing: Standing) -> bytes:
    if standing.open:
        return event("seat", seat(standing))
    return event("gone", Gone(standing.row.id))
