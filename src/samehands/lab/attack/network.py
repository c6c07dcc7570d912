"""A small network that reads a message: two hidden layers against a tower of prompt contents.

Written out in numpy, so that the same attack runs wherever the tests run.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Parameters = dict[str, NDArray[np.float32]]
"""Named arrays; gradients have the same names and shapes."""

WIDTH_OUT: Final = 64
"""Numbers in which message and prompt meet."""

DROPPED: Final = 0.2
"""Share of hidden units silenced at each step. More: less is remembered of single windows."""

LEARNING_RATE: Final = 2e-3
"""Highest step; it warms up over the first tenth and then fades out along a cosine."""

DECAY: Final = {"own": 1.0}
"""Pull towards zero of each step, times the learning rate; `own`, a prompt's own vector, must be
earned by many windows, everything else is pulled by `DECAY_ELSE`."""

DECAY_ELSE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how wide to learn.

    Args:
        width: hidden units in each layer.
        epochs: passes over the examples.
        batch: examples in a step.
    """

    width: int
    epochs: int
    batch: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Log-likelihoods of the classes from numbers, up to a constant of the example.

    Args:
        parameters: the weights.
        content: shape (classes, k), of the prompts.
    """

    parameters: Parameters = field(repr=False)
    content: NDArray[np.float32] = field(repr=False)

    @classmethod
    def fresh(
        cls, dimensions: int, content: NDArray[np.float32], width: int, rng: np.random.Generator
    ) -> Self:
        """A network that knows nothing: every class is equally likely."""

        def drawn(rows: int, columns: int, gain: float = 2.0) -> NDArray[np.float32]:
            scale = np.sqrt(gain / rows)
            return np.asarray(rng.standard_normal((rows, columns)) * scale, np.float32)

        spread = content / np.maximum(content.std(axis=0), 1e-6)
        parameters = {
            "first": drawn(dimensions, width),
            "first_bias": np.zeros(width, np.float32),
            "second": drawn(width, width),
            "second_bias": np.zeros(width, np.float32),
            "out": drawn(width, WIDTH_OUT, 1.0) * np.float32(0.1),
            "skip": drawn(dimensions, WIDTH_OUT, 1.0) * np.float32(0.1),
            "out_bias": np.zeros(WIDTH_OUT, np.float32),
            "tower": drawn(content.shape[1], WIDTH_OUT, 1.0),
            "own": np.zeros((len(content), WIDTH_OUT), np.float32),
            "bias": np.zeros(len(content), np.float32),
        }
        return cls(parameters, spread.astype(np.float32))

    def log_likelihood(self, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (m, classes), nats."""
        weights = self.parameters
        hidden = np.maximum(numbers @ weights["first"] + weights["first_bias"], 0.0)
        hidden = np.maximum(hidden @ weights["second"] + weights["second_bias"], 0.0)
        met = hidden @ weights["out"] + numbers @ weights["skip"] + weights["out_bias"]
        prompts = self.content @ weights["tower"] + weights["own"]
        return np.asarray(met @ prompts.T / np.sqrt(WIDTH_OUT) + weights["bias"], np.float32)

    def gradient(
        self,
        numbers: NDArray[np.float32],
        truth: NDArray[np.int64],
        log_prior: NDArray[np.float32],
        masks: tuple[NDArray[np.float32], NDArray[np.float32]],
    ) -> tuple[float, Parameters]:
        """Mean cross-entropy in nats and its gradient.

        Args:
            numbers: shape (m, d).
            truth: shape (m,).
            log_prior: shape (classes,), added to the likelihoods.
            masks: for each hidden layer, shape (m, width): 0 for a silenced unit.
        """
        weights, rows = self.parameters, np.arange(len(truth))
        one = np.maximum(numbers @ weights["first"] + weights["first_bias"], 0.0) * masks[0]
        two = np.maximum(one @ weights["second"] + weights["second_bias"], 0.0) * masks[1]
        met = two @ weights["out"] + numbers @ weights["skip"] + weights["out_bias"]
        prompts = self.content @ weights["tower"] + weights["own"]
        scale = np.float32(1.0 / np.sqrt(WIDTH_OUT))
        logits = met @ prompts.T * scale + weights["bias"] + log_prior
        logits -= logits.max(axis=1, keepdims=True)
        chance = np.exp(logits)
        total = chance.sum(axis=1, keepdims=True)
        loss = float((np.log(total[:, 0]) - logits[rows, truth]).mean())
        chance /= total
        chance[rows, truth] -= 1.0
        chance /= np.float32(len(truth))
        to_met, to_prompts = chance @ prompts * scale, chance.T @ met * scale
        to_two = to_met @ weights["out"].T * masks[1] * (two > 0)
        to_one = to_two @ weights["second"].T * masks[0] * (one > 0)
        return loss, {
            "first": numbers.T @ to_one,
            "first_bias": to_one.sum(axis=0),
            "second": one.T @ to_two,
            "second_bias": to_two.sum(axis=0),
            "out": two.T @ to_met,
            "skip": numbers.T @ to_met,
            "out_bias": to_met.sum(axis=0),
            "tower": self.content.T @ to_prompts,
            "own": to_prompts,
            "bias": chance.sum(axis=0),
        }

    def loss(
        self,
        numbers: NDArray[np.float32],
        truth: NDArray[np.int64],
        log_prior: NDArray[np.float32],
    ) -> float:
        """Mean cross-entropy in nats, nothing silenced."""
        logits = self.log_likelihood(numbers) + log_prior
        top = logits.max(axis=1)
        total = np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top
        return float((total - logits[np.arange(len(truth)), truth]).mean())


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Messages with their right prompts.

    Args:
        numbers: shape (m, d), standardised.
        truth: shape (m,).
    """

    numbers: NDArray[np.float32] = field(repr=False)
    truth: NDArray[np.int64] = field(repr=False)


def trained(
    network: Network,
    training: Examples,
    validation: Examples,
    prior: NDArray[np.float64],
    schedule: Schedule,
    rng: np.random.Generator,
) -> Network:
    """Learns with AdamW, and keeps the weights that did best on the validation people.

    Args:
        network: where to start.
        training: to learn from.
        validation: other people's; decides when to stop.
        prior: shape (classes,).
        schedule: how long.
        rng: shuffles and silences.
    """
    log_prior = np.log(prior).astype(np.float32)
    now: Parameters = {name: weight.copy() for name, weight in network.parameters.items()}
    moving = Network(now, network.content)
    slopes: Parameters = {name: np.zeros_like(weight) for name, weight in now.items()}
    squares: Parameters = {name: np.zeros_like(weight) for name, weight in now.items()}
    batch = min(schedule.batch, len(training.truth))
    steps = schedule.epochs * (len(training.truth) // batch)
    best, least = network, network.loss(validation.numbers, validation.truth, log_prior)
    step = 0
    for _ in range(schedule.epochs):
        order = rng.permutation(len(training.truth))
        for begin in range(0, len(order) - batch + 1, batch):
            step += 1
            rows = order[begin : begin + batch]
            keep = rng.random((2, batch, schedule.width), np.float32) >= DROPPED
            mask = keep.astype(np.float32) / np.float32(1.0 - DROPPED)
            _, gradient = moving.gradient(
                training.numbers[rows], training.truth[rows], log_prior, (mask[0], mask[1])
            )
            for name, slope in gradient.items():
                slopes[name] += np.float32(0.1) * (slope - slopes[name])
                squares[name] += np.float32(0.001) * (slope * slope - squares[name])
            _move(now, slopes, squares, step, _rate(step, steps))
        reached = moving.loss(validation.numbers, validation.truth, log_prior)
        if reached < least:
            least = reached
            best = Network({name: weight.copy() for name, weight in now.items()}, network.content)
    return best


def _rate(step: int, steps: int) -> float:
    warm = max(steps // 10, 1)
    if step <= warm:
        return LEARNING_RATE * step / warm
    return LEARNING_RATE * 0.5 * (1.0 + float(np.cos(np.pi * (step - warm) / (steps - warm + 1))))


def _move(
    now: Parameters, slopes: Parameters, squares: Parameters, step: int, rate: float
) -> None:
    """One step of AdamW, in place (Loshchilov and Hutter 2019)."""
    first, second = 1.0 - 0.9**step, 1.0 - 0.999**step
    for name in now:
        now[name] *= np.float32(1.0 - rate * DECAY.get(name, DECAY_ELSE))
        moved = slopes[name] / np.float32(first)
        moved /= np.sqrt(squares[name] / np.float32(second)) + np.float32(1e-8)
        now[name] -= np.float32(rate) * moved
