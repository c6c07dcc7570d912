import re
from collections.abc import Sequence
from importlib import resources

import pytest

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.demo_reads import made_up_reads
from samehands.cli.demo_story import Event, Story, before_the_last_day
from samehands.cli.host_application import HostApplication
from samehands.cli.live_demo import running
from samehands.cli.live_reads import LiveReads
from samehands.cli.recording_file import read_windows
from samehands.quantities import Micros
from samehands.rhythm import DEFAULT
from samehands.wire.records import Mark, Record, RecordedMark, RecordedWindow


@pytest.fixture(scope="module")
def records() -> Sequence[Record]:
    """The recorded team that is shipped, in order of time."""
    with resources.as_file(resources.files("samehands.cli") / "demo_data" / "team.jsonl") as file:
        read = read_windows(file)[1]
    return sorted(read, key=lambda record: record.place.at)


def marks(records: Sequence[Event], mark: Mark) -> list[tuple[str, str]]:
    """Seat and session of every mark of a kind."""
    return [
        (record.place.seat, record.place.session)
        for record in records
        if isinstance(record, RecordedMark) and record.mark is mark
    ]


def test_the_last_day_begins_with_the_first_of_the_last_sessions(
    records: Sequence[Record],
) -> None:
    earlier = before_the_last_day(records)
    today = records[len(earlier) :]
    started = marks(today, Mark.SESSION_STARTS)

    assert len(started) == len({seat for seat, _ in marks(records, Mark.SESSION_STARTS)})
    assert not marks(earlier, Mark.TAKEOVER_BEGINS)
    assert marks(today, Mark.TAKEOVER_BEGINS)


def test_nothing_is_before_the_last_day_of_nothing() -> None:
    assert before_the_last_day([]) == []


@pytest.mark.slow
def test_an_injector_and_its_reads_are_told_and_it_is_given_nothing_more_when_asked_for_proof(
    records: Sequence[Record],
) -> None:
    ((seat, day),) = marks(records, Mark.INJECTION_BEGINS)
    one = [record for record in records if record.place.seat == seat]
    reads = made_up_reads(one)
    every = sorted([*one, *reads], key=lambda one: one.place.at)
    told: list[str] = []
    clock = DemoClock()
    clock.set(Micros(real_time() - one[-1].place.at + one[0].place.at))
    with running(DEFAULT, 0, clock, "http://127.0.0.1:9") as service:
        host = HostApplication(service.address, service.api_key)
        told_reads = LiveReads(service.address, service.api_key)
        story = Story(host, clock, lambda _, __, said: told.append(said), told_reads)
        shift = story.earlier_days(every)
        story.last_day(every, shift, 1e9)
        verdict = host.verdict(story.seats[seat].session)
        told_reads.close()
        host.close()
    begins, alarm, locked = told[-3:]

    assert "injector begins" in begins
    assert re.match(r"alarm \d\.\d seconds after the injector began; about \d+ records", alarm)
    assert "is locked" in locked
    assert verdict.state == "locked"
    assert verdict.exposure is not None
    assert 0 < verdict.exposure.records <= 20 < sum(one.place.session == day for one in reads)


@pytest.mark.slow
def test_a_story_told_to_a_server_is_known_to_it_and_the_last_sessions_stay_open(
    records: Sequence[Record],
) -> None:
    seat = next(record.place.seat for record in records if isinstance(record, RecordedWindow))
    one = [record for record in records if record.place.seat == seat]
    told: list[str] = []
    clock = DemoClock()
    clock.set(Micros(real_time() - one[-1].place.at + one[0].place.at))
    with running(DEFAULT, 0, clock, "http://127.0.0.1:9") as service:
        host = HostApplication(service.address, service.api_key)
        story = Story(host, clock, lambda _, who, said: told.append(f"{who} {said}"))
        shift = story.earlier_days(one)
        ended = not story.seats
        story.last_day(one, shift, 1e9)
        verdict = host.answer_step_up(story.seats[seat].session, passed=True)
        host.close()

    assert ended
    assert told[0] == f"{seat} logs in"
    assert verdict.state == "verified"
