"""The comparison over HTTP: what was typed since the change beside what is usual."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samehands.identity.comparison import SHOWN
from samehands.monitor import StepUpAnswered
from samehands.server.auth import Role
from samehands.server.comparable import USUAL_WINDOWS
from samehands.server.routes.comparison import compare_session
from server.routes.team import INTRUDER, OWNER, Typing, office, typed


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Typing]:
    """A seat whose owner is enrolled."""
    with office(tmp_path, compare_session) as opened:
        opened.enrol()
        yield opened


def compared(seat: Typing, session: str, query: str = "") -> dict[str, Any]:
    """What an analyst is shown."""
    name = f"ann-{len(seat.house.log())}"
    browser = seat.house.logged_in(name, Role.ANALYST)
    answer = browser.ask("GET", f"/v1/sessions/{session}/comparison{query}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_take_over_is_compared_from_the_change_on(seat: Typing) -> None:
    seat.take_over()
    shown, whole = compared(seat, "work"), compared(seat, "work", "?whole=true")
    theirs = len(typed()[INTRUDER][0])

    assert len(shown["readings"]) == SHOWN
    assert 2 <= shown["windows"] <= theirs
    assert shown["until"] is not None
    # Of one device class: the owner's machine changed its timer in mid-session.
    assert theirs <= whole["windows"] <= 4 + theirs
    assert (whole["since"], whole["until"]) == (None, None)
    strongest = [abs(one["difference_sd"]) for one in shown["readings"]]
    assert strongest == sorted(strongest, reverse=True)
    assert strongest[0] > 2
    assert "than usual" in shown["readings"][0]["sentence"]


def test_a_reading_has_all_that_a_chart_needs(seat: Typing) -> None:
    seat.take_over()
    for reading in compared(seat, "work")["readings"]:
        session, usual = reading["session"], reading["usual"]
        assert reading["unit"] == "sd of the population"
        assert len(session["values"]) == session["windows"] > 1
        assert usual["windows"] >= 10
        assert usual["sd"] > 0
        assert reading["difference_sd"] == pytest.approx(
            (session["mean"] - usual["mean"]) / usual["sd"]
        )


def test_after_a_passed_step_up_it_still_shows_what_raised_the_alarm(seat: Typing) -> None:
    seat.take_over()
    before = compared(seat, "work")
    seat.tell(StepUpAnswered("work", passed=True, at=seat.house.clock.now))
    seat.type_in("work", typed()[OWNER][4])

    assert compared(seat, "work")["readings"] == before["readings"]


def test_an_owner_is_compared_as_a_whole_and_differs_little(seat: Typing) -> None:
    seat.log_in("work")
    seat.type_in("work", typed()[OWNER][5])
    shown = compared(seat, "work")

    assert shown["windows"] >= 2
    assert max(abs(one["difference_sd"]) for one in shown["readings"]) < 3


def test_too_little_is_said_and_not_guessed(seat: Typing) -> None:
    seat.log_in("short")
    seat.type_in("short", typed()[OWNER][4][:1])
    shown = compared(seat, "short")

    assert shown["readings"] == []
    assert shown["missing"] == [{"need": "probe windows", "have": 1, "due": 2}]


def test_before_enrolment_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with office(tmp_path, compare_session) as new:
        new.log_in("first")
        new.type_in("first", typed()[OWNER][0])
        shown = compared(new, "first")

    assert shown["readings"] == []
    assert {lack["need"] for lack in shown["missing"]} == {
        "enrolled windows",
        "enrolled sessions",
    }


def test_the_owner_s_own_windows_are_what_is_usual_once_there_are_enough(seat: Typing) -> None:
    for day, windows in enumerate(typed()[OWNER][4:]):
        seat.work(f"more-{day}", windows)
    seat.work("again", typed()[OWNER][2])
    seat.take_over("late", day=1)
    usual = {one["usual"]["windows"] for one in compared(seat, "late")["readings"]}

    assert len(usual) == 1
    assert 10 <= usual.pop() <= USUAL_WINDOWS


def test_only_analysts_compare_and_every_comparison_is_logged(seat: Typing) -> None:
    seat.take_over()
    for role in set(Role) - {Role.ANALYST}:
        browser = seat.house.logged_in(f"not-{role}", role)
        assert browser.ask("GET", "/v1/sessions/work/comparison").status_code == 403
    compared(seat, "work")
    last = seat.house.log()[-1]

    assert last.action == "looked at a comparison"
    assert (last.subject, last.session) == (OWNER, "work")


def test_a_session_that_is_none_is_refused(seat: Typing) -> None:
    browser = seat.house.logged_in("ann", Role.ANALYST)
    answer = browser.ask("GET", "/v1/sessions/none/comparison")

    assert answer.status_code == 404
    assert answer.json()["type"].endswith("session_unknown")
