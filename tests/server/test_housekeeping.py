"""Housekeeping: what has run out ends, and what is no longer kept goes."""

from pathlib import Path

from samehands.quantities import Micros
from samehands.server.housekeeping import ages_of, end_expired, sweep
from server.service import Clock, Host, open_service, settings_for, windows_of

DAY = 86_400


def test_sessions_that_have_run_out_end_and_teach(host: Host) -> None:
    portal = host.house.client.blocking_portal
    for day in ("day-1", "day-2", "day-3"):
        session = host.start("seat-6")
        host.send(session["token"], windows_of("seat-6", day))
        host.pass_seconds(DAY)
        assert portal.call(end_expired, host.parts) == 1

    state = host.ask("GET", "/v1/subjects/seat-6").json()
    assert state["template"]["state"] == "ready"
    assert len(host.parts.feed) == 0


def test_many_sessions_that_run_out_at_once_are_all_ended(tmp_path: Path) -> None:
    with open_service(tmp_path, queue=250) as house:
        host = Host(house)
        for place in range(30):
            host.start(f"s-{place}")
        host.pass_seconds(36_000)

        assert house.client.blocking_portal.call(end_expired, house.parts) == 30
        assert house.store.sessions.open() == ()


def test_what_is_older_than_its_age_is_swept(tmp_path: Path) -> None:
    clock = Clock()
    with open_service(tmp_path, clock, keep_inputs=1, keep_sessions=2) as house:
        host = Host(house)
        session = host.start("s-1")
        host.send(session["token"], windows_of("seat-1", "day-1"))
        host.end(session["session"])
        clock.pass_seconds(1.5 * DAY)
        house.client.blocking_portal.call(sweep, house.parts)
        assert house.store.journal.taken("s-1", session["session"], limit=99) == ()
        assert house.store.sessions.get(session["session"]) is not None
        clock.pass_seconds(DAY)
        house.client.blocking_portal.call(sweep, house.parts)
        assert house.store.sessions.get(session["session"]) is None
        # What was learnt is in the snapshot, which stays.
        assert host.ask("GET", "/v1/subjects/s-1").json()["template"]["state"] == "enrolling"


def test_ages_are_the_settings_in_microseconds(tmp_path: Path) -> None:
    ages = ages_of(settings_for(tmp_path, keep_inputs=1, keep_cases=2, keep_access_log=3))

    assert ages.inputs == Micros(DAY * 1_000_000)
    assert ages.cases == Micros(2 * DAY * 1_000_000)
    assert ages.access_log == Micros(3 * DAY * 1_000_000)
