from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from samehands.errors import SettingsError
from samehands.host import Rulings, Samehands
from samehands.host.django import Guard

ORIGIN = "https://crm.example"
NOWHERE = "http://127.0.0.1:9"  # the port "discard": nobody listens there


@dataclass
class Request:
    """As much of Django's as a guard reads."""

    path: str
    session: str | None = "s"


def guarding(rulings: Rulings) -> Guard[Request, str]:
    """A guard that answers in words."""
    return Guard(
        rulings,
        session_of=lambda request: request.session,
        step_up=lambda _, ruling: f"step up: {ruling.because}",
        lock=lambda _, __: "locked",
    )


def record(request: Request, number: int) -> str:
    """A view."""
    return f"record {number} at {request.path}"


@pytest.fixture
def away() -> Iterator[Guard[Request, str]]:
    """A guard whose service is away."""
    with Samehands(NOWHERE, "sh_nobody_nothing") as samehands:
        yield guarding(Rulings(samehands, when_away="step_up"))


def test_a_guarded_view_keeps_its_name_and_is_not_reached(away: Guard[Request, str]) -> None:
    guarded = away(record)

    assert guarded.__name__ == "record"
    assert guarded(Request("/records/7"), 7) == "step up: away"
    assert guarded(Request("/records/7", None), number=7) == "step up: over"


def test_a_middleware_guards_its_paths_and_nothing_else(away: Guard[Request, str]) -> None:
    answer = away.middleware("/records", "/export")(lambda request: f"page {request.path}")

    assert answer(Request("/recordings")) == "page /recordings"
    assert answer(Request("/records/7")) == "step up: away"
    assert answer(Request("/export")) == "step up: away"


@pytest.mark.parametrize("protects", [(), ("records",)])
def test_a_middleware_of_nothing_is_refused(
    protects: tuple[str, ...], away: Guard[Request, str]
) -> None:
    with pytest.raises(SettingsError):
        away.middleware(*protects)


@pytest.mark.slow
def test_a_session_is_let_through_until_it_is_locked(samehands: Samehands) -> None:
    rulings = Rulings(samehands, when_away="step_up")
    guarded = guarding(rulings)(record)
    request = Request("/records/7", samehands.start("d-1", ORIGIN).session)
    before = guarded(request, 7)
    rulings.step_up(request.session or "", passed=False)

    assert before == "record 7 at /records/7"
    assert guarded(request, 7) == "locked"
