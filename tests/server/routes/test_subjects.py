"""Subjects: how far their template is, back to an earlier version, and erased."""

from typing import Any
from urllib.parse import quote

from samehands.server.auth import Role, Scope
from server.service import Host, enrol, windows_of


def kind_of(answer: Any) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def state_of(host: Host, subject: str = "seat-6") -> dict[str, Any]:
    """What is held about a subject."""
    answer = host.ask("GET", f"/v1/subjects/{subject}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_template_is_none_then_enrolling_then_ready(host: Host) -> None:
    session = host.start("seat-6", group="agents")
    nothing = state_of(host)["template"]
    assert nothing == {
        "state": "none",
        "version": 0,
        "windows": 0,
        "windows_due": 10,
        "sessions": 0,
        "sessions_due": 2,
        "devices": [],
        "versions": [],
        "held_windows": 0,
    }
    # Not one of those that `enrol` sends: the same windows again would be a replay.
    host.send(session["token"], windows_of("seat-6", "day-4"))
    host.end(session["session"])
    gathered = state_of(host)["template"]
    assert (gathered["state"], gathered["sessions"], gathered["version"]) == ("enrolling", 1, 0)
    assert gathered["windows"] == gathered["devices"][0]["windows"] > 0

    enrol(host)
    ready = state_of(host)
    assert (ready["subject"], ready["group"]) == ("seat-6", "agents")
    assert ready["template"]["state"] == "ready"
    assert ready["template"]["versions"][-1] == ready["template"]["version"]
    assert ready["template"]["windows"] >= ready["template"]["windows_due"]


def test_a_template_goes_back_to_a_version_that_it_lists_and_to_no_other(host: Host) -> None:
    enrol(host)
    session = host.start("seat-6")
    host.send(session["token"], windows_of("seat-6", "day-4"))
    host.pass_seconds(86_400)
    host.end(session["session"])
    before = state_of(host)["template"]
    path = "/v1/subjects/seat-6/rollback"

    unknown = host.ask("POST", path, json={"version": 99})
    assert kind_of(unknown) == (409, "version_unknown")
    back = host.ask("POST", path, json={"version": before["versions"][0]})
    assert back.status_code == 200
    assert back.json()["template"]["version"] == before["version"] + 1
    assert kind_of(host.ask("POST", path, json={"version": 0})) == (422, "invalid")


def test_an_unknown_subject_is_unknown_and_asking_makes_none(host: Host) -> None:
    for method, path in (
        ("GET", "/v1/subjects/nobody"),
        ("DELETE", "/v1/subjects/nobody"),
    ):
        assert kind_of(host.ask(method, path)) == (404, "subject_unknown")
    answer = host.ask("POST", "/v1/subjects/nobody/rollback", json={"version": 1})
    assert kind_of(answer) == (404, "subject_unknown")
    assert host.parts.store.subjects.get("nobody") is None


def test_an_erasure_ends_sessions_leaves_nothing_and_gives_a_receipt(host: Host) -> None:
    session = host.start("seat-6")
    host.send(session["token"], windows_of("seat-6", "day-1"))
    count = 1 + len(windows_of("seat-6", "day-1"))

    receipt = host.ask("DELETE", "/v1/subjects/seat-6").json()

    assert (receipt["subject"], receipt["inputs"], receipt["sessions"]) == ("seat-6", count, 1)
    kept = host.parts.store.subjects.receipts("seat-6")[0]
    assert host.parts.store.subjects.is_genuine(kept)
    assert receipt["signature"] == kept.signature.hex()
    assert host.parts.feed.standing(session["session"]) is None
    assert kind_of(host.ask("GET", "/v1/subjects/seat-6")) == (410, "subject_erased")
    verdict = host.ask("GET", f"/v1/sessions/{session['session']}/verdict")
    assert kind_of(verdict) == (404, "session_unknown")
    assert host.ask("DELETE", "/v1/subjects/seat-6").json() == receipt


def test_every_look_at_a_subject_is_written_down_before_it_is_answered(host: Host) -> None:
    host.start("s-17")
    state_of(host, "s-17")
    officer = host.house.logged_in("dpo", Role.PRIVACY_OFFICER)
    assert officer.ask("GET", "/v1/subjects/s-17").status_code == 200
    assert officer.ask("DELETE", "/v1/subjects/s-17").status_code == 200

    looks = [(entry.action, entry.subject) for entry in host.house.log() if entry.subject]
    assert looks == [
        ("looked at a subject", "s-17"),
        ("looked at a subject", "s-17"),
        ("erased a subject", "s-17"),
    ]


def test_a_key_for_sessions_alone_sees_no_subject(host: Host) -> None:
    host.start("s-17")
    other = Host(host.house, host.house.key(Scope.SESSIONS))

    for method in ("GET", "DELETE"):
        assert other.ask(method, "/v1/subjects/s-17").status_code == 403
    assert host.house.log() == []


def test_a_subject_with_any_name_that_is_let_in_can_be_asked_for(host: Host) -> None:
    for subject in ("ä b", "a?b#c", "x" * 128, "..", "名"):
        host.start(subject)
        answer = host.ask("GET", f"/v1/subjects/{quote(subject, safe='').replace('.', '%2E')}")
        assert answer.status_code == 200, (subject, answer.text)
        assert answer.json()["subject"] == subject
