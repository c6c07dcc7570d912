"""The whole life of sessions: real people's windows, from enrolment to a take-over that alarms."""

from pathlib import Path
from typing import Any

import pytest

from samehands.adapters.sql import CaseStatus
from samehands.monitor import Team, answered_by_owner
from samehands.monitor.defaults import default_setup
from samehands.wire import encode_batch
from samehands.wire.records import NOT_THE_OWNER, Mark, RecordedMark
from server.service import Clock, Host, demo_records, enrol, numbered, open_service, windows_of


class Played:
    """A recording taken through the service over HTTP, with the owner answering step-ups."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.open: dict[tuple[str, str], dict[str, Any]] = {}
        self.states: list[tuple[str, str, str, float]] = []
        self.taken_over: set[str] = set()

    def take(self, record: Any) -> None:
        """One record, and what follows from it."""
        place = record.place
        key = (place.seat, place.session)
        self.host.house.clock.now = place.at
        if isinstance(record, RecordedMark):
            self._mark(record.mark, key)
            return
        started = self.open[key]
        answer = self.host.send(started["token"], [record.message])
        assert (answer["received"], answer["accepted"]) == (1, 1)
        self._note(key, answer["verdict"])
        if answer["verdict"]["verdict"]["kind"] == "step_up":
            passed = place.seat not in self.taken_over
            self._note(key, self.host.step_up(started["session"], passed=passed))

    def _mark(self, mark: Mark, key: tuple[str, str]) -> None:
        if mark is Mark.SESSION_STARTS:
            self.open[key] = self.host.start(key[0])
        elif mark is Mark.SESSION_ENDS:
            self.host.end(self.open.pop(key)["session"])
        elif mark in NOT_THE_OWNER:
            self.taken_over.add(key[0])

    def _note(self, key: tuple[str, str], verdict: dict[str, Any]) -> None:
        self.states.append((*key, verdict["state"], verdict["share"]))


def replayed() -> list[tuple[str, str, str, float]]:
    """What the same recording gives when it is replayed without any service."""
    setup = default_setup()
    team = Team(setup, answered_by_owner)
    return [
        (
            entry.seat,
            entry.session,
            str(entry.state),
            max(entry.result.trust.shares(setup.thresholds).values(), default=0.0),
        )
        for record in demo_records()
        for entry in team.take(record)
        if entry.event is not None
        and entry.state is not None
        and entry.result is not None
        and entry.result.trust is not None
        and type(entry.event).__name__ in {"WindowArrived", "EarlySignArrived", "StepUpAnswered"}
    ]


@pytest.mark.slow
def test_the_service_believes_what_a_replay_believes_and_opens_a_case_for_each_alarm(
    tmp_path: Path,
) -> None:
    with open_service(tmp_path, Clock()) as house:
        played = Played(Host(house))
        for record in demo_records():
            played.take(record)

        assert played.states == replayed()
        cases = house.store.cases.listed(limit=10)
        # The injector was plugged into seat-3, and seat-6 was taken over.
        assert sorted((case.subject, case.status) for case in cases) == [
            ("seat-3", CaseStatus.OPEN),
            ("seat-6", CaseStatus.OPEN),
        ]
        for case in cases:
            assert case.level >= case.threshold
            assert "%" in case.sentence
        [taken_over] = (case for case in cases if case.subject == "seat-6")
        assert taken_over.changed_after is not None
        assert taken_over.changed_after < taken_over.opened_at
        assert len(house.parts.feed) == 0


@pytest.mark.slow
def test_a_service_that_starts_again_goes_on_with_the_same_verdicts(tmp_path: Path) -> None:
    records = demo_records()
    clock = Clock()
    states = []
    key = ""
    played: Played | None = None
    for part in (records[:100], records[100:180], records[180:235], records[235:]):
        with open_service(tmp_path, clock, snapshot_every=7) as house:
            host = Host(house, key)
            key = host.key
            before = played
            played = Played(host)
            if before is not None:
                played.open, played.taken_over = before.open, before.taken_over
            for record in part:
                played.take(record)
            states += played.states

    assert states == replayed()


def test_an_intruder_after_enrolment_alarms_and_a_failed_step_up_locks(host: Host) -> None:
    enrol(host)
    session = host.start("seat-6")
    own = host.send(session["token"], windows_of("seat-6", "day-4"))
    assert own["verdict"]["state"] == "verified"

    theirs = numbered(windows_of("seat-2", "day-4"), own["next_sequence"])
    host.pass_seconds(600)
    answer = host.send(session["token"], theirs)

    assert answer["verdict"]["state"] == "alarm"
    assert answer["verdict"]["verdict"]["kind"] == "step_up"
    assert answer["verdict"]["share"] >= 1
    locked = host.step_up(session["session"], passed=False)
    assert (locked["state"], locked["verdict"]["kind"]) == ("locked", "lock")
    assert len(host.parts.store.cases.of_session(session["session"])) == 1
    assert host.step_up(session["session"], passed=True, strong=True)["state"] == "verified"


def test_what_came_after_a_session_ended_is_refused_and_changes_nothing(host: Host) -> None:
    session = host.start()
    host.send(session["token"], windows_of("seat-1", "day-1"))
    host.end(session["session"])
    host.end(session["session"])

    answer = host.post(session["token"], encode_batch(windows_of("seat-1", "day-2")))

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (410, "session_ended")
    gone = host.ask("GET", f"/v1/sessions/{session['session']}/verdict")
    assert gone.status_code == 410
