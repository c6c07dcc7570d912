from collections.abc import Callable
from dataclasses import replace

from lab.report.conftest import sitting
from laws import monitored
from samehands.access import AccessFindingKind, Action, RecordRead
from samehands.lab.report.account import Account
from samehands.lab.report.moment import Happening, Moment, clock_text
from samehands.lab.report.take_over import Found
from samehands.monitor import Entry, RecordsRead, Team, WindowArrived
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.trust import Policy, TrustState, VerdictKind
from samehands.wire.records import Mark, Place, Record, RecordedMark, RecordedSign

Told = Callable[..., tuple[Account, list[Entry]]]


def kinds(moments: list[Moment]) -> list[Happening]:
    return [moment.kind for moment in moments]


def test_a_take_over_is_told_with_its_delay(told: Told) -> None:
    account, entries = told()
    (take_over,) = account.take_overs
    since = [e for e in entries if e.taken_over and isinstance(e.event, WindowArrived)]
    first = next(n for n, e in enumerate(since, 1) if e.level >= e.threshold)

    assert (take_over.seat, take_over.session) == ("seat-1", "day-3")
    assert take_over.windows == len(since) == 6
    assert take_over.found is not None
    assert (take_over.found.windows, take_over.found.in_mid_window) == (first, False)
    assert take_over.seconds == 60.0 * first
    assert take_over.delay(100) in account.seats["seat-1"].moments[2].sentence


def test_the_story_of_a_seat_is_in_order(told: Told) -> None:
    account, _ = told()

    assert kinds(account.seats["seat-1"].moments) == [
        Happening.ENROLLED,
        Happening.TAKE_OVER,
        Happening.DETECTED,
        Happening.FAILED,
    ]
    assert kinds(account.seats["seat-3"].moments) == [Happening.ENROLLED]
    assert [moment.at for moment in account.moments] == sorted(m.at for m in account.moments)


def test_every_window_is_a_point_and_none_is_counted_twice(told: Told) -> None:
    account, entries = told()
    windows = [entry for entry in entries if isinstance(entry.event, WindowArrived)]

    assert account.windows == len(windows)
    assert sum(len(seat.points) for seat in account.seats.values()) == len(windows)
    assert not any(point.judged for point in account.seats["seat-3"].points[:12])
    assert all(point.judged for point in account.seats["seat-3"].points[12:])


def test_an_alarm_on_an_owner_is_false_and_not_a_detection(told: Told) -> None:
    _, entries = told()
    account = Account(Nats(10.0), 100, truth_known=True)
    for entry in entries:  # the same, had nobody taken over
        if entry.mark is None or not entry.taken_over:
            account.take(replace(entry, taken_over=False))

    assert account.false_alarms == 1
    assert not account.count(Happening.DETECTED)
    assert "owner" in next(m for m in account.moments if m.kind is Happening.FALSE_ALARM).sentence


def test_where_nobody_knows_who_typed_no_alarm_is_called_false(told: Told) -> None:
    _, entries = told()
    account = Account(Nats(10.0), 100, truth_known=False)
    for entry in entries:
        if entry.mark is None or not entry.taken_over:
            account.take(replace(entry, taken_over=False, mark=None))

    assert account.false_alarms is None
    assert account.count(Happening.ALARM) == 1


def test_an_alarm_is_told_once_and_not_with_every_window(told: Told) -> None:
    account, entries = told()
    alarmed = [e for e in entries if e.state in {TrustState.ALARM, TrustState.LOCKED}]

    assert len(alarmed) > 2
    assert account.count(Happening.DETECTED) + account.count(Happening.ALARM) == 1


def injected(windows: int) -> list[Record]:
    """A day of an owner's, into whose session a program types: a sign, and what reads follow."""
    *work, end = sitting("seat-1", 0, windows)
    place = end.place
    sign = EarlySign(monitored.setup().projection, windows, SignFlag.SHORT_HOLDS)
    return [
        *work,
        RecordedMark(place, Mark.INJECTION_BEGINS),
        RecordedSign(replace(place, at=Micros(place.at + 2 * MICROS_PER_SECOND)), sign),
    ]


def test_a_program_that_types_is_told_and_its_signs_are_counted(told: Told) -> None:
    account, _ = told(injected(3))
    (take_over,) = account.take_overs
    first = account.moments[0]

    assert take_over.by_program
    assert account.signs == 1
    assert (first.kind, "device or program" in first.sentence) == (Happening.TAKE_OVER, True)


def test_what_is_read_after_a_take_over_is_counted_and_what_was_read_before_is_not() -> None:
    account, live, place = Account(Nats(10.0), 100, truth_known=True), *begun()
    for number in range(5):
        if number == 2:
            mark = RecordedMark(place, Mark.TAKEOVER_BEGINS)
            for entry in live.take(mark):
                account.take(entry)
        read = RecordRead(bytes([number] * 16), "customer", Action.VIEW, place.at)
        reads = RecordsRead(place.session, place.at, "crm", number, (read,))
        for entry in live.read(place.seat, reads):
            account.take(entry)

    assert account.take_overs[0].read == 3


def begun(policy: Policy = monitored.OPEN_POLICY) -> tuple[Team, Place]:
    """A session that has started."""
    live, place = Team(monitored.setup(policy)), Place("a", "s", Micros(5))
    assert list(live.take(RecordedMark(place, Mark.SESSION_STARTS)))
    return live, place


def test_a_session_that_is_stopped_for_what_it_reads_is_found_in_mid_window() -> None:
    asks = {str(AccessFindingKind.HONEY_RECORD): VerdictKind.STEP_UP}
    live, place = begun(Policy(monitored.OPEN_POLICY.checks, findings=asks))
    account = Account(Nats(10.0), 100, truth_known=True)
    for entry in live.take(RecordedMark(place, Mark.TAKEOVER_BEGINS)):
        account.take(entry)
    stopped = []
    for number in range(3):
        at = Micros(place.at + number * MICROS_PER_SECOND)
        read = RecordRead(bytes([number] * 16), "customer", Action.VIEW, at)
        for entry in live.read("a", RecordsRead("s", at, "crm", number, (read,), number // 2)):
            account.take(entry)
        stopped.append(account.seats["a"].stopped)

    assert stopped == [False, False, True]
    assert account.count(Happening.DETECTED) == 1
    assert account.take_overs[0].found == Found(
        0, in_mid_window=True, after=Micros(2 * MICROS_PER_SECOND), read=3
    )


def test_the_first_day_is_day_one() -> None:
    assert clock_text(Micros(0)) == "day 1 00:00:00"
