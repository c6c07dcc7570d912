"""What goes into a recording has a name, a time and a card that anybody can print."""

import pytest

from samehands.errors import RecordingError
from samehands.quantities import Micros
from samehands.wire.limits import CARD_CHARACTERS, LATEST_MICROS
from samehands.wire.records import Card, Header, Place

CARD = Card("a data set", "CC0", "a test")


@pytest.mark.parametrize(
    "name", ["a", "seat-4", "0", "A.b_c-9", "x" * 64, "3f2504e0-4f89-11d3-9a0c-0305e82c3301"]
)
def test_a_pseudonym_is_a_name(name: str) -> None:
    place = Place(name, name, Micros(0))

    assert (place.seat, place.session) == (name, name)


@pytest.mark.parametrize(
    "name",
    ["", "x" * 65, "-a", ".a", "..", "a/b", "a b", "a\n", "\x1b[31m", "é", "a@b", "<b>", "\ud800"],
)
def test_what_a_terminal_a_path_or_a_page_could_trip_over_is_no_name(name: str) -> None:
    for seat, session, field in ((name, "s", "seat"), ("s", name, "session")):
        with pytest.raises(RecordingError) as caught:
            Place(seat, session, Micros(0))
        assert caught.value.where == field


@pytest.mark.parametrize("at", [-1, LATEST_MICROS.value + 1])
def test_a_time_off_the_recording_s_clock_is_refused(at: int) -> None:
    with pytest.raises(RecordingError, match="at_us"):
        Place("a", "b", Micros(at))


@pytest.mark.parametrize("text", ["", "a\nb", "\x1b[2J", "\ud800", "x" * 401])
def test_a_card_s_text_is_there_and_short_and_printable(text: str) -> None:
    with pytest.raises(RecordingError, match="card, licence"):
        Card("a data set", text, "a test")


def test_only_the_note_of_a_card_may_be_empty() -> None:
    assert not CARD.note
    assert Card("a", "b", "c", "d" * CARD_CHARACTERS.value).note


@pytest.mark.parametrize("size", [0, 7, 9, 32])
def test_a_projection_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(RecordingError, match=f"projection: got {size} bytes, due 8 bytes"):
        Header(bytes(size), CARD)
