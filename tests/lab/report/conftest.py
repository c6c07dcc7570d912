"""A replayed team for the tests of the report: synthetic people, one seat taken over."""

from collections.abc import Callable

import pytest

from laws import monitored
from samehands.lab.report.account import Account
from samehands.monitor import Entry, answered_by_owner, replay
from samehands.quantities import Micros
from samehands.wire.records import Mark, Place, Record, RecordedMark, RecordedWindow

Told = Callable[..., tuple[Account, list[Entry]]]


def sitting(
    seat: str, day: int, windows: int, *, then: int = 0, marked: bool = True
) -> list[Record]:
    """A session of a seat's owner, whom somebody else relieves for so many windows."""
    owner, other = monitored.person(int(seat[-1]), day), monitored.person(4, day)
    typed = monitored.windows(owner, windows)
    typed += monitored.windows(other, then, first=windows)
    start = day * monitored.DAY
    name = f"day-{day}"
    records: list[Record] = [RecordedMark(Place(seat, name, Micros(start)), Mark.SESSION_STARTS)]
    at = start
    for number, window in enumerate(typed):
        if number == windows and marked:
            records.append(RecordedMark(Place(seat, name, Micros(at)), Mark.TAKEOVER_BEGINS))
        at += monitored.MINUTE
        records.append(RecordedWindow(Place(seat, name, Micros(at)), window))
    return [*records, RecordedMark(Place(seat, name, Micros(at)), Mark.SESSION_ENDS)]


@pytest.fixture
def told() -> Told:
    """Replays records, by default a team with a take-over, and gives the account of it."""

    def account_of(
        records: list[Record] | None = None, *, truth_known: bool = True
    ) -> tuple[Account, list[Entry]]:
        if records is None:
            records = [
                record
                for day in range(4)
                for seat in ("seat-1", "seat-3")
                for record in sitting(seat, day, 6, then=6 * (day == 3 and seat == "seat-1"))
            ]
        account = Account(monitored.THRESHOLD, 100, truth_known=truth_known)
        entries = list(replay(records, monitored.setup(), answered_by_owner))
        for entry in entries:
            account.take(entry)
        return account, entries

    return account_of
