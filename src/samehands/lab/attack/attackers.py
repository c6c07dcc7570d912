"""The attackers: one linear with random features, one a small network; and one who only guesses."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from samehands.lab.attack.case import Case
from samehands.lab.attack.classes import ClassModel
from samehands.lab.attack.features import ContentRegression, RandomFeatures
from samehands.lab.attack.network import Examples, Network, Schedule, trained
from samehands.lab.attack.protocol import Size
from samehands.lab.attack.scores import Guesses, Posterior, Reading

Expert = Callable[[NDArray[np.int64]], NDArray[np.float32]]
"""Rows of a case → log-likelihood of each prompt, shape (rows, pool), nats."""

_CHUNK = 1500


def linear_experts(case: Case, size: Size, seed: int) -> list[Expert]:
    """Three experts: on the numbers, on what is unusual for the person, on random features.

    The third foretells the content of the prompt from the message, its squares and their random
    features by ridge regression, and scores each prompt of the pool by how well its content fits.
    """
    rng = np.random.default_rng([seed, 2])
    training, truth = case.training, case.truth
    features = RandomFeatures.drawn(case.bent.shape[1], size.random_features, rng)
    spread = np.maximum(case.content.std(axis=0), 1e-9)
    regression, foretold = ContentRegression.fitted(
        case.bent[training],
        (case.content / spread)[truth[training]].astype(np.float32),
        case.fold[training],
        features,
    )
    on_own = ClassModel.fitted(case.own[training], truth[training], case.content)
    on_beside = ClassModel.fitted(case.beside[training], truth[training], case.content)
    on_content = ClassModel.fitted(foretold, truth[training], case.content)
    return [
        lambda rows: on_own.log_likelihood(case.own[rows]),
        lambda rows: on_beside.log_likelihood(case.beside[rows]),
        lambda rows: on_content.log_likelihood(regression(case.bent[rows])),
    ]


def network_experts(case: Case, size: Size, seed: int) -> list[Expert]:
    """One expert: a small network on the numbers and on what is unusual for the person."""
    rng = np.random.default_rng([seed, 3])
    network = trained(
        Network.fresh(case.both.shape[1], case.content.astype(np.float32), size.width, rng),
        Examples(case.both[case.training], case.truth[case.training]),
        Examples(case.both[case.calibration], case.truth[case.calibration]),
        case.prior,
        Schedule(size.width, size.epochs, size.batch),
        rng,
    )
    return [lambda rows: network.log_likelihood(case.both[rows])]


def read(attacker: str, experts: list[Expert], case: Case, size: Size, seed: int) -> Reading:
    """Calibrates experts on people of their own and tests them on others.

    Args:
        attacker: name to print.
        experts: of this case; none is the attacker who only guesses.
        case: to be read.
        size: how many bootstrap draws.
        seed: of the draws.
    """
    truth, rows = case.truth, case.calibration
    posterior = Posterior.fitted([expert(rows) for expert in experts], truth[rows], case.prior)
    parts = []
    for begin in range(0, len(case.tested), _CHUNK):
        some = case.tested[begin : begin + _CHUNK]
        found = posterior.log_probability([expert(some) for expert in experts])
        parts.append(Guesses.of(found, truth[some], case.prior))
    return _summed(attacker, parts, case, size, seed)


def read_prior(case: Case, size: Size, seed: int) -> Reading:
    """The attacker who sees no message and guesses the commonest prompts; bits over uniform."""
    pool = len(case.prior)
    found = np.broadcast_to(np.log(case.prior), (len(case.tested), pool))
    uniform = np.full(pool, 1.0 / pool)
    return _summed(
        "prior only", [Guesses.of(found, case.truth[case.tested], uniform)], case, size, seed
    )


def _summed(attacker: str, parts: list[Guesses], case: Case, size: Size, seed: int) -> Reading:
    person = case.message.windows.person[case.tested]
    rng = np.random.default_rng([seed, 4])
    return Guesses.joined(parts).reading(attacker, person, rng, size.repeats)
