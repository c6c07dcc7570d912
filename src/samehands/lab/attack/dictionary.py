"""The dictionary attack: which content words are in a window, over what a word list knows anyway."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.attack.case import Case
from samehands.lab.attack.classes import ClassModel
from samehands.lab.attack.content import text_content
from samehands.lab.attack.network import Examples, Network, Schedule, trained
from samehands.lab.attack.protocol import Size
from samehands.lab.attack.scores import Figure, Guesses, Posterior, figures

HELD_OUT: Final = 1 / 3
"""Share of the prompts held out where all are fresh: their words must be known from others."""

TRAINING_TOKENS: Final = 150_000
"""Most word occurrences to learn from."""

TESTED_TOKENS: Final = 12_000
"""Most word occurrences to test; a quarter of that to calibrate on."""

CONTENT_NUMBERS: Final = 160
"""Numbers that stand for a word: more than for a prompt, because words are alike."""

_CHUNK: Final = 1000


class DictionaryReading(msgspec.Struct, frozen=True):
    """What a dictionary attack read.

    Args:
        bits: mean log2 of a content word's posterior over its frequency, a word in the dictionary.
        known: share of the tested words that the dictionary holds; of the others it reads nothing.
        words: in the dictionary.
        tested: word occurrences tested.
    """

    bits: Figure
    known: float
    words: int
    tested: int


@dataclass(frozen=True, slots=True, eq=False)
class _Exam:
    """Which word occurrences teach, calibrate and test, and what the dictionary knows before.

    Args:
        learnt, calibration, tested: rows of the case's tokens.
        word: shape (tokens,), number in the dictionary, where it holds the word.
        words: of the dictionary.
        prior: shape (words,), their frequencies.
        share: of all occurrences that could be tested, those that the dictionary holds.
    """

    learnt: NDArray[np.int64]
    calibration: NDArray[np.int64]
    tested: NDArray[np.int64]
    word: NDArray[np.int64]
    words: tuple[str, ...]
    prior: NDArray[np.float64]
    share: float

    @classmethod
    def of(cls, case: Case, rng: np.random.Generator) -> Self:
        """Holds prompts out, and sorts the occurrences by person and prompt."""
        message, tokens = case.message, case.message.tokens
        held = message.fresh_prompt
        if held.mean() > 1.0 - HELD_OUT:
            held = rng.random(len(held)) < HELD_OUT
        person, unseen = message.windows.person, held[tokens.prompt]

        def by(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
            return np.isin(person, person[rows])[tokens.window]

        learnt = _some(np.flatnonzero(by(case.training) & ~unseen), TRAINING_TOKENS, rng)
        count = np.bincount(tokens.word[learnt], minlength=len(tokens.vocabulary))
        known = count > 0
        calibration = np.flatnonzero(by(case.calibration) & unseen & known[tokens.word])
        candidates = np.flatnonzero(by(case.tested) & unseen)
        tested = candidates[known[tokens.word[candidates]]]
        if not len(calibration) or not len(tested) or known.sum() < 2:
            raise DataSetError(
                "dictionary", got="no word in two prompts", due="prompts that share content words"
            )
        return cls(
            learnt=learnt,
            calibration=_some(calibration, TESTED_TOKENS // 4, rng),
            tested=_some(tested, TESTED_TOKENS, rng),
            word=np.maximum(np.cumsum(known) - 1, 0)[tokens.word],
            words=tuple(tokens.vocabulary[word] for word in np.flatnonzero(known)),
            prior=count[known] / count.sum(),
            share=len(tested) / len(candidates),
        )


def read_words(case: Case, size: Size, seed: int) -> DictionaryReading:
    """Attacks the words of held-out prompts typed by tested people.

    The dictionary holds the content words of the other prompts with their frequencies, which are
    the prior. For each word, what its windows look like is learnt from training people, and
    foreseen from the word's letters where it is rare; linearly and by a network, whose verdicts
    are weighed on other people and held-out prompts.

    Raises:
        DataSetError: no word of a held-out prompt is in the dictionary.
    """
    rng = np.random.default_rng([seed, 5])
    exam, window = _Exam.of(case, rng), case.message.tokens.window
    experts = _word_experts(case, exam, size, rng)

    def likelihoods(rows: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        return [expert(window[rows]) for expert in experts]

    posterior = Posterior.fitted(
        likelihoods(exam.calibration), exam.word[exam.calibration], exam.prior
    )
    parts = []
    for begin in range(0, len(exam.tested), _CHUNK):
        some = exam.tested[begin : begin + _CHUNK]
        found = posterior.log_probability(likelihoods(some))
        parts.append(Guesses.of(found, exam.word[some], exam.prior))
    bits = Guesses.joined(parts).bits
    person = case.message.windows.person[window[exam.tested]]
    (figure,) = figures(bits[:, None], person, rng, size.repeats)
    return DictionaryReading(figure, exam.share, len(exam.words), len(exam.tested))


def _word_experts(
    case: Case, exam: _Exam, size: Size, rng: np.random.Generator
) -> list[Callable[[NDArray[np.int64]], NDArray[np.float32]]]:
    """Windows → log-likelihood of each word: two linear experts and a network."""
    window = case.message.tokens.window
    content = text_content(tuple(f" {word} " for word in exam.words), CONTENT_NUMBERS)
    label = exam.word[exam.learnt]
    on_own = ClassModel.fitted(case.own[window[exam.learnt]], label, content)
    on_beside = ClassModel.fitted(case.beside[window[exam.learnt]], label, content)
    network = trained(
        Network.fresh(case.both.shape[1], content.astype(np.float32), size.width, rng),
        Examples(case.both[window[exam.learnt]], label),
        Examples(case.both[window[exam.calibration]], exam.word[exam.calibration]),
        exam.prior,
        Schedule(size.width, size.word_epochs, size.batch),
        rng,
    )
    return [
        lambda rows: on_own.log_likelihood(case.own[rows]),
        lambda rows: on_beside.log_likelihood(case.beside[rows]),
        lambda rows: network.log_likelihood(case.both[rows]),
    ]


def _some(rows: NDArray[np.int64], most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return np.sort(rng.choice(rows, most, replace=False))
