from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

from samehands.lab.report.account import Account, Seat
from samehands.lab.report.replay import MOST_MOMENTS, replay_report
from samehands.lab.report.take_over import Found, TakeOver
from samehands.monitor import Entry, Exposure
from samehands.quantities import Micros, Nats
from samehands.wire.records import Card, Header
from samehands.wire.schema import FIELDS, MESSAGE_BYTES

Told = Callable[..., tuple[Account, list[Entry]]]
HEADER: Final = Header(bytes(8), Card("synthetic people", "none", "a test"))
VOID: Final = {"meta", "br"}


class Page(HTMLParser):
    """A page as a browser would take it apart; an element left open is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_asks_nothing_of_anybody(told: Told) -> None:
    page = Page(replay_report(told()[0], HEADER, version="0"))

    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not {"src", "href", "style"} & {name for name, _ in page.attributes}
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert any("default-src 'none'" in (value or "") for _, value in page.attributes)


def test_every_seat_has_its_curve_and_every_moment_its_row(told: Told) -> None:
    account, _ = told()
    page = Page(replay_report(account, HEADER, version="0"))

    assert page.tags.count("svg") == len(account.seats)
    heads, fields = 2, len(FIELDS)
    assert page.tags.count("tr") == len(account.moments) + fields + heads
    assert all(moment.sentence in page.text for moment in account.moments)


def test_it_says_what_was_found_how_late_and_who_was_wronged(told: Told) -> None:
    account, _ = told()
    text = Page(replay_report(account, HEADER, version="0")).text

    assert "1 of 1 take-over detected" in text
    assert account.take_overs[0].delay(account.keystrokes) in text
    assert "0 false alarms" in text


def test_it_says_when_an_injector_was_found_and_what_was_exposed() -> None:
    found = Found(
        0, in_mid_window=True, after=Micros(4_461_000), read=4, exposure=Exposure(5, 2, 9)
    )
    account = Account(Nats(8.0), 100, truth_known=True)
    account.seats["seat-3"] = Seat("seat-3")
    account.take_overs.append(
        TakeOver("seat-3", "s", Micros(0), stood=False, by_program=True, read=9, found=found)
    )
    text = Page(replay_report(account, HEADER, version="0")).text

    assert "4.5 seconds until the injector at seat-3 was found" in text
    assert "5 records exposed at seat-3 by then, between 2 and 9" in text
    assert account.take_overs[0].exposed in text


def test_it_says_what_leaves_a_device_field_by_field(told: Told) -> None:
    text = Page(replay_report(told()[0], HEADER, version="0")).text

    assert f"one message of {MESSAGE_BYTES} bytes" in text
    assert all(field.name in text and field.reason in text for field in FIELDS)


def test_a_recording_that_does_not_say_who_typed_accuses_no_alarm_of_being_false() -> None:
    account = Account(Nats(8.0), 100, truth_known=False)
    account.seats["a"] = Seat("a")
    text = Page(replay_report(account, HEADER, version="0")).text

    assert "false alarms" not in text.partition("The evidence")[0]
    assert "does not say who typed" in text


def test_what_a_recording_says_is_shown_and_not_run() -> None:
    hostile = "<script>alert(1)</script>"
    account = Account(Nats(8.0), 100, truth_known=True)
    account.seats[hostile] = Seat(hostile)
    page = Page(
        replay_report(account, Header(bytes(8), Card(hostile, hostile, hostile)), version="0")
    )

    assert "script" not in page.tags
    assert page.text.count(hostile) >= 4


def test_a_very_long_story_is_cut_and_says_so(told: Told) -> None:
    account, _ = told()
    seat = account.seats["seat-1"]
    seat.moments = seat.moments * (MOST_MOMENTS // len(seat.moments) + 1)
    page = Page(replay_report(account, HEADER, version="0"))

    assert f"The first {MOST_MOMENTS:,} of" in page.text
    assert page.tags.count("tr") == MOST_MOMENTS + len(FIELDS) + 2
