"""The feed: what is believed about every open session, and who wants to know when it changes.

It lives on the event loop's thread and nothing in it waits for anybody. Each listener has one place
for each session: a change that was not fetched yet is replaced by the newer one. A slow listener so
loses what was true in between, never what is true last, and costs no more than one reference for
each open session.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from samehands.errors import SamehandsError
from samehands.server.standing import Standing


class FeedFullError(SamehandsError):
    """There are as many listeners as the limit allows."""


class Listener:
    """Somebody who wants to know of changes."""

    def __init__(self) -> None:
        self._pending: dict[str, Standing] = {}
        self._woken = asyncio.Event()
        self.closed = False
        """Whether the feed has closed: nothing more will come, and whoever listens should leave."""

    async def changes(self, timeout: float) -> tuple[Standing, ...]:  # noqa: ASYNC109  # nothing came in time is an answer, not an error
        """What has changed since the last call, each session once, as it is now.

        Args:
            timeout: seconds to wait for a first change.

        Returns:
            Nothing where nothing came in time, or the feed has closed.
        """
        if not self._pending and not self.closed:
            try:
                async with asyncio.timeout(timeout):
                    await self._woken.wait()
            except TimeoutError:
                return ()
        self._woken.clear()
        pending, self._pending = self._pending, {}
        return tuple(pending.values())

    def notice(self, standing: Standing) -> None:
        """Take note of a change; it replaces one of the same session that was not fetched yet."""
        self._pending.pop(standing.row.id, None)  # so that it goes to the end
        self._pending[standing.row.id] = standing
        self._woken.set()

    def close(self) -> None:
        """Wake whoever waits, for the last time."""
        self.closed = True
        self._woken.set()


class Feed:
    """What is believed now, and who listens.

    Args:
        listeners: how many there may be at once.
    """

    def __init__(self, *, listeners: int) -> None:
        self._limit = listeners
        self._standings: dict[str, Standing] = {}
        self._everything: set[Listener] = set()
        self._single: dict[str, set[Listener]] = {}
        self._count = 0
        self._closed = False

    def __len__(self) -> int:
        return len(self._standings)

    @property
    def listening(self) -> int:
        """How many listeners there are."""
        return self._count

    def standing(self, session: str) -> Standing | None:
        """What is believed about an open session; None where none is open of that name."""
        return self._standings.get(session)

    def standings(self) -> Iterator[Standing]:
        """What is believed about every open session, in the order in which they started."""
        return iter(tuple(self._standings.values()))

    def publish(self, standings: Iterable[Standing]) -> None:
        """Say what is believed now; a session that has ended is said once more and forgotten."""
        for standing in standings:
            name = standing.row.id
            known = self._standings.get(name)
            if known is not None and known.row.state is standing.row.state:
                # A monitor that was loaded anew does not know for how long it has been so.
                standing = replace(standing, since=min(known.since, standing.since))  # noqa: PLW2901  # the same one, better known
            if known is not None and known.paused:
                standing = replace(standing, paused=True)  # noqa: PLW2901  # no monitor knows of a pause
            if standing.open:
                self._standings[name] = standing
            else:
                self._standings.pop(name, None)
            self._notice(standing)

    def pause(self, session: str, *, paused: bool) -> None:
        """Say that the person has paused the collector, or goes on; nothing where it is known."""
        known = self._standings.get(session)
        if known is not None and known.paused is not paused:
            self._standings[session] = replace(known, paused=paused)
            self._notice(self._standings[session])

    def _notice(self, standing: Standing) -> None:
        for listener in self._everything:
            listener.notice(standing)
        for listener in self._single.get(standing.row.id, ()):
            listener.notice(standing)

    def require_room(self) -> None:
        """Refuse one more listener where there are as many as the limit allows.

        Raises:
            FeedFullError: there are.
        """
        if self._count >= self._limit:
            raise FeedFullError(f"listeners: got one more, due at most {self._limit}")

    @contextmanager
    def listen(self, session: str | None = None) -> Iterator[Listener]:
        """Listen to one session, or to all, until the context is left.

        Raises:
            FeedFullError: there are as many listeners as the limit allows.
        """
        self.require_room()
        listener = Listener()
        listener.closed = self._closed
        heard = self._everything if session is None else self._single.setdefault(session, set())
        heard.add(listener)
        self._count += 1
        try:
            yield listener
        finally:
            self._count -= 1
            heard.discard(listener)
            if session is not None and not heard:
                self._single.pop(session, None)

    def close(self) -> None:
        """Send all listeners home, now and from now on: the server stops."""
        self._closed = True
        for listener in (*self._everything, *(one for s in self._single.values() for one in s)):
            listener.close()
