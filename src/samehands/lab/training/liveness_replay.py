"""What replays look like to a recollection: how near they come, and how near people come themselves."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.lab.forgers.replay import Replay
from samehands.lab.liveness.windows import Label, Windows, sent
from samehands.lab.training.liveness_windows import Stream
from samehands.liveness.recollection import Cut, Spread
from samehands.rhythm.projection import Projection
from samehands.rhythm.window import STEPS_PER_SIGMA

SHARES: Final = (0.0, 0.25, 0.5, 0.75)
"""Where a re-cut replay is looked for; between two of them it is a little farther off."""

JITTER: Final = 5.0
"""Standard deviation of what a replay's times are changed by, ms, in the fit."""

NU: Final = 8.0
"""Degrees of freedom of all the laws. Lower: people's chance likenesses are believed less."""

EM_STEPS: Final = 50
"""Steps of the fit of a variance; ten settle it."""


def fit_cuts(
    streams: Sequence[Stream], projection: Projection, numbers: int, rng: np.random.Generator
) -> tuple[Cut, ...]:
    """How far replayed windows, and people's own, lie from what was remembered.

    Args:
        streams: of people.
        projection: that embeds their windows.
        numbers: of the embedding that are remembered.
        rng: jitters.

    Raises:
        DataSetError: no session of three windows.
    """
    own: dict[float, list[NDArray[np.float64]]] = {share: [] for share in SHARES}
    replayed: dict[float, list[NDArray[np.float64]]] = {share: [] for share in SHARES}
    n = projection.keystrokes
    for stream in streams:
        label = Label(stream.person, 0)
        typed = sent(stream.keystrokes, projection, label).windows
        if len(typed) < 3:
            continue
        remembered = _numbered(typed, numbers)
        for share in SHARES:
            start = round(share * n)
            again = Replay(stream.keystrokes[start:], jitter=JITTER).forge(
                stream.keystrokes.position[start:], rng
            )
            played = _numbered(sent(again, projection, label).windows, numbers)
            mixtures = _mixtures(remembered, share)
            replayed[share] += [
                played[row] - mixtures[row] for row in played.keys() & mixtures.keys()
            ]
            own[share] += [
                vector - mixed
                for row, vector in remembered.items()
                for at, mixed in mixtures.items()
                if at not in (row, row - 1)
            ]
    if not all(own.values()) or not all(replayed.values()):
        raise DataSetError("replays", got="no session of three windows", due="some")
    return tuple(
        Cut(share, Spread(_variance(own[share]), NU), Spread(_variance(replayed[share]), NU))
        for share in SHARES
    )


def _numbered(windows: Windows, numbers: int) -> dict[int, NDArray[np.float64]]:
    vectors = windows.embedding[:, :numbers] / STEPS_PER_SIGMA
    return dict(zip(windows.number.tolist(), vectors, strict=True))


def _mixtures(
    remembered: dict[int, NDArray[np.float64]], share: float
) -> dict[int, NDArray[np.float64]]:
    if not share:
        return remembered
    return {
        row: (1 - share) * vector + share * remembered[row + 1]
        for row, vector in remembered.items()
        if row + 1 in remembered
    }


def _variance(away: list[NDArray[np.float64]]) -> float:
    """Of a t-distribution with `NU` degrees of freedom, alike in every number, by EM."""
    squared = np.sum(np.stack(away) ** 2, axis=1)
    numbers = len(away[0])
    variance = float(np.mean(squared)) / numbers
    for _ in range(EM_STEPS):
        weight = (NU + numbers) / (NU + squared / variance)
        variance = float(np.mean(weight * squared)) / numbers
    return variance
