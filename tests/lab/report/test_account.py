from collections.abc import Callable
from dataclasses import replace

import pytest

from samehands.lab.report.account import Account, TakeOver
from samehands.lab.report.moment import Happening, Moment, clock_text
from samehands.monitor import Entry, WindowArrived
from samehands.quantities import Micros, Nats
from samehands.trust import TrustState

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
    assert take_over.windows_to_alarm == first
    assert f"at most {100 * first} keystrokes" in account.delay(take_over)


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


@pytest.mark.parametrize(
    ("take_over", "sentence"),
    [
        (TakeOver("a", "s", Micros(0), stood=False, windows=4), "Not found in 4 windows"),
        (TakeOver("a", "s", Micros(0), stood=True, windows=4), "in alarm already"),
        (TakeOver("a", "s", Micros(0), stood=False, windows=4, windows_to_alarm=1), "1 window of"),
    ],
)
def test_every_end_of_a_take_over_has_its_words(take_over: TakeOver, sentence: str) -> None:
    account = Account(Nats(8.0), 100, truth_known=True)

    assert sentence in account.delay(take_over)


def test_the_first_day_is_day_one() -> None:
    assert clock_text(Micros(0)) == "day 1 00:00:00"
