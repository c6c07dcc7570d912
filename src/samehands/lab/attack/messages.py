"""Message sets: the numbers sent for each window, and what an attacker has to find out from them."""

from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.attack.windows import TextWindows
from samehands.lab.attack.words import WordTokens


@dataclass(frozen=True, slots=True, eq=False)
class MessageSet:
    """What was sent for each window, beside what the person had been shown.

    Args:
        name: as reports print it.
        numbers: shape (w, d), all numbers on the wire.
        windows: w windows, with the prompt to name and the person.
        prompts: the pool of texts.
        tokens: the content words inside the windows.
        fresh_person: shape (w,), whether the person was in no training of what made the numbers.
            Only fresh people are tested; the attacker may train on anyone else.
        fresh_prompt: shape (pool,), whether the prompt was in no such training. Only fresh
            prompts are tested.

    Raises:
        DataSetError: the parts do not fit, or a number is not finite.
    """

    name: str
    numbers: NDArray[np.float32] = field(repr=False)
    windows: TextWindows = field(repr=False)
    prompts: tuple[str, ...] = field(repr=False)
    tokens: WordTokens = field(repr=False)
    fresh_person: NDArray[np.bool_] = field(repr=False)
    fresh_prompt: NDArray[np.bool_] = field(repr=False)

    def __post_init__(self) -> None:
        count = len(self.windows)
        fits = (
            self.numbers.ndim == 2
            and len(self.numbers) == count
            and len(self.fresh_person) == count
            and len(self.fresh_prompt) == len(self.prompts)
        )
        if not fits:
            raise DataSetError(
                f"messages {self.name}",
                got=f"numbers of shape {self.numbers.shape}, {count} windows",
                due="one row of numbers and one mark per window, one mark per prompt",
            )
        if not np.isfinite(self.numbers).all():
            raise DataSetError(
                f"messages {self.name}", got="numbers that are not finite", due="finite numbers"
            )

    def __len__(self) -> int:
        return len(self.windows)

    def sending(self, name: str, numbers: NDArray[np.float32]) -> Self:
        """The same windows with other numbers sent for them."""
        return replace(self, name=name, numbers=np.asarray(numbers, np.float32))

    def beside_own(self) -> NDArray[np.float32]:
        """Each message less the mean of the same person's other messages, shape (w, d).

        A server holds many windows of a subject, so an attacker who reads them knows how the
        person types and looks only at what is different this time. Windows that share a keystroke
        with the window are left out of its mean; with no other window left the row is zero.
        """
        stride = int(self.windows.start.max()) + self.windows.n + 1
        place = self.windows.person.astype(np.int64) * stride + self.windows.start
        order = np.argsort(place, kind="stable")
        place, person = place[order], self.windows.person[order]
        sums = np.zeros((len(self) + 1, self.numbers.shape[1]))
        np.cumsum(self.numbers[order], axis=0, dtype=np.float64, out=sums[1:])
        first, last = np.searchsorted(person, person), np.searchsorted(person, person, "right")
        near = np.maximum(np.searchsorted(place, place - self.windows.n + 1), first)
        past = np.minimum(np.searchsorted(place, place + self.windows.n), last)
        others = (last - first) - (past - near)
        mean = (sums[last] - sums[past] + sums[near] - sums[first]) / np.maximum(others, 1)[
            :, None
        ]
        beside = np.empty_like(self.numbers)
        beside[order] = np.where((others > 0)[:, None], self.numbers[order] - mean, 0.0)
        return beside
