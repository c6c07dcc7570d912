"""The content words of prompts, and which of them a window holds."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.lab.attack.windows import TextWindows
from samehands.lab.datasets.corpus import Corpus

MIN_LETTERS: Final = 3
"""Letters of the shortest content word."""

COMMON_SHARE: Final = 0.02
"""A word that stands in more than this share of the prompts is grammar, not content.

More: words count that everybody uses and that give nothing away."""

_WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")


@dataclass(frozen=True, slots=True, eq=False)
class WordTokens:
    """Content words that lie wholly inside windows, one row for each occurrence.

    Args:
        window: shape (t,), index of the window.
        word: shape (t,), index into the vocabulary.
        prompt: shape (t,), index of the prompt that the word stood in.
        vocabulary: the content words of the whole pool, in lower case.
    """

    window: NDArray[np.int64] = field(repr=False)
    word: NDArray[np.int64] = field(repr=False)
    prompt: NDArray[np.int64] = field(repr=False)
    vocabulary: tuple[str, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.window)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Content words of the pool: word, prompt and place, as a share of the prompt's length."""

    vocabulary: tuple[str, ...]
    word: NDArray[np.int64]
    begin: NDArray[np.float64]
    end: NDArray[np.float64]
    first: NDArray[np.int64]
    """Shape (pool + 1,): the rows of prompt p are first[p] to first[p + 1]."""


def _placed(prompts: tuple[str, ...]) -> _Placed:
    found = [
        [(match.group().lower(), match.start() / len(text), match.end() / len(text))
         for match in _WORD.finditer(text) if len(match.group()) >= MIN_LETTERS]
        for text in prompts
    ]  # fmt: skip
    in_prompts = Counter(word for words in found for word in {word for word, _, _ in words})
    limit = max(1.0, COMMON_SHARE * len(prompts))
    vocabulary = tuple(sorted(word for word, count in in_prompts.items() if count <= limit))
    number = {word: index for index, word in enumerate(vocabulary)}
    kept = [[entry for entry in words if entry[0] in number] for words in found]
    flat = [entry for words in kept for entry in words]
    return _Placed(
        vocabulary,
        np.array([number[word] for word, _, _ in flat], np.int64),
        np.array([begin for _, begin, _ in flat], np.float64),
        np.array([end for _, _, end in flat], np.float64),
        np.concatenate([[0], np.cumsum([len(words) for words in kept])]).astype(np.int64),
    )


def words_in(corpus: Corpus, windows: TextWindows) -> WordTokens:
    """Finds the content words that each window holds whole.

    What was typed is not read: a word's place in its recording is its place in the prompt, scaled
    to the recording's length.
    """
    placed = _placed(corpus.prompts)
    first = np.searchsorted(corpus.bounds, windows.start, "right") - 1
    last = np.searchsorted(corpus.bounds, windows.start + windows.n, "left") - 1
    spans = last - first + 1
    window = np.repeat(np.arange(len(windows)), spans)
    recording = first[window] + _counting(spans)
    shown = corpus.prompt[recording] >= 0
    window, recording = window[shown], recording[shown]
    prompt = corpus.prompt[recording].astype(np.int64)
    many = np.diff(placed.first)[prompt]
    row = np.repeat(placed.first[prompt], many) + _counting(many)
    window, recording = np.repeat(window, many), np.repeat(recording, many)
    length = np.diff(corpus.bounds)[recording]
    begin = corpus.bounds[recording] + placed.begin[row] * length
    end = corpus.bounds[recording] + placed.end[row] * length
    start = windows.start[window]
    inside = (begin >= start) & (end <= start + windows.n)
    return WordTokens(
        window[inside],
        placed.word[row][inside],
        np.repeat(prompt, many)[inside],
        placed.vocabulary,
    )


def _counting(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """From 0 up to below each length, one after the other."""
    total = np.cumsum(lengths)
    return np.arange(int(total[-1]) if len(total) else 0) - np.repeat(total - lengths, lengths)
