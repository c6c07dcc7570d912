"""Visitors of the demo page: a pseudonym each, and the session that they work in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from samehands.host import AsyncSamehands, RefusedError, StartedSession
from samehands.host.answers import Template

VISITORS: Final = 1_000
"""Most visitors that are remembered: it is a demo. Past it the oldest begins anew."""

_ID_BYTES: Final = 16


@dataclass
class Visitor:
    """Somebody at the page.

    Args:
        subject: as the service knows them.
        started: their session; None between two.
    """

    subject: str
    started: StartedSession | None = None

    @property
    def session(self) -> str | None:
        """Id of their session."""
        return None if self.started is None else self.started.session


class Visitors:
    """Who is at the page, by the secret in their cookie.

    Args:
        samehands: the service.
        origin: of the page.
        secret: makes secrets.
    """

    def __init__(
        self,
        samehands: AsyncSamehands,
        origin: str,
        secret: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._samehands = samehands
        self._origin = origin
        self._secret = secret
        self._by_cookie: dict[str, Visitor] = {}

    def known(self, cookie: str | None) -> Visitor | None:
        """The visitor with a cookie; None for anybody else."""
        return self._by_cookie.get(cookie) if cookie else None

    def welcome(self) -> tuple[str, Visitor]:
        """Somebody new; the secret for their cookie."""
        cookie, visitor = self._secret(_ID_BYTES), Visitor(f"visitor-{self._secret(6)}")
        self._by_cookie[cookie] = visitor
        while len(self._by_cookie) > VISITORS:
            del self._by_cookie[next(iter(self._by_cookie))]
        return cookie, visitor

    async def begin(self, visitor: Visitor) -> StartedSession:
        """The session that a visitor works in; a new one where there is none.

        Raises:
            HostError: the service did not open one.
        """
        if visitor.started is None:
            visitor.started = await self._samehands.start(visitor.subject, self._origin)
        return visitor.started

    async def end(self, visitor: Visitor) -> None:
        """End a visitor's session: only now does it teach the template.

        Raises:
            HostError: the service did not.
        """
        if visitor.started is not None:
            await self._samehands.end(visitor.started.session)
            visitor.started = None

    async def template(self, visitor: Visitor) -> Template | None:
        """How far a visitor's template is; None before the service knows them.

        Raises:
            HostError: the service did not say.
        """
        try:
            return (await self._samehands.subject(visitor.subject)).template
        except RefusedError as error:
            if error.kind == "subject_unknown":
                return None
            raise
