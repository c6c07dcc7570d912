"""Windows around whole prompts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import DataSetError
from samehands.lab.attack import keystrokes_of, windows_at_random_offsets
from samehands.lab.attack.windows import PersonRanges
from samehands.lab.datasets.corpus import Corpus


@given(n=st.integers(20, 200), seed=st.integers(0, 2**32 - 1))
def test_a_window_stays_with_one_person_and_holds_the_whole_prompt_where_it_fits(
    few: Corpus, n: int, seed: int
) -> None:
    windows = windows_at_random_offsets(few, n, np.random.default_rng(seed))
    recording = few.recording_of_row()
    assert (few.person[recording[windows.start]] == windows.person).all()
    assert (few.person[recording[windows.start + n - 1]] == windows.person).all()
    in_window = few.prompt[recording[windows.rows()]] == windows.prompt[:, None]
    assert np.allclose(in_window.mean(axis=1), windows.share)
    longest = np.minimum(np.diff(few.bounds), n).max()
    assert windows.share.max() <= longest / n


def test_every_recording_is_the_prompt_to_name_exactly_once(few: Corpus) -> None:
    windows = windows_at_random_offsets(few, 60, np.random.default_rng(0))
    assert np.array_equal(
        np.bincount(windows.prompt, minlength=30), np.bincount(few.prompt, minlength=30)
    )


def test_the_place_of_the_prompt_in_its_window_is_uniform(few: Corpus) -> None:
    windows = windows_at_random_offsets(few, 100, np.random.default_rng(0), offsets=400)
    recording = int(np.flatnonzero(few.person == 5)[4])
    begin, end = int(few.bounds[recording]), int(few.bounds[recording + 1])
    inside = (
        (windows.person == 5)
        & (windows.prompt == few.prompt[recording])
        & (windows.start <= begin)
        & (windows.start + 100 >= end)
    )
    place = (begin - windows.start[inside]) / (100 - (end - begin))
    assert inside.sum() >= 400
    assert abs(place.mean() - 0.5) < 0.06
    assert place.min() < 0.05
    assert place.max() > 0.95


def test_more_offsets_are_more_windows_of_the_same_recordings(few: Corpus) -> None:
    one = windows_at_random_offsets(few, 60, np.random.default_rng(0))
    three = windows_at_random_offsets(few, 60, np.random.default_rng(0), offsets=3)
    assert len(three) == 3 * len(one)


def test_a_corpus_too_short_for_the_window_is_refused(few: Corpus) -> None:
    with pytest.raises(DataSetError, match="people with 5000 keystrokes"):
        windows_at_random_offsets(few, 5000, np.random.default_rng(0))


def test_people_whose_recordings_lie_apart_are_refused(few: Corpus) -> None:
    mixed = few.selected(np.ones(len(few), np.bool_))
    mixed.person[0] = few.person[-1]
    with pytest.raises(DataSetError, match="several places"):
        PersonRanges.of(mixed)


def test_the_keystrokes_handed_to_an_encoder_start_anew_in_every_window(few: Corpus) -> None:
    windows = windows_at_random_offsets(few, 60, np.random.default_rng(0))
    strokes = keystrokes_of(few, windows)
    assert len(strokes) == 60 * len(windows)
    assert strokes.starts_run[::60].all()
    assert np.array_equal(strokes.press[60:120], few.keystrokes.press[windows.rows()[1]])
    assert not few.keystrokes.starts_run[windows.start].all(), "the corpus itself is not changed"
