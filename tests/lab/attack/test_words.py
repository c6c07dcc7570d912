"""Content words inside windows."""

import re

import numpy as np

from samehands.lab.attack.windows import TextWindows, windows_at_random_offsets
from samehands.lab.attack.words import words_in
from samehands.lab.datasets.corpus import Corpus


def test_a_window_over_one_whole_recording_holds_just_its_content_words(few: Corpus) -> None:
    length = int(few.bounds[1])
    windows = TextWindows(length, np.array([0]), few.person[:1], few.prompt[:1], np.array([1.0]))
    tokens = words_in(few, windows)
    found = [tokens.vocabulary[word] for word in tokens.word]
    text = few.prompts[few.prompt[0]].lower()
    shown = [word for word in re.findall("[a-z]+", text) if word in tokens.vocabulary]
    assert sorted(found) == sorted(shown)
    assert found


def test_a_word_that_is_cut_by_the_edge_of_the_window_does_not_count(few: Corpus) -> None:
    whole, half = (
        words_in(few, TextWindows(n, np.array([0]), few.person[:1], few.prompt[:1], np.ones(1)))
        for n in (int(few.bounds[1]), int(few.bounds[1]) // 2)
    )
    assert len(half) < len(whole)


def test_words_of_many_prompts_are_grammar_and_not_in_the_vocabulary(few: Corpus) -> None:
    tokens = words_in(few, windows_at_random_offsets(few, 60, np.random.default_rng(0)))
    for word in tokens.vocabulary:
        assert sum(word in re.findall("[a-z]+", text.lower()) for text in few.prompts) == 1


def test_a_token_names_a_prompt_that_overlaps_its_window(few: Corpus) -> None:
    windows = windows_at_random_offsets(few, 60, np.random.default_rng(0))
    tokens = words_in(few, windows)
    shown = few.prompt[few.recording_of_row()[windows.rows()]]
    assert (shown[tokens.window] == tokens.prompt[:, None]).any(axis=1).all()
    text = [few.prompts[prompt].lower() for prompt in tokens.prompt]
    assert all(
        tokens.vocabulary[word] in line for word, line in zip(tokens.word, text, strict=True)
    )
