"""Simulated corpora for the tests of the attack."""

import numpy as np
import pytest

from samehands.lab.attack import Baselines, Controls, MessageSet, blank_messages, run_controls
from samehands.lab.attack.synthetic import simulated_corpus
from samehands.lab.datasets.corpus import Corpus

SEED = 7


@pytest.fixture(scope="package")
def few() -> Corpus:
    """A dozen typists, quick to make."""
    return simulated_corpus(np.random.default_rng(3), typists=12, phrases=30, phrases_each=10)


@pytest.fixture(scope="package")
def crowd() -> Corpus:
    """150 typists and 300 phrases: enough to learn from."""
    return simulated_corpus(np.random.default_rng(SEED))


@pytest.fixture(scope="package")
def blank(crowd: Corpus) -> MessageSet:
    """Windows of the crowd, for which nothing is sent yet."""
    return blank_messages(crowd, 100, np.random.default_rng(SEED))


@pytest.fixture(scope="package")
def controls(crowd: Corpus, blank: MessageSet) -> Controls:
    """The attack on the crowd's controls."""
    return run_controls(Baselines.of(crowd, blank), seed=SEED, size="synthetic")
