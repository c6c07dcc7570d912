"""What a browser carries while somebody is at the provider: sealed, and nobody's to change."""

import pytest

from samehands.quantities import Micros
from samehands.server.auth.journeys import LONGEST_SEALED, Journeys
from samehands.server.auth.provider import JOURNEY_LASTS, Journey
from server.auth.house import NOON, House

JOURNEY = Journey("st", "no", "ver", "https://a.example/back", Micros(NOON + JOURNEY_LASTS))


def _text(journeys: Journeys) -> str:
    value = journeys.sealed(JOURNEY).value
    assert value is not None
    return value


def test_a_journey_comes_back_as_it_was_sealed(house: House) -> None:
    journeys = Journeys(house.store, secure=True)

    assert journeys.opened(_text(journeys)) == JOURNEY


def test_nothing_of_it_can_be_read_on_the_way(house: House) -> None:
    text = _text(Journeys(house.store, secure=True))

    assert "a.example" not in text
    assert len(text) < LONGEST_SEALED


def test_one_that_was_changed_is_none(house: House) -> None:
    journeys = Journeys(house.store, secure=True)
    text = _text(journeys)
    places = [0, 5, len(text) // 2, len(text) - 2]
    spoilt = [text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :] for at in places]

    assert [journeys.opened(one) for one in spoilt] == [None] * 4


@pytest.mark.parametrize("text", ["", "x", "a.b.c.d.e", "....", "…", "x" * 100_000])
def test_what_is_none_is_none(house: House, text: str) -> None:
    assert Journeys(house.store, secure=True).opened(text) is None


def test_the_cookie_comes_back_from_the_provider_and_from_nowhere_else(house: House) -> None:
    cookie = Journeys(house.store, secure=True).sealed(JOURNEY)

    assert cookie.key == "__Host-samehands-oidc"
    assert (cookie.samesite, cookie.httponly, cookie.secure) == ("lax", True, True)
    assert cookie.max_age == 600
    assert Journeys(house.store, secure=False).cookie_name == "samehands-oidc"


def test_the_cookie_is_taken_away_afterwards(house: House) -> None:
    over = Journeys(house.store, secure=True).over()

    assert (over.value, over.max_age) == ("", 0)
