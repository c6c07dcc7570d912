"""How well a guess did: bits, ranks and hits, calibrated on other people, with intervals."""

from dataclasses import dataclass, field
from typing import Final, Self

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from samehands.errors import EmptyScoresError

FLOOR_START: Final = -4.0
"""Log-odds at which the fit starts to doubt its own classes: 2 % of the windows are strange."""

_LN2: Final = float(np.log(2.0))


class Figure(msgspec.Struct, frozen=True):
    """A number with its 95 % bootstrap interval over people."""

    value: float
    low: float
    high: float


class Reading(msgspec.Struct, frozen=True):
    """What one attacker read from one message.

    Args:
        attacker: which one.
        bits: mean log2 of the posterior of the right prompt over its prior; 0 knows nothing.
        rank_bits: how much smaller the log2 rank of the right prompt is than by chance.
        top1: share of windows whose prompt is guessed first.
        top10: share of windows whose prompt is among the first ten guesses.
        windows: tested windows.
        people: tested people.
    """

    attacker: str
    bits: Figure
    rank_bits: Figure
    top1: Figure
    top10: Figure
    windows: int
    people: int


@dataclass(frozen=True, slots=True)
class Posterior:
    """Turns log-likelihoods of several experts into probabilities of the classes.

    P = (1 - doubt) · softmax(log prior + Σ weight · log-likelihood) + doubt · prior. Weights and
    doubt are fitted on people of their own, so an expert that is too sure of itself is turned
    down, and one that knows nothing is turned off.

    Args:
        prior: shape (classes,).
        weight: shape (experts,), at least 0.
        doubt: in [0, 1].
    """

    prior: NDArray[np.float64] = field(repr=False)
    weight: NDArray[np.float64]
    doubt: float

    @classmethod
    def fitted(
        cls,
        likelihoods: list[NDArray[np.float32]],
        truth: NDArray[np.int64],
        prior: NDArray[np.float64],
    ) -> Self:
        """Fits weights and doubt by maximum likelihood.

        Args:
            likelihoods: for each expert, shape (m, classes), nats.
            truth: shape (m,), the right class.
            prior: shape (classes,), sums to 1.

        Raises:
            EmptyScoresError: nothing to fit on, or a likelihood is not a number.
        """
        if not len(truth) or not all(np.isfinite(one).all() for one in likelihoods):
            raise EmptyScoresError(
                "likelihoods", got=f"{len(truth)} rows, or not numbers", due="finite rows"
            )
        experts = len(likelihoods)
        start = np.append(np.full(experts, 0.3 / experts), FLOOR_START)
        fit = minimize(
            _loss,
            start,
            args=(likelihoods, truth, prior),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, 3.0)] * experts + [(-8.0, 4.0)],
            options={"maxiter": 30},
        )
        knows_nothing = float(-np.log(prior[truth]).mean())
        if not fit.fun < knows_nothing:
            return cls(prior, np.zeros(experts), 0.0)
        return cls(prior, np.asarray(fit.x[:-1]), float(1.0 / (1.0 + np.exp(-fit.x[-1]))))

    def log_probability(self, likelihoods: list[NDArray[np.float32]]) -> NDArray[np.float64]:
        """Log-probability of each class, shape (m, classes), nats."""
        logits = np.log(self.prior)[None, :] + sum(
            weight * one for weight, one in zip(self.weight, likelihoods, strict=True)
        )
        logits -= logits.max(axis=1, keepdims=True)
        chance = np.exp(logits)
        chance /= chance.sum(axis=1, keepdims=True)
        return np.asarray(np.log((1.0 - self.doubt) * chance + self.doubt * self.prior + 1e-300))


def _loss(
    parameters: NDArray[np.float64],
    likelihoods: list[NDArray[np.float32]],
    truth: NDArray[np.int64],
    prior: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Mean negative log-probability of the right class, and its gradient."""
    weight, doubt = parameters[:-1], 1.0 / (1.0 + np.exp(-parameters[-1]))
    rows = np.arange(len(truth))
    logits = np.log(prior).astype(np.float32)[None, :] + sum(
        np.float32(one_weight) * one for one_weight, one in zip(weight, likelihoods, strict=True)
    )
    logits -= logits.max(axis=1, keepdims=True)
    chance = np.exp(logits)
    chance /= chance.sum(axis=1, keepdims=True)
    right = chance[rows, truth].astype(np.float64)
    mixed = (1.0 - doubt) * right + doubt * prior[truth]
    pull = (1.0 - doubt) * right / mixed
    slope = [
        -(pull * (one[rows, truth] - np.einsum("ij,ij->i", chance, one))).mean()
        for one in likelihoods
    ]
    slope_doubt = -((prior[truth] - right) / mixed).mean() * doubt * (1.0 - doubt)
    return float(-np.log(mixed).mean()), np.append(slope, slope_doubt)


@dataclass(frozen=True, slots=True)
class Guesses:
    """How each tested window fared.

    Args:
        bits: shape (m,), log2 of posterior over prior of the right class.
        rank: shape (m,), place of the right class, from 1; ties share the middle place.
        classes: in the pool.
    """

    bits: NDArray[np.float64] = field(repr=False)
    rank: NDArray[np.float64] = field(repr=False)
    classes: int

    @classmethod
    def of(
        cls,
        log_probability: NDArray[np.float64],
        truth: NDArray[np.int64],
        prior: NDArray[np.float64],
    ) -> Self:
        """Reads bits and ranks off log-probabilities of shape (m, classes)."""
        right = log_probability[np.arange(len(truth)), truth]
        above = (log_probability > right[:, None]).sum(axis=1)
        level = (log_probability == right[:, None]).sum(axis=1)
        return cls(
            bits=(right - np.log(prior[truth])) / _LN2,
            rank=above + (level + 1) / 2,
            classes=log_probability.shape[1],
        )

    @classmethod
    def joined(cls, parts: "list[Guesses]") -> Self:
        """One after the other.

        Raises:
            EmptyScoresError: there are none.
        """
        if not parts:
            raise EmptyScoresError("guesses", got="no windows", due="at least one tested window")
        return cls(
            np.concatenate([part.bits for part in parts]),
            np.concatenate([part.rank for part in parts]),
            parts[0].classes,
        )

    def reading(
        self, attacker: str, person: NDArray[np.int32], rng: np.random.Generator, repeats: int
    ) -> Reading:
        """Sums up, with intervals over people.

        Args:
            attacker: name to print.
            person: shape (m,), who typed each window.
            rng: draws the people again.
            repeats: how often. More: steadier ends of the intervals.
        """
        by_chance = float(np.log2(np.arange(1, self.classes + 1)).mean())
        columns = np.stack(
            [self.bits, by_chance - np.log2(self.rank), self.rank < 1.75, self.rank <= 10.0],
            axis=1,
        )
        bits, rank_bits, top1, top10 = figures(columns, person, rng, repeats)
        people = len(np.unique(person))
        return Reading(attacker, bits, rank_bits, top1, top10, len(self.bits), people)


def figures(
    columns: NDArray[np.float64], person: NDArray[np.int32], rng: np.random.Generator, repeats: int
) -> list[Figure]:
    """The mean of each column, with a 95 % interval from drawing people again.

    Args:
        columns: shape (m, k).
        person: shape (m,).
        rng: draws the people.
        repeats: how often.

    Raises:
        EmptyScoresError: no rows.
    """
    if not len(columns):
        raise EmptyScoresError("figures", got="no rows", due="at least one")
    _, who = np.unique(person, return_inverse=True)
    people = int(who.max()) + 1
    sums = np.stack([np.bincount(who, column, people) for column in columns.T], axis=1)
    count = np.bincount(who, minlength=people)
    drawn = rng.multinomial(people, np.full(people, 1.0 / people), size=repeats)
    means = (drawn @ sums) / (drawn @ count)[:, None]
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    middle = columns.mean(axis=0)
    return [
        Figure(float(value), float(least), float(most))
        for value, least, most in zip(middle, low, high, strict=True)
    ]
