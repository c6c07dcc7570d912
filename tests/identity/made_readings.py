"""Readings that nobody fitted: each is one dimension of the synthetic space."""

import numpy as np

from laws import synthetic
from samehands.identity.reading import Reading, Readings
from samehands.identity.reading_words import ReadingName
from samehands.rhythm import Card

CARD = Card(("made-up people",), "Apache-2.0", commercial=True, people=3, made_by="a test")


def reading(name: ReadingName = ReadingName.HOLD_LEFT, dimension: int = 0) -> Reading:
    """The number of one dimension, in halves, and one more."""
    weights = np.zeros(64)
    weights[dimension] = 0.5
    return Reading(name, weights, 1.0, r_squared=0.8, residual_sd=0.4)


def readings() -> Readings:
    every = tuple(reading(name, place) for place, name in enumerate(ReadingName))
    return Readings(synthetic.PROJECTION, "synthetic", CARD, every)
