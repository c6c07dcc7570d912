import socket
from threading import Thread

import pytest

from fixtures.service import Service
from host.loops import awaited
from samehands.errors import SettingsError
from samehands.host import (
    AsyncSamehands,
    AwayError,
    Consent,
    RefusedError,
    Samehands,
    SessionOverError,
    StartedSession,
    VerdictKind,
)
from samehands.quantities import Micros

ORIGIN = "https://crm.example"
NOBODY = "sh_nobody_nothing"

pytestmark = pytest.mark.slow  # the first of them starts the service


def test_a_session_is_started_judged_and_ended(samehands: Samehands) -> None:
    started = samehands.start("s-1", ORIGIN)
    verdict = samehands.verdict(started.session)
    samehands.end(started.session)

    assert started.token
    assert verdict.session == started.session
    assert verdict.verdict.kind is VerdictKind.ALLOW
    assert verdict.verdict.reasons[0].sentence


def test_a_session_can_be_ended_twice_and_is_over_then(samehands: Samehands) -> None:
    session = samehands.start("s-2", ORIGIN).session
    samehands.end(session)
    samehands.end(session)

    with pytest.raises(SessionOverError):
        samehands.verdict(session)


@pytest.mark.parametrize("session", ["nothing", "a/b?c#d", "../keys"])
def test_a_session_that_never_was_is_over(samehands: Samehands, session: str) -> None:
    with pytest.raises(RefusedError):
        samehands.verdict(session)


@pytest.mark.parametrize("session", ["", ".", ".."])
def test_a_name_that_would_be_another_path_is_not_asked_about(
    samehands: Samehands, session: str
) -> None:
    with pytest.raises(SettingsError):
        samehands.end(session)


def test_a_failed_step_up_locks_and_a_passed_one_opens(samehands: Samehands) -> None:
    session = samehands.start("s-3", ORIGIN).session

    assert samehands.step_up(session, passed=False).verdict.kind is VerdictKind.LOCK
    assert samehands.step_up(session, passed=True, strong=True).verdict.kind is VerdictKind.ALLOW


def test_a_long_poll_answers_as_soon_as_something_changes(samehands: Samehands) -> None:
    session = samehands.start("s-4", ORIGIN).session
    known = samehands.verdict(session).revision
    failing = Thread(target=lambda: samehands.step_up(session, passed=False))
    failing.start()
    verdict = samehands.verdict(session, wait=25.0, after=known)
    failing.join()

    assert verdict.revision > known
    assert verdict.verdict.kind is VerdictKind.LOCK


def test_the_state_of_a_template_can_be_asked_for(samehands: Samehands) -> None:
    samehands.start("s-8", ORIGIN)
    template = samehands.subject("s-8").template

    assert (template.state, template.windows) == ("none", 0)
    assert template.windows_due > 0


def test_a_consent_is_told_at_the_start_or_later_and_the_first_one_stays(
    samehands: Samehands,
) -> None:
    first = Consent("2026-11", "de-AT", Micros(1_700_000_000_000_000))
    with_it = samehands.start("s-9", ORIGIN, consent=first).session
    later = samehands.start("s-9", ORIGIN).session

    assert samehands.consent(later, first) == first
    for session in (with_it, later):
        assert samehands.consent(session, Consent("2026-11", "en", Micros(first.at + 1))) == first
    with pytest.raises(RefusedError) as refused:
        samehands.consent(later, Consent("", "de-AT", first.at))
    assert refused.value.kind == "invalid"


def test_asyncio_gets_the_same_answers(service: Service, api_key: str) -> None:
    async def asked() -> tuple[StartedSession, VerdictKind]:
        async with AsyncSamehands(service.url, api_key, patience=30.0) as samehands:
            started = await samehands.start("s-5", ORIGIN)
            agreed = Consent("2026-11", "de-AT", Micros(1_700_000_000_000_000))
            assert await samehands.consent(started.session, agreed) == agreed
            locked = await samehands.step_up(started.session, passed=False)
            await samehands.end(started.session)
            with pytest.raises(SessionOverError):
                await samehands.verdict(started.session)
            return started, locked.verdict.kind

    started, kind = awaited(asked())

    assert started.token
    assert kind is VerdictKind.LOCK


def test_a_refused_key_says_so_and_is_not_a_service_that_is_away(service: Service) -> None:
    with Samehands(service.url, NOBODY) as stranger, pytest.raises(RefusedError) as refused:
        stranger.start("s-6", ORIGIN)

    assert refused.value.status == 401
    assert refused.value.kind == "unauthenticated"
    assert NOBODY not in str(refused.value)


def test_a_service_that_is_not_there_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with Samehands(f"http://127.0.0.1:{port}", NOBODY) as samehands, pytest.raises(AwayError):
        samehands.verdict("anything")


def test_a_service_that_accepts_and_says_nothing_is_away() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        Samehands(
            f"http://127.0.0.1:{silent.getsockname()[1]}", NOBODY, patience=0.1
        ) as samehands,
        pytest.raises(AwayError, match="ReadTimeout"),
    ):
        samehands.verdict("anything")


def test_no_secret_is_in_what_is_printed(samehands: Samehands, api_key: str) -> None:
    started = samehands.start("s-7", ORIGIN)

    assert started.token not in repr(started)
    assert api_key not in repr(samehands)


@pytest.mark.parametrize(
    ("server", "key"), [("samehands.example", NOBODY), ("", NOBODY), ("https://s.example", "")]
)
def test_an_address_or_a_key_that_is_none_is_refused_at_once(server: str, key: str) -> None:
    with pytest.raises(SettingsError):
        Samehands(server, key)
