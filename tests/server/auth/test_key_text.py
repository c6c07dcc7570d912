"""API keys as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.server.auth.key_text import KeyText


def test_a_key_is_read_as_it_was_written() -> None:
    key = KeyText.fresh()

    assert KeyText.read(str(key)) == key
    assert str(key).startswith("sh_")


def test_a_key_does_not_print_its_secret() -> None:
    key = KeyText.fresh()

    assert key.secret not in repr(key)
    assert key.id in repr(key)


@given(st.text(max_size=120))
def test_nothing_else_is_read_as_a_key(text: str) -> None:
    assert KeyText.read(text) is None


@pytest.mark.parametrize("spoilt", ["{key}0", " {key}", "{key}\n", "x{key}"])
def test_a_key_with_something_about_it_is_none(spoilt: str) -> None:
    assert KeyText.read(spoilt.format(key=KeyText.fresh())) is None


def test_capital_digits_are_another_key() -> None:
    text = str(KeyText("ab" * 8, "cd" * 32))

    assert KeyText.read(text) is not None
    assert KeyText.read(text.upper()) is None
