"""Exposure, allowance and honey records, as the host application and an analyst see them."""

from pathlib import Path
from typing import Any

import pytest

from samehands.server.auth import Role
from server.access_host import access_service, hashed, read_of, told
from server.auth.house import Browser
from server.service import Clock, Host, numbered, windows_of


def allowance(host: Host, session: str) -> dict[str, Any]:
    """What a session may read."""
    answer = host.ask("GET", f"/v1/sessions/{session}/allowance")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def read_in_bulk(host: Host, session: str, records: int, every: float = 0.8) -> None:
    """Read one record after the other, told of at once."""
    for number in range(records):
        host.pass_seconds(every)
        told(host, [read_of(f"c-{number}", session=session)])


def seen_by_analyst(host: Host, path: str) -> dict[str, Any]:
    """What an analyst is shown."""
    browser = getattr(host, "_analyst", None) or host.house.logged_in("anna", Role.ANALYST)
    host._analyst = browser  # type: ignore[attr-defined]
    answer = browser.ask("GET", path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_ordinary_reading_shows_nowhere(host: Host) -> None:
    session = host.start("s-1")["session"]
    read_in_bulk(host, session, 2, every=120)
    page = seen_by_analyst(host, f"/v1/sessions/{session}")
    (seat,) = seen_by_analyst(host, "/v1/now")["seats"]

    assert host.verdict(session)["exposure"] is None
    assert (page["exposure"], seat["exposure"]) == (None, None)
    assert (host.verdict(session)["share"], seat["share"]) == (0.0, 0.0)
    assert [point["kind"] for point in page["points"]] == ["started"]


def test_bulk_reading_shows_how_much_was_exposed_and_opens_a_case(host: Host) -> None:
    session = host.start("s-1")["session"]
    read_in_bulk(host, session, 60)
    verdict = host.verdict(session)
    page = seen_by_analyst(host, f"/v1/sessions/{session}")
    (seat,) = seen_by_analyst(host, "/v1/now")["seats"]
    (case,) = seen_by_analyst(host, "/v1/cases")["cases"]
    detail = seen_by_analyst(host, f"/v1/cases/{case['id']}")

    exposure = verdict["exposure"]
    assert 0 <= exposure["low"] <= exposure["records"] <= exposure["high"] == 60
    assert page["exposure"] == seat["exposure"] == detail["exposure"] == exposure
    assert seat["case"] == case["id"]
    assert case["session"] == session
    assert any(point["kind"] == "records" for point in page["points"])


def test_reads_of_a_subject_without_a_session_count_for_each_that_is_open(host: Host) -> None:
    one, other = host.start("s-1")["session"], host.start("s-1")["session"]
    for number in range(60):
        host.pass_seconds(0.8)
        told(host, [read_of(f"c-{number}", subject="s-1")])

    assert host.verdict(one)["exposure"]["high"] == 60
    assert host.verdict(other)["exposure"]["high"] == 60
    assert len(seen_by_analyst(host, "/v1/cases")["cases"]) == 2


def test_after_a_restart_the_exposure_is_what_it_was(tmp_path: Path) -> None:
    clock = Clock()
    with access_service(tmp_path, clock) as host:
        session = host.start("s-1")["session"]
        read_in_bulk(host, session, 40)
        before = host.verdict(session)
    with access_service(tmp_path, clock) as host:
        after = host.verdict(session)

    assert before["exposure"] is not None
    assert after["exposure"] == before["exposure"]
    assert after["verdict"]["kind"] == before["verdict"]["kind"]


def test_what_may_be_read_shrinks_as_doubt_grows_and_never_grows_with_it(host: Host) -> None:
    session = host.start("s-1")["session"]
    views = [allowance(host, session)["actions"]["view"]["records_per_minute"]]
    for number in range(40):
        host.pass_seconds(0.8)
        told(host, [read_of(f"c-{number}", session=session)])
        views.append(allowance(host, session)["actions"]["view"]["records_per_minute"])

    assert views == sorted(views, reverse=True)
    assert views[-1] < views[0]


def test_a_locked_session_may_read_nothing_and_the_header_says_the_same(host: Host) -> None:
    session = host.start("s-1")["session"]
    host.step_up(session, passed=False)
    answer = host.ask("GET", f"/v1/sessions/{session}/allowance")

    assert answer.json()["records_per_minute"] == 0.0
    assert answer.headers["Samehands-Allowance"] == "view=0, search=0, export=0"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["actions"]["export"]["when_unreachable"] == "closed"


def test_the_allowance_of_a_session_that_is_over_is_refused(host: Host) -> None:
    session = host.start("s-1")["session"]
    host.end(session)

    assert host.ask("GET", f"/v1/sessions/{session}/allowance").status_code == 410
    assert host.ask("GET", "/v1/sessions/nothing/allowance").status_code == 404


def honey(browser: Browser, *records: str) -> dict[str, Any]:
    """Register records."""
    answer = browser.ask("POST", "/v1/honey", {"records": list(records)})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_honey_record_is_noticed_at_once_and_never_named(host: Host) -> None:
    ada = host.house.logged_in("ada", Role.ADMIN)
    session = host.start("s-1")["session"]
    assert honey(ada, hashed("bait"))["count"] == 1
    told(host, [read_of(1, session=session), read_of("bait", session=session)])
    page = seen_by_analyst(host, f"/v1/sessions/{session}")

    assert [f["kind"] for f in page["points"][-1]["findings"]] == ["honey_record"]
    assert hashed("bait") not in str(page) + str(host.verdict(session))
    assert "bait" not in str(page)


def test_honey_records_are_counted_and_forgotten_and_nobody_is_told_which(host: Host) -> None:
    ada = host.house.logged_in("ada", Role.ADMIN)
    session = host.start("s-1")["session"]

    assert honey(ada, hashed(1), hashed(2), hashed(1))["count"] == 2
    assert ada.ask("DELETE", f"/v1/honey/{hashed(2)}").json() == {"count": 1}
    assert ada.ask("DELETE", f"/v1/honey/{hashed(3)}").json() == {"count": 1}
    assert ada.ask("GET", "/v1/honey").json() == {"count": 1}
    told(host, [read_of(2, session=session)])
    assert len(seen_by_analyst(host, f"/v1/sessions/{session}")["points"]) == 1
    reasons = [one.reason or "" for one in host.house.log()]
    assert not [reason for reason in reasons if hashed(1) in reason]


@pytest.mark.parametrize("record", ["4711", "", "A" * 32, "0" * 33])
def test_a_plain_id_is_no_honey_record(host: Host, record: str) -> None:
    ada = host.house.logged_in("ada", Role.ADMIN)
    answer = ada.ask("POST", "/v1/honey", {"records": [record]})

    assert answer.status_code in {400, 422}
    assert ada.ask("GET", "/v1/honey").json() == {"count": 0}


def test_another_process_notices_a_honey_record_within_seconds(tmp_path: Path) -> None:
    clock = Clock()
    with access_service(tmp_path, clock) as host:
        session = host.start("s-1")["session"]
        told(host, [read_of(1, session=session)])
        host.parts.store.honey.add([bytes.fromhex(hashed("bait"))], "account:other", clock.now)
        host.pass_seconds(11)
        told(host, [read_of("bait", session=session)])
        points = seen_by_analyst(host, f"/v1/sessions/{session}")["points"]

    assert [finding["kind"] for finding in points[-1]["findings"]] == ["honey_record"]


def test_people_see_their_own_reading_and_nobody_else_does(host: Host) -> None:
    session = host.start("s-1")["session"]
    told(host, [read_of(number, session=session) for number in (1, 2, 2)])
    self = host.house.logged_in("sam", Role.SELF, subject="s-1")

    assert self.ask("GET", "/v1/me").json()["records_today"] == 2


def test_windows_in_doubt_carry_the_exposure_too(host: Host) -> None:
    started = host.start("seat-6")
    session = started["session"]
    read_in_bulk(host, session, 40)
    host.send(started["token"], numbered(windows_of("seat-6", "day-1")[:1]))

    assert host.verdict(session)["exposure"]["high"] == 40
