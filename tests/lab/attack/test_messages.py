"""Message sets, and what is left of them beside the person's usual."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.errors import DataSetError
from samehands.lab.attack import Baselines, blank_messages, encoded
from samehands.lab.attack.baselines import (
    hand_counts,
    timing_histograms,
    word_count,
    zone_pairs,
)
from samehands.lab.datasets.corpus import Corpus


def test_beside_own_takes_off_the_mean_of_the_persons_windows_that_share_no_keystroke(
    few: Corpus,
) -> None:
    rng = np.random.default_rng(0)
    blank = blank_messages(few, 60, rng)
    message = blank.sending("any", rng.standard_normal((len(blank), 3)).astype(np.float32))
    beside = message.beside_own()
    windows = message.windows
    for row in range(len(message)):
        others = (windows.person == windows.person[row]) & (
            np.abs(windows.start - windows.start[row]) >= 60
        )
        due = message.numbers[row] - message.numbers[others].mean(axis=0)
        assert np.allclose(beside[row], due, atol=1e-5)


def test_beside_own_does_not_depend_on_the_order_of_the_windows(few: Corpus) -> None:
    rng = np.random.default_rng(0)
    blank = blank_messages(few, 60, rng)
    numbers = rng.standard_normal((len(blank), 3)).astype(np.float32)
    order = rng.permutation(len(blank))
    turned = blank_messages(few, 60, np.random.default_rng(0))
    turned = type(turned)(
        "turned", numbers[order], blank.windows.selected(order), blank.prompts, blank.tokens,
        blank.fresh_person, blank.fresh_prompt,
    )  # fmt: skip
    straight = blank.sending("straight", numbers).beside_own()
    assert np.allclose(turned.beside_own(), straight[order], atol=1e-5)


def test_a_person_with_one_window_has_nothing_beside_it(few: Corpus) -> None:
    one = few.selected(few.session >= 0)
    blank = blank_messages(one, int(few.bounds[10]) - 5, np.random.default_rng(0))
    assert not blank.sending("ones", np.ones((len(blank), 2), np.float32)).beside_own().any()


def test_numbers_that_do_not_fit_the_windows_are_refused(few: Corpus) -> None:
    blank = blank_messages(few, 60, np.random.default_rng(0))
    with pytest.raises(DataSetError, match="one row of numbers"):
        blank.sending("short", blank.numbers[1:])
    with pytest.raises(DataSetError, match="not finite"):
        blank.sending("bad", np.full((len(blank), 2), np.nan, np.float32))


def test_the_word_count_is_the_number_of_spaces(few: Corpus) -> None:
    windows = blank_messages(few, 60, np.random.default_rng(0)).windows
    spaces = (few.keystrokes.zone[windows.rows()] == 6).sum(axis=1)
    assert np.array_equal(word_count(few, windows)[:, 0], spaces)


def test_zone_pairs_and_hand_counts_count_every_neighbour_once(few: Corpus) -> None:
    windows = blank_messages(few, 60, np.random.default_rng(0)).windows
    for counts in (zone_pairs(few, windows), hand_counts(few, windows)):
        assert np.allclose((counts**2).sum(axis=1), 59.0)


def test_timing_histograms_do_not_change_when_the_keys_do(few: Corpus) -> None:
    windows = blank_messages(few, 60, np.random.default_rng(0)).windows
    strokes = few.keystrokes
    other = Corpus(
        few.name,
        Keystrokes(strokes.press, strokes.release, strokes.zone[::-1], strokes.starts_run),
        few.position, few.bounds, few.person, few.session, few.prompt, few.people, few.prompts,
    )  # fmt: skip
    histograms = timing_histograms(few, windows)
    assert np.array_equal(histograms, timing_histograms(other, windows))
    assert ((histograms[:, :20] ** 2).sum(axis=1) <= 60.001).all()
    assert ((histograms[:, 20:40] ** 2).sum(axis=1) <= 59.001).all()


def test_the_baselines_are_of_the_same_windows(few: Corpus) -> None:
    blank = blank_messages(few, 60, np.random.default_rng(0))
    baselines = Baselines.of(few, blank)
    assert baselines.zone_pairs.windows is blank.windows
    assert baselines.timing.windows is blank.windows


def test_an_encoder_gets_every_window_once_and_in_order_whatever_the_batch(few: Corpus) -> None:
    windows = blank_messages(few, 60, np.random.default_rng(0)).windows

    def spaces(strokes: Keystrokes) -> NDArray[np.int8]:
        return np.array((strokes.zone.reshape(-1, 60) == 6).sum(axis=1)[:, None], np.int8)

    for batch in (7, 10_000):
        assert np.array_equal(encoded(spaces, few, windows, batch=batch), word_count(few, windows))


def test_an_encoder_that_loses_windows_is_refused(few: Corpus) -> None:
    windows = blank_messages(few, 60, np.random.default_rng(0)).windows
    with pytest.raises(DataSetError, match="encoder"):
        encoded(lambda strokes: np.zeros((len(strokes) // 60 - 1, 64), np.int8), few, windows)
