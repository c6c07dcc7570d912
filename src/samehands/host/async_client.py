"""The service, asked from code that does other things meanwhile (asyncio)."""

from types import TracebackType
from typing import Literal, Self

import httpx

from samehands.host import asking
from samehands.host.answers import (
    Consent,
    SessionAllowance,
    SessionVerdict,
    StartedSession,
    SubjectState,
)
from samehands.host.asking import PATIENCE, TRIES, AnswerT, Ask


class AsyncSamehands:
    """Asks the service on behalf of a host application. One for each event loop.

    ```python
    samehands = AsyncSamehands("https://samehands.example", api_key)
    started = await samehands.start(pseudonym, "https://crm.example")
    ```

    Args:
        server: its address.
        api_key: with the scope `sessions`, and `subjects` where subjects are asked about.
        patience: seconds to wait for an answer, and for a connection.

    Raises:
        SettingsError: an address or a key that is none.
    """

    def __init__(self, server: str, api_key: str, *, patience: float = PATIENCE) -> None:
        self.server = asking.address(server)
        self._patience = patience
        headers = asking.shown(api_key)
        self._http = httpx.AsyncClient(base_url=self.server, headers=headers, timeout=patience)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def start(
        self,
        subject: str,
        origin: str,
        *,
        collector: Literal["browser", "desktop_agent"] = "browser",
        group: str = "default",
        consent: Consent | None = None,
    ) -> StartedSession:
        """Start a session for somebody who has just logged in.

        Args:
            subject: a pseudonym, always the same for the same person.
            origin: of the page that collects, `https://crm.example`.
            collector: what collects.
            group: whose policy applies.
            consent: what the person agreed to, where they have; or tell it later: `consent`.

        Raises:
            HostError: as the class says.
        """
        ask = asking.start(subject, origin, collector=collector, group=group, consent=consent)
        return await self._asked(ask, StartedSession)

    async def consent(self, session: str, consent: Consent) -> Consent:
        """Tell that the person agreed, where the session was started before; the one that is kept.

        Telling it twice is not an error: the first one stays. One of another version takes its
        place, if the person agreed to it later.

        Args:
            session: its id.
            consent: what the person agreed to.

        Raises:
            HostError: as the class says.
        """
        return await self._asked(asking.consent(session, consent), Consent)

    async def end(self, session: str) -> None:
        """End a session, as when somebody logs out. Only then does it teach the template.

        Raises:
            HostError: as the class says.
        """
        ask = asking.end(session)
        asking.read(ask, await self._answer(ask), type(None))

    async def verdict(self, session: str, *, wait: float = 0.0, after: int = 0) -> SessionVerdict:
        """The verdict on a session.

        Args:
            session: its id.
            wait: seconds to wait for a newer one than `after`; the present one if none comes.
            after: the revision that is known.

        Raises:
            HostError: as the class says.
        """
        return await self._asked(asking.verdict(session, wait=wait, after=after), SessionVerdict)

    async def step_up(self, session: str, *, passed: bool, strong: bool = False) -> SessionVerdict:
        """Say how a step-up went; the verdict after it. A failed one locks.

        Args:
            session: its id.
            passed: whether the proof was good.
            strong: whether it cannot be phished or shared: a security key, a passkey.

        Raises:
            HostError: as the class says.
        """
        return await self._asked(
            asking.step_up(session, passed=passed, strong=strong), SessionVerdict
        )

    async def allowance(self, session: str) -> SessionAllowance:
        """How many records the session may read per minute; it shrinks as doubt grows.

        Raises:
            HostError: as the class says.
        """
        return await self._asked(asking.allowance(session), SessionAllowance)

    async def subject(self, subject: str) -> SubjectState:
        """How far a subject's template is.

        Raises:
            HostError: as the class says.
        """
        return await self._asked(asking.subject(subject), SubjectState)

    async def _asked(self, ask: Ask, kind: type[AnswerT]) -> AnswerT:
        return asking.read(ask, await self._answer(ask), kind)

    async def _answer(self, ask: Ask) -> httpx.Response:
        tries = TRIES if ask.repeatable else 1
        while True:
            tries -= 1
            try:
                return await self._http.request(
                    ask.method,
                    ask.path,
                    json=ask.body,
                    params=ask.query,
                    timeout=httpx.Timeout(self._patience, read=self._patience + ask.wait),
                )
            except httpx.HTTPError as error:
                if tries == 0 or isinstance(error, httpx.TimeoutException):
                    raise asking.away(ask, error) from None
