import asyncio
from dataclasses import dataclass

import pytest

from fixtures.service import Service
from host.loops import awaited
from samehands.errors import SettingsError
from samehands.host import (
    AsyncRulings,
    AsyncSamehands,
    Because,
    RefusedError,
    Rulings,
    Samehands,
    SessionVerdict,
    Verdict,
    VerdictKind,
    WhenAway,
)
from samehands.host.rulings import AWAY_FOR, REMEMBERED, Memory
from samehands.quantities import Micros

ORIGIN = "https://crm.example"
NOWHERE = "http://127.0.0.1:9"  # the port "discard": nobody listens there
KEY = "sh_nobody_nothing"


@dataclass
class Clock:
    """A clock that goes when it is told."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def verdict(kind: VerdictKind, revision: int = 1, session: str = "s") -> SessionVerdict:
    """A verdict without reasons."""
    return SessionVerdict(session, revision, "verified", Verdict(kind, ()), 0.0, Micros(0))


@pytest.fixture
def clock() -> Clock:
    """The time."""
    return Clock()


def test_a_verdict_is_used_again_until_it_is_too_old(clock: Clock) -> None:
    memory = Memory("step_up", 1.0, clock)
    memory.judged(verdict(VerdictKind.ALLOW))
    fresh = memory.fresh("s")
    clock.now += 1.0

    assert fresh is not None
    assert fresh.allowed
    assert memory.fresh("s") is None


def test_with_no_age_allowed_every_request_asks(clock: Clock) -> None:
    memory = Memory("step_up", 0.0, clock)
    memory.judged(verdict(VerdictKind.ALLOW))

    assert memory.fresh("s") is None


def test_an_answer_that_comes_late_does_not_undo_a_newer_one(clock: Clock) -> None:
    memory = Memory("allow", 1.0, clock)
    memory.judged(verdict(VerdictKind.LOCK, revision=5))

    assert memory.judged(verdict(VerdictKind.ALLOW, revision=4)).kind is VerdictKind.LOCK


@pytest.mark.parametrize(
    ("chosen", "known", "due"),
    [
        ("allow", None, VerdictKind.ALLOW),
        ("step_up", None, VerdictKind.STEP_UP),
        ("allow", VerdictKind.ALLOW, VerdictKind.ALLOW),
        ("step_up", VerdictKind.ALLOW, VerdictKind.STEP_UP),
        ("allow", VerdictKind.LOCK, VerdictKind.LOCK),
        ("allow", VerdictKind.STEP_UP, VerdictKind.STEP_UP),
        ("step_up", VerdictKind.LOCK, VerdictKind.LOCK),
    ],
)
def test_while_the_service_is_away_the_choice_holds_unless_a_stricter_verdict_is_known(
    chosen: WhenAway, known: VerdictKind | None, due: VerdictKind, clock: Clock
) -> None:
    memory = Memory(chosen, 1.0, clock)
    if known is not None:
        memory.judged(verdict(known))
    ruling = memory.away("s", None)

    assert (ruling.kind, ruling.because) == (due, Because.AWAY)


def test_nobody_waits_for_a_service_that_was_away_just_now(clock: Clock) -> None:
    memory = Memory("allow", 1.0, clock)
    memory.away("s", None)
    another = memory.fresh("another")
    clock.now += AWAY_FOR

    assert another is not None
    assert another.because is Because.AWAY
    assert memory.fresh("another") is None


def test_what_is_remembered_is_limited(clock: Clock) -> None:
    memory = Memory("allow", 1.0, clock)
    for number in range(REMEMBERED + 1):
        memory.judged(verdict(VerdictKind.ALLOW, session=str(number)))

    assert memory.fresh("0") is None
    assert memory.fresh("1") is not None


@pytest.mark.parametrize("age", [-1.0, float("nan"), float("inf")])
def test_an_age_that_is_none_is_refused(age: float, clock: Clock) -> None:
    with pytest.raises(SettingsError):
        Memory("allow", age, clock)


def test_there_is_no_guess_what_holds_while_the_service_is_away() -> None:
    samehands = Samehands(NOWHERE, KEY)
    with pytest.raises(TypeError):
        Rulings(samehands)  # type: ignore[call-arg]  # that is the point
    with pytest.raises(SettingsError):
        Rulings(samehands, when_away="lock")  # type: ignore[arg-type]  # that is the point
    samehands.close()


@pytest.mark.parametrize("chosen", ["allow", "step_up"])
def test_a_service_that_is_gone_leads_to_what_was_chosen(chosen: WhenAway) -> None:
    with Samehands(NOWHERE, KEY) as samehands:
        ruling = Rulings(samehands, when_away=chosen).of("s")

    assert (ruling.kind, ruling.because) == (VerdictKind(chosen), Because.AWAY)


@pytest.mark.parametrize("session", [None, ""])
def test_a_request_of_no_session_is_never_allowed(session: str | None) -> None:
    with Samehands(NOWHERE, KEY) as samehands:
        ruling = Rulings(samehands, when_away="allow").of(session)

    assert (ruling.kind, ruling.because) == (VerdictKind.STEP_UP, Because.OVER)


@pytest.mark.slow
def test_a_step_up_holds_at_once_and_a_session_that_ended_vouches_for_nobody(
    samehands: Samehands,
) -> None:
    rulings = Rulings(samehands, when_away="allow", max_age=3600)
    session = samehands.start("r-1", ORIGIN).session
    kinds = [rulings.of(session).kind]
    kinds.append(rulings.step_up(session, passed=False).kind)
    kinds.append(rulings.of(session).kind)
    kinds.append(rulings.step_up(session, passed=True).kind)
    samehands.end(session)
    ended = Rulings(samehands, when_away="allow").of(session)

    assert kinds == [VerdictKind.ALLOW, VerdictKind.LOCK, VerdictKind.LOCK, VerdictKind.ALLOW]
    assert (ended.kind, ended.because) == (VerdictKind.STEP_UP, Because.OVER)


@pytest.mark.slow
def test_a_refused_key_is_no_service_that_is_away(service: Service) -> None:
    with Samehands(service.url, KEY) as stranger, pytest.raises(RefusedError):
        Rulings(stranger, when_away="allow").of("s")


@pytest.mark.slow
def test_a_session_that_is_followed_changes_without_being_asked_about(
    service: Service, api_key: str
) -> None:
    async def followed() -> tuple[VerdictKind, VerdictKind]:
        async with AsyncSamehands(service.url, api_key, patience=30.0) as samehands:
            rulings = AsyncRulings(samehands, when_away="step_up", max_age=0)
            session = (await samehands.start("r-2", ORIGIN)).session
            following = asyncio.create_task(rulings.follow(session))
            while rulings.known(session) is None:  # noqa: ASYNC110  # nobody tells: that is tested
                await asyncio.sleep(0.01)
            before = (await rulings.of(session)).kind
            await samehands.step_up(session, passed=False)
            while (known := rulings.known(session)) and known.allowed:  # noqa: ASYNC110  # the same
                await asyncio.sleep(0.01)
            after = (await rulings.of(session)).kind
            await samehands.end(session)
            await following
            return before, after

    assert awaited(followed()) == (VerdictKind.ALLOW, VerdictKind.LOCK)
