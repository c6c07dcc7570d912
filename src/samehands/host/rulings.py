"""Rulings: what an application does about a request now, also while the service is away.

A verdict is remembered for a moment, so that a page of twenty requests asks once. While the service
does not answer, what holds is what the application chose for that; there is no default. A stricter
verdict that is known already goes on to hold.
"""

import asyncio
import time  # noqa: TID251  # the edge: how old a verdict is, is measured here
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from samehands.errors import SettingsError
from samehands.host.answers import SessionVerdict, VerdictKind
from samehands.host.asking import LONG_POLL, PATIENCE
from samehands.host.async_client import AsyncSamehands
from samehands.host.client import Samehands
from samehands.host.errors import AwayError, SessionOverError

MAX_AGE: Final = 1.0
"""How long a verdict may be used again, seconds.

Longer: fewer requests, and an intruder has as much longer. A window of typing comes every half
minute, so a second is nothing beside it."""

AWAY_FOR: Final = 1.0
"""How long nobody is asked again after the service did not answer, seconds.

Longer: pages stay quick while it is away, and it is found later when it is back."""

REMEMBERED: Final = 10_000
"""Most sessions whose verdict is remembered; beyond, the oldest is asked for again."""

Seconds: TypeAlias = Callable[[], float]
"""A clock that only goes forward, in seconds."""

WhenAway: TypeAlias = Literal["allow", "step_up"]
"""What holds while the service does not answer: open, or closed but for a step-up."""


class Because(StrEnum):
    """Where a ruling comes from."""

    JUDGED = "judged"
    """From the verdict."""
    AWAY = "away"
    """The service does not answer: what the application chose for that."""
    OVER = "over"
    """The session has ended, or there is none: nobody vouches for anybody."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do about a request.

    Args:
        kind: allow, step_up or lock.
        because: where it comes from.
        verdict: the last one that is known, with its reasons; None where there is none.
    """

    kind: VerdictKind
    because: Because
    verdict: SessionVerdict | None = None

    @property
    def allowed(self) -> bool:
        """Whether the request may go through."""
        return self.kind is VerdictKind.ALLOW


NOBODY: Final = Ruling(VerdictKind.STEP_UP, Because.OVER)
"""What holds for a request that belongs to no session."""


class Memory:
    """What is known of sessions, and for how long it may be used.

    Args:
        when_away: what holds while the service does not answer.
        max_age: how long a verdict may be used again, seconds.
        clock: one that only goes forward.

    Raises:
        SettingsError: a choice that is none, or an age below zero.
    """

    def __init__(self, when_away: WhenAway, max_age: float, clock: Seconds) -> None:
        if when_away not in {"allow", "step_up"}:
            raise SettingsError("when_away", got=f"{when_away!r}", due="'allow' or 'step_up'")
        if not 0 <= max_age < float("inf"):
            raise SettingsError("max_age", got=f"{max_age}", due="0 or more seconds")
        self._otherwise = VerdictKind(when_away)
        self._max_age = max_age
        self._clock = clock
        self._known: dict[str, tuple[SessionVerdict, float]] = {}
        self._away_until = float("-inf")

    def fresh(self, session: str) -> Ruling | None:
        """What needs no asking; None where it does."""
        now = self._clock()
        known = self._known.get(session)
        if known is not None and now < known[1]:
            return Ruling(known[0].verdict.kind, Because.JUDGED, known[0])
        return self._while_away(session) if now < self._away_until else None

    def judged(self, verdict: SessionVerdict, good_for: float | None = None) -> Ruling:
        """Take in a verdict that came just now; an older revision than the known one does not count."""
        known = self._known.pop(verdict.session, None)
        if known is not None and known[0].revision > verdict.revision:
            verdict = known[0]
        until = self._clock() + (self._max_age if good_for is None else good_for)
        self._known[verdict.session] = (verdict, until)
        while len(self._known) > REMEMBERED:
            self._known.pop(next(iter(self._known)), None)
        self._away_until = float("-inf")
        return Ruling(verdict.verdict.kind, Because.JUDGED, verdict)

    def over(self, session: str) -> Ruling:
        """Take in that a session is over."""
        self._known.pop(session, None)
        return NOBODY

    def away(self, session: str, retry_after: float | None) -> Ruling:
        """Take in that nobody answered."""
        self._away_until = self._clock() + min(retry_after or AWAY_FOR, LONG_POLL)
        return self._while_away(session)

    def _while_away(self, session: str) -> Ruling:
        known = self._known.get(session)
        if known is None:
            return Ruling(self._otherwise, Because.AWAY)
        strictest = max(self._otherwise, known[0].verdict.kind, key=lambda kind: kind.severity)
        return Ruling(strictest, Because.AWAY, known[0])


class Rulings:
    """Rulings for code that waits. Threads may share one.

    ```python
    rulings = Rulings(samehands, when_away="step_up")
    if not rulings.of(session).allowed: ...
    ```

    Args:
        samehands: the service.
        when_away: "allow" (fails open) or "step_up" (fails closed) while it does not answer.
        max_age: how long a verdict may be used again, seconds; 0 asks for every request.
        clock: one that only goes forward.

    Raises:
        SettingsError: a choice that is none.
    """

    def __init__(
        self,
        samehands: Samehands,
        *,
        when_away: WhenAway,
        max_age: float = MAX_AGE,
        clock: Seconds = time.monotonic,
    ) -> None:
        self._samehands = samehands
        self._memory = Memory(when_away, max_age, clock)

    def of(self, session: str | None) -> Ruling:
        """What to do about a request of a session, now.

        Raises:
            HostError: the service refused the key or the question: that is never an allow.
        """
        if not session:
            return NOBODY
        fresh = self._memory.fresh(session)
        if fresh is not None:
            return fresh
        try:
            return self._memory.judged(self._samehands.verdict(session))
        except SessionOverError:
            return self._memory.over(session)
        except AwayError as error:
            return self._memory.away(session, error.retry_after)

    def step_up(self, session: str, *, passed: bool, strong: bool = False) -> Ruling:
        """Say how a step-up went; what holds after it, at once.

        Raises:
            HostError: the service was not told, also because it is away.
        """
        verdict = self._samehands.step_up(session, passed=passed, strong=strong)
        return self._memory.judged(verdict)


class AsyncRulings:
    """Rulings for asyncio. The same as `Rulings`, and verdicts that come by themselves.

    Args:
        samehands: the service.
        when_away: "allow" (fails open) or "step_up" (fails closed) while it does not answer.
        max_age: how long a verdict may be used again, seconds; 0 asks for every request.
        clock: one that only goes forward.

    Raises:
        SettingsError: a choice that is none.
    """

    def __init__(
        self,
        samehands: AsyncSamehands,
        *,
        when_away: WhenAway,
        max_age: float = MAX_AGE,
        clock: Seconds = time.monotonic,
    ) -> None:
        self._samehands = samehands
        self._memory = Memory(when_away, max_age, clock)

    def known(self, session: str) -> Ruling | None:
        """What can be said without asking; None where nothing fresh is known."""
        return self._memory.fresh(session)

    async def of(self, session: str | None) -> Ruling:
        """What to do about a request of a session, now.

        Raises:
            HostError: the service refused the key or the question: that is never an allow.
        """
        if not session:
            return NOBODY
        fresh = self._memory.fresh(session)
        if fresh is not None:
            return fresh
        try:
            return self._memory.judged(await self._samehands.verdict(session))
        except SessionOverError:
            return self._memory.over(session)
        except AwayError as error:
            return self._memory.away(session, error.retry_after)

    async def step_up(self, session: str, *, passed: bool, strong: bool = False) -> Ruling:
        """Say how a step-up went; what holds after it, at once.

        Raises:
            HostError: the service was not told, also because it is away.
        """
        verdict = await self._samehands.step_up(session, passed=passed, strong=strong)
        return self._memory.judged(verdict)

    async def follow(self, session: str) -> None:
        """Keep a session's verdict fresh by long poll until it is over, so that nothing waits.

        Run it as a task of your own. It holds one connection to the service.

        Raises:
            HostError: the service refused the key or the question.
        """
        wait, revision = 0.0, 0
        while True:
            try:
                verdict = await self._samehands.verdict(session, wait=wait, after=revision)
            except SessionOverError:
                self._memory.over(session)
                return
            except AwayError as error:
                self._memory.away(session, error.retry_after)
                await asyncio.sleep(error.retry_after or AWAY_FOR)
                continue
            self._memory.judged(verdict, LONG_POLL + PATIENCE)
            wait, revision = LONG_POLL, verdict.revision
