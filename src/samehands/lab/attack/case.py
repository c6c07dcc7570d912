"""A case: one message set prepared for the attackers, with its people told apart."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.attack.content import text_content
from samehands.lab.attack.features import FOLDS, Scale
from samehands.lab.attack.messages import MessageSet

TESTED_SHARE: Final = 0.4
"""Largest share of the fresh people who are tested; the attacker learns from the others."""

TESTED_PEOPLE: Final = 1000
"""Most people tested. More: narrower intervals, a less well trained attacker."""

CALIBRATION_SHARE: Final = 0.2
"""Largest share of the fresh people on whom the attackers' certainty is calibrated."""

CALIBRATION_PEOPLE: Final = 500
"""Most people to calibrate on."""

CALIBRATION_WINDOWS: Final = 3000
"""Most windows to calibrate on. More: slower, hardly steadier."""

PRIOR_WINDOWS: Final = 30.0
"""Windows added to each prompt's count before it becomes a prior.

Less: with few people the prior takes chance for frequency, and what is measured is its repair."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Who learns, who calibrates and who is tested, and how the prompts look to an attacker.

    Args:
        message: what was sent.
        own: shape (w, d), the messages on the scale of the training people.
        beside: shape (w, d), the same, less what is usual for the person.
        both: shape (w, 2 d), own and beside.
        bent: shape (w, 3 d), both and the squares of own: a message whose mean tells nothing may
            still tell by its size how much was counted.
        training: rows that the attacker learns from.
        calibration: rows of other people, to calibrate on.
        tested: rows of yet other people.
        fold: shape (w,), groups of people for predictions that have not seen their own example.
        content: shape (pool, k), of the prompts, from their texts alone.
        prior: shape (pool,), how often each prompt is in a training window.
    """

    message: MessageSet
    own: NDArray[np.float32] = field(repr=False)
    beside: NDArray[np.float32] = field(repr=False)
    both: NDArray[np.float32] = field(repr=False)
    bent: NDArray[np.float32] = field(repr=False)
    training: NDArray[np.int64] = field(repr=False)
    calibration: NDArray[np.int64] = field(repr=False)
    tested: NDArray[np.int64] = field(repr=False)
    fold: NDArray[np.int64] = field(repr=False)
    content: NDArray[np.float64] = field(repr=False)
    prior: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, message: MessageSet, seed: int) -> Self:
        """Splits by person; the split depends on the windows and the seed, not on the numbers.

        Raises:
            DataSetError: too few fresh people or fresh prompts to test anything.
        """
        rng = np.random.default_rng([seed, 1])
        person, prompt = message.windows.person, message.windows.prompt
        fresh = rng.permutation(np.unique(person[message.fresh_person]))
        tested = min(TESTED_PEOPLE, int(TESTED_SHARE * len(fresh)))
        calibrating = min(CALIBRATION_PEOPLE, int(CALIBRATION_SHARE * len(fresh)))
        is_tested = np.isin(person, fresh[:tested])
        calibrates = np.isin(person, fresh[tested : tested + calibrating])
        unseen = message.fresh_prompt[prompt]
        training = np.flatnonzero(~is_tested & ~calibrates)
        test_rows = np.flatnonzero(is_tested & unseen)
        calibration = np.flatnonzero(calibrates & unseen)
        if min(len(training), len(test_rows), len(calibration)) < FOLDS:
            raise DataSetError(
                f"messages {message.name}",
                got=f"{len(fresh)} fresh people, {int(message.fresh_prompt.sum())} fresh prompts",
                due="enough windows to learn from, to calibrate on and to test",
            )
        if len(calibration) > CALIBRATION_WINDOWS:
            calibration = np.sort(rng.choice(calibration, CALIBRATION_WINDOWS, replace=False))
        _, who = np.unique(person, return_inverse=True)
        fold = rng.permutation(int(who.max()) + 1) % FOLDS
        shown = np.bincount(prompt[training], minlength=len(message.prompts))
        counts = shown + PRIOR_WINDOWS
        beside = message.beside_own()
        own = Scale.of(message.numbers[training])(message.numbers)
        beside = Scale.of(beside[training])(beside)
        squares = Scale.of(own[training] ** 2)(own**2)
        return cls(
            message=message,
            own=own,
            beside=beside,
            both=np.concatenate([own, beside], axis=1),
            bent=np.concatenate([own, beside, squares], axis=1),
            training=training,
            calibration=calibration,
            tested=test_rows,
            fold=fold[who].astype(np.int64),
            content=text_content(message.prompts),
            prior=counts / counts.sum(),
        )

    @property
    def truth(self) -> NDArray[np.int64]:
        """The right prompt of each window, shape (w,)."""
        return self.message.windows.prompt.astype(np.int64)
