"""What the console reads: all seats, one session, health, settings."""

from typing import Any

import pytest

from samehands.server.auth import Role
from samehands.server.routes import now as now_route
from samehands.trust import Hypothesis
from server.service import Host, enrol, numbered, windows_of


def taken_over(host: Host) -> dict[str, Any]:
    """A session of seat 6 in which somebody else types, and that alarms."""
    enrol(host)
    session = host.start("seat-6", group="agents")
    own = windows_of("seat-6", "day-4")
    theirs = windows_of("seat-2", "day-4") + windows_of("seat-2", "day-5")
    host.pass_seconds(60)
    host.send(session["token"], numbered(own))
    host.pass_seconds(60)
    host.send(session["token"], numbered(theirs, len(own)))
    return session


def test_every_open_session_is_a_seat_with_its_case(host: Host) -> None:
    session = taken_over(host)
    host.start("seat-1")
    analyst = host.house.logged_in("ada", Role.ANALYST)

    now = analyst.ask("GET", "/v1/now").json()

    assert now["left_off"] == 0
    alarmed, quiet = now["seats"]
    assert (alarmed["session"], alarmed["subject"]) == (session["session"], "seat-6")
    assert (alarmed["state"], alarmed["verdict"], alarmed["group"]) == (
        "alarm",
        "step_up",
        "agents",
    )
    assert alarmed["share"] >= 1
    assert alarmed["case"] == host.parts.store.cases.of_session(session["session"])[0].id
    assert alarmed["since"] <= alarmed["last_at"] <= now["at"]
    assert (quiet["subject"], quiet["state"], quiet["case"]) == ("seat-1", "learning", None)
    assert now["budget"]["allowed_per_month"] == 1.0
    assert now["budget"]["actual"] == 0.0
    assert host.house.actions()[-1] == "looked at all sessions"


def test_of_too_many_seats_those_in_doubt_are_sent(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now_route, "SEATS", 2)
    for place in range(4):
        host.start(f"s-{place}")
    locked = host.start("s-5")["session"]
    host.step_up(locked, passed=False)

    now = host.house.logged_in("ada", Role.ANALYST).ask("GET", "/v1/now").json()

    assert now["left_off"] == 3
    assert now["seats"][0]["session"] == locked


def test_a_session_is_shown_point_by_point_with_the_reason_in_words(host: Host) -> None:
    session = taken_over(host)
    host.step_up(session["session"], passed=False)
    host.end(session["session"])
    analyst = host.house.logged_in("ada", Role.ANALYST)

    view = analyst.ask("GET", f"/v1/sessions/{session['session']}").json()

    kinds = [point["kind"] for point in view["points"]]
    assert kinds == ["started", *["window"] * (len(kinds) - 3), "step_up", "ended"]
    assert (view["subject"], view["group"], view["state"]) == ("seat-6", "agents", "locked")
    assert view["ended_at"] is not None
    assert view["threshold"] in host.parts.setups.of("agents").thresholds.values()
    assert "threshold" in view["why"]
    assert "unlike the owner" in view["why"]
    assert view["case"] is not None
    assert not view["more"]
    windows = [point for point in view["points"] if point["kind"] == "window"]
    for point in windows:
        assert sum(point["channels"].values()) == pytest.approx(point["llr"])
        assert set(point["channels"]) <= {"holds", "flights"}
        assert point["sentence"]
    assert max(point["level"] for point in windows) >= view["threshold"]
    assert [point["ordinal"] for point in view["points"]] == sorted(
        point["ordinal"] for point in view["points"]
    )
    looks = [(entry.action, entry.session) for entry in host.house.log() if entry.session]
    assert looks == [("looked at a session", session["session"])]


def test_points_can_be_read_on_from_where_one_was(host: Host) -> None:
    session = taken_over(host)["session"]
    analyst = host.house.logged_in("ada", Role.ANALYST)
    whole = analyst.ask("GET", f"/v1/sessions/{session}").json()["points"]

    rest = analyst.ask("GET", f"/v1/sessions/{session}?after={whole[2]['ordinal']}").json()

    assert rest["points"] == whole[3:]


def test_an_unknown_session_is_unknown_and_nobody_is_said_to_have_looked(host: Host) -> None:
    analyst = host.house.logged_in("ada", Role.ANALYST)
    before = host.house.actions()

    assert analyst.ask("GET", "/v1/sessions/nobody").status_code == 404
    assert host.house.actions() == before


def test_health_says_what_is_covered_and_what_cannot_be_seen(host: Host) -> None:
    taken_over(host)
    auditor = host.house.logged_in("aud", Role.AUDITOR)
    case = host.parts.store.cases.listed(limit=1)[0]
    analyst = host.house.logged_in("ada", Role.ANALYST)
    decided = analyst.ask("POST", f"/v1/cases/{case.id}/decision", {"decision": "false_alarm"})
    assert decided.status_code == 200, decided.text

    health = auditor.ask("GET", "/v1/health").json()

    assert health["coverage"] == {"sessions": 4, "judged": 1, "learning": 3}
    assert health["store"]["database"] == "sqlite"
    assert health["store"]["writing"] is True
    assert health["store"]["bytes"] > 0
    assert all(sentence.endswith(".") for sentence in health["sees"] + health["cannot_see"])
    budget = health["budget"]
    assert budget["persons"] == 1
    # Three days of one person, and one alarm that was false: ten in a month of 30 days.
    assert budget["actual"] == pytest.approx(10, abs=0.1)
    low, high = budget["interval"]
    assert low < budget["actual"] < high


POLICY = {"checks": {"session": {"step_up_at": 0.5, "lock_at": 2.0}}}


def test_settings_are_read_changed_and_apply_from_the_next_input_on(host: Host) -> None:
    admin = host.house.logged_in("root", Role.ADMIN)
    before = admin.ask("GET", "/v1/settings").json()
    assert before["version"] == 0
    assert before["budget"] == {"false_alarms_per_person_month": 1.0}
    assert list(before["policies"]) == ["default"]
    assert before["changed_by"] is None

    threshold = host.parts.setups.of("agents").thresholds[Hypothesis.OTHER_PERSON]
    change = {
        "version": 0,
        "budget": {"false_alarms_per_person_month": 0.1},
        "policies": {**before["policies"], "agents": POLICY},
    }
    after = admin.ask("PUT", "/v1/settings", change)

    assert after.status_code == 200, after.text
    assert after.json()["version"] == 1
    assert after.json()["policies"]["agents"]["checks"]["session"]["lock_at"] == 2.0
    assert after.json() == admin.ask("GET", "/v1/settings").json()
    setups = host.parts.setups
    assert setups.of("agents").policy.checks["session"].step_up_at == 0.5
    assert setups.of("others").policy == setups.of("default").policy
    other = Hypothesis.OTHER_PERSON
    assert setups.of("agents").thresholds[other] > threshold
    conflict = admin.ask("PUT", "/v1/settings", change)
    assert conflict.status_code == 409
    assert host.house.actions()[-1] == "changed the settings"


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": -1},
        {"budget": {"false_alarms_per_person_month": 0}},
        {"budget": {"false_alarms_per_person_month": "one"}},
        {"policies": {"agents": {"checks": {}}}},
        {"policies": {"agents": {"checks": {"session": {"step_up_at": 2}}}}},
        {"policies": {"agents": {**POLICY, "findings": {"no such": "lock"}}}},
        {"policies": {"agents": {**POLICY, "more": 1}}},
        {"policies": {"": POLICY}},
        {"policies": {str(place): POLICY for place in range(101)}},
        {"more": 1},
    ],
)
def test_settings_that_make_no_sense_are_refused_and_change_nothing(
    host: Host, wrong: dict[str, Any]
) -> None:
    admin = host.house.logged_in("root", Role.ADMIN)
    change = {
        "version": 0,
        "budget": {"false_alarms_per_person_month": 1.0},
        "policies": {},
        **wrong,
    }

    answer = admin.ask("PUT", "/v1/settings", change)

    assert answer.status_code == 422, answer.text
    assert admin.ask("GET", "/v1/settings").json()["version"] == 0
    assert host.parts.setups.version == 0
