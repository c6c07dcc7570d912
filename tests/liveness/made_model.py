"""A liveness model that nobody fitted: a fit to the keys speaks for people, and short holds against."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from laws import synthetic
from samehands.liveness.additive import Additive, Table
from samehands.liveness.model import LivenessModel, Pace, Weights
from samehands.liveness.recollection import Cut, Spread
from samehands.rhythm import Card
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window

CARD = Card(("made-up people",), "Apache-2.0", commercial=True, people=3, made_by="a test")
PERSON = Scalars(0, 8, 20, key_fit=1, hold_level=2, hold_lattice=30, hold_spread=6)
MACHINE = replace(PERSON, key_fit=-2, hold_level=0)


def model(projection: bytes = synthetic.PROJECTION) -> LivenessModel:
    """Two nats for a person, or ten for a machine, by the fit to the keys; the holds say as much."""
    fit = Table("key_fit", (-0.5, 0.5), (8.0, 2.0, -2.0))
    hold = Table("hold_level", (0.5,), (4.0, -1.0))
    pace = np.zeros(64)
    pace[0] = 1 / 31
    return LivenessModel(
        projection,
        "synthetic",
        CARD,
        forged=Additive(0.0, (fit, hold)),
        even=Additive(0.0, (hold,)),
        weights=Weights(0.8, 0.2, 0.0),
        numbers=16,
        cuts=(
            Cut(0.0, Spread(1.2, 8.0), Spread(0.1, 8.0)),
            Cut(0.5, Spread(0.9, 8.0), Spread(0.3, 8.0)),
        ),
        pace=Pace(pace, 0.1),
    )


def window(
    sequence: int = 0,
    scalars: Scalars = PERSON,
    path: PathFlag = PathFlag.NONE,
    vector: NDArray[np.int8] | None = None,
    clock: ClockClass = ClockClass.ONE_MS,
) -> Window:
    """A window of the synthetic projection."""
    numbers = np.zeros(64, np.int8) if vector is None else vector
    return Window(synthetic.PROJECTION, sequence, numbers.tobytes(), scalars, clock, path)


def typed(seed: int, number: int) -> list[NDArray[np.int8]]:
    """Embeddings of one person's windows, one after the other."""
    rng = np.random.default_rng(seed)
    drawn = np.clip(np.rint(31 * rng.normal(0.0, 0.8, (number, 64))), -124, 124)
    return list(drawn.astype(np.int8))


def sign(sequence: int = 0, signs: SignFlag = SignFlag.SHORT_HOLDS) -> EarlySign:
    """An early sign of the synthetic projection."""
    return EarlySign(synthetic.PROJECTION, sequence, signs)
