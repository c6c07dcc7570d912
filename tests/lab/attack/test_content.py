"""What a text would be on a keyboard."""

import numpy as np
import pytest

from samehands.capture.positions import ZONE_OF_POSITION, Zone, position_of
from samehands.errors import DataSetError
from samehands.lab.attack.content import key_counts, keys_of, text_content


def test_capitals_and_shifted_signs_need_a_shift() -> None:
    shift, key_a, one = position_of("ShiftLeft"), position_of("KeyA"), position_of("Digit1")
    assert keys_of("aA!").tolist() == [key_a, shift, key_a, shift, one]


def test_every_printable_ascii_character_has_a_key() -> None:
    for code in range(32, 127):
        assert keys_of(chr(code))[-1] != 0


def test_a_character_of_another_script_is_an_unknown_key() -> None:
    assert ZONE_OF_POSITION[keys_of("é")[-1]] == Zone.OTHER


def test_counts_hold_every_key_and_every_pair_once() -> None:
    counts = key_counts(("abc", "a"))
    assert counts.sum(axis=1).tolist() == [3 + 2, 1]


def test_content_is_centred_and_has_a_total_variance_of_one() -> None:
    content = text_content(("one text", "another text", "a third, longer, text", "Four!"))
    assert np.allclose(content.mean(axis=0), 0.0)
    assert (content**2).sum() / len(content) == pytest.approx(1.0)


def test_texts_that_are_typed_alike_have_the_same_content() -> None:
    content = text_content(("qwerty", "qwerty", "asdf", "zxcv"))
    assert np.allclose(content[0], content[1])
    assert not np.allclose(content[0], content[2])


def test_a_pool_without_any_difference_is_refused() -> None:
    with pytest.raises(DataSetError, match="all alike"):
        text_content(("same", "same"))
