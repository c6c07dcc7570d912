"""Windows as a page closes them over a person's stream of known sentences, for the attack on them."""

from collections.abc import Iterator
from dataclasses import astuple, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import MISSING
from samehands.lab.attack import MessageSet, TextWindows, windows_at_random_offsets
from samehands.lab.attack.windows import MIN_KEYSTROKES
from samehands.lab.attack.words import words_in
from samehands.lab.datasets.corpus import Corpus
from samehands.rhythm.window import Window

CLOCK_JITTER: Final = 100
"""µs: Chromium tells times in tenths of a ms, up or down by luck, so that nobody can average it out."""


def stream_of(corpus: Corpus, person: int) -> tuple[int, int]:
    """First row of a person's keystrokes, and one past the last."""
    own = np.flatnonzero(corpus.person == person)
    return int(corpus.bounds[own[0]]), int(corpus.bounds[own[-1] + 1])


def closed_windows(corpus: Corpus, people: NDArray[np.int64], n: int) -> TextWindows:
    """Each n keystrokes of a person's stream, once for each sentence that is in them whole.

    A sentence of more than n keystrokes counts where it fills the window.
    """
    found = [row for person in people.tolist() for row in _closed(corpus, person, n)]
    start, person, prompt, share = (np.array(column) for column in zip(*found, strict=True))
    return TextWindows(n, start, person.astype(np.int32), prompt.astype(np.int32), share)


def _closed(corpus: Corpus, person: int, n: int) -> Iterator[tuple[int, int, int, float]]:
    first, last = stream_of(corpus, person)
    own = np.flatnonzero(corpus.person == person)
    for begins, ends in pairwise(range(first, last + 1, n)):
        for recording in own:
            start, end = (int(corpus.bounds[at]) for at in (recording, recording + 1))
            whole = begins <= start and end <= ends
            if end - start >= MIN_KEYSTROKES and (whole or (start <= begins and ends <= end)):
                share = (min(end, ends) - max(start, begins)) / n
                yield begins, person, int(corpus.prompt[recording]), share


def blank_set(
    corpus: Corpus, learnt: NDArray[np.int64], fresh: NDArray[np.int64], n: int, seed: int
) -> MessageSet:
    """Windows for which nothing is sent yet.

    Args:
        corpus: whose.
        learnt: people that the attacker learns from, in windows at random places.
        fresh: people who are tested or calibrated on, in windows as a page closes them.
        n: keystrokes in a window.
        seed: places the windows.
    """
    placed = windows_at_random_offsets(corpus, n, np.random.default_rng(seed))
    parts = (placed.selected(np.isin(placed.person, learnt)), closed_windows(corpus, fresh, n))
    start, person, prompt, share = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("start", "person", "prompt", "share")
    )
    windows = TextWindows(n, start, person, prompt, share).selected(np.lexsort((start, person)))
    return MessageSet(
        name="nothing",
        numbers=np.zeros((len(windows), 1), np.float32),
        windows=windows,
        prompts=corpus.prompts,
        tokens=words_in(corpus, windows),
        fresh_person=np.isin(windows.person, fresh),
        fresh_prompt=np.ones(len(corpus.prompts), np.bool_),
    )


def as_a_browser_times(corpus: Corpus, seed: int) -> Corpus:
    """The same typing with the jitter of Chromium's clock."""
    rng = np.random.default_rng(seed)
    share = np.repeat(rng.random(len(corpus)), np.diff(corpus.bounds))
    strokes = corpus.keystrokes
    press, release = (
        times + CLOCK_JITTER * (rng.random(len(times)) < share)
        for times in (strokes.press, strokes.release)
    )
    release[strokes.release == MISSING] = MISSING
    return replace(corpus, keystrokes=replace(strokes, press=press, release=release))


def numbers_in(window: Window) -> list[float]:
    """All numbers of a message that a text could change."""
    embedding = np.frombuffer(window.embedding, np.int8).tolist()
    return [*embedding, *astuple(window.scalars), int(window.clock)]
