"""Attacks on a pointer embedding: which device, which scale, which digits on a keypad of the screen.

The attacker learns from other people's windows and reads those of people never seen. Beside each
attack stands a control with what the embedding must not hold: it has to succeed, or the attack is
broken.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.capture.strokes import StrokeEnd
from samehands.lab.metrics import Interval, bootstrap_mean
from samehands.lab.pointer.leak import machine_of
from samehands.lab.pointer.nuisance import PointerNuisance, disturbed, scaled
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.rhythm.pointer.projection import PointerProjection

WINDOWS: Final = 40
"""Windows of a person and class: enough that a person's share of hits is known to 8 points."""

MARGIN: Final = 0.05
"""Hits above chance that the issue allows."""

KEYPAD_PITCH: Final = 80
"""Pixels from one key of the keypad to the next."""

PINS: Final = (
    "1470", "2583", "3691", "1937", "2846", "7182", "9513", "4682",
)  # fmt: skip
"""The pool that the attacker knows; no digit follows itself."""

SAMPLINGS: Final = (
    None,
    PointerNuisance.TICK_16,
    PointerNuisance.TICK_33,
    PointerNuisance.TICK_110,
)
"""Sampling classes: as recorded (8 ms), and three slower ones."""

SCALES: Final = (0.5, 1.0, 2.0)
"""Screens, or speed settings, by factor."""

NEAREST: Final = 8
"""Real strokes among which one is drawn for each way on the keypad."""


class PointerAttack(msgspec.Struct, frozen=True):
    """What an attacker reads off.

    Args:
        secret: what is guessed.
        chance: share of hits by guessing, all the same from the number of clicks alone.
        embedding: share of hits from the embedding, over people.
        control: share of hits from what the embedding must not hold.
    """

    secret: str
    chance: float
    embedding: Interval
    control: Interval

    @property
    def leaks(self) -> bool:
        """Whether it tells more than the issue allows."""
        return self.embedding.estimate > self.chance + MARGIN

    @property
    def sentence(self) -> str:
        """For a terminal."""
        said = self.embedding
        return (
            f"{self.secret}: {100 * said.estimate:.1f} % [{100 * said.low:.1f}-"
            f"{100 * said.high:.1f}] from the embedding, {100 * self.control.estimate:.1f} % by the "
            f"control, {100 * self.chance:.1f} % by chance"
        )


def attack_pointer(
    part: Stroked,
    victims: NDArray[np.int64],
    projection: PointerProjection,
    rng: np.random.Generator,
) -> tuple[PointerAttack, ...]:
    """Tries all three on a corpus that is sampled finely.

    Args:
        part: owners' recordings only.
        victims: people, by number; the attacker learns from the others.
        projection: that has not seen the victims.
        rng: draws the windows and the intervals.
    """
    corpus = part.corpus
    by_sampling = [
        part if kind is None else Stroked.of(disturbed(corpus, kind, rng), projection.rate)
        for kind in SAMPLINGS
    ]
    by_scale = [
        Stroked.of(scaled(corpus, np.full(len(corpus), factor)), projection.rate)
        for factor in SCALES
    ]
    return (
        _told_apart("sampling class", by_sampling, victims, projection, rng),
        _told_apart("scale of the screen", by_scale, victims, projection, rng),
        _keypad(part, victims, projection, rng),
    )


def _told_apart(
    secret: str,
    classes: Sequence[Stroked],
    victims: NDArray[np.int64],
    projection: PointerProjection,
    rng: np.random.Generator,
) -> PointerAttack:
    vectors, machines, label, person = [], [], [], []
    for number, part in enumerate(classes):
        rows = cut(part.recording, projection.strokes)
        whose = part.person[rows[:, 0]]
        drawn = [
            rng.permutation(np.flatnonzero(whose == who))[:WINDOWS] for who in np.unique(whose)
        ]
        rows = rows[np.concatenate(drawn)]
        vectors.append(projection.embed(projection.tables.scored(part.found), rows))
        machines.append(np.array([machine_of(part, one) for one in rows]))
        label.append(np.full(len(rows), number))
        person.append(part.person[rows[:, 0]])
    labels, people = np.concatenate(label), np.concatenate(person)
    read = [
        _hits(np.concatenate(inputs).astype(np.float64), labels, people, victims, rng)
        for inputs in (vectors, machines)
    ]
    return PointerAttack(secret, 1 / len(classes), *read)


def _keypad(
    part: Stroked,
    victims: NDArray[np.int64],
    projection: PointerProjection,
    rng: np.random.Generator,
) -> PointerAttack:
    """Everybody types PINs on a keypad of the screen, with their own real strokes to a click."""
    score = projection.tables.scored(part.found)
    end = part.strokes.bounds[1:][part.found.stroke] - 1
    begin = part.strokes.bounds[:-1][part.found.stroke]
    across = (part.strokes.x[end] - part.strokes.x[begin]).astype(np.float64)
    down = (part.strokes.y[end] - part.strokes.y[begin]).astype(np.float64)
    aimed = part.strokes.end[part.found.stroke] == StrokeEnd.PRESS
    aimed &= ~part.strokes.dragging[part.found.stroke]
    vectors, ways, label, person = [], [], [], []
    for who in np.unique(part.person):
        own = np.flatnonzero(aimed & (part.person == who))
        if len(own) < NEAREST:
            continue
        for number, pin in enumerate(PINS):
            wanted = _ways(pin, projection.strokes)
            far = (across[own] - wanted[:, :1]) ** 2 + (down[own] - wanted[:, 1:]) ** 2
            near = own[np.argsort(far, axis=1)[:, :NEAREST]]
            drawn = rng.integers(near.shape[1], size=(WINDOWS, projection.strokes))
            rows = near[np.arange(projection.strokes), drawn]
            vectors.append(projection.embed(score, rows))
            ways.append(np.concatenate([across[rows], down[rows]], axis=1))
            label.append(np.full(WINDOWS, number))
            person.append(np.full(WINDOWS, who))
    labels, people = np.concatenate(label), np.concatenate(person)
    read = [
        _hits(np.concatenate(inputs).astype(np.float64), labels, people, victims, rng)
        for inputs in (vectors, ways)
    ]
    return PointerAttack("PIN on a keypad of the screen", 1 / len(PINS), *read)


def _ways(pin: str, strokes: int) -> NDArray[np.float64]:
    """The ways of the pointer when a PIN is clicked over and over, shape (strokes, 2), pixels."""
    typed = np.array([int(pin[step % len(pin)]) for step in range(strokes + 1)])
    # A telephone's keypad: 1 2 3 / 4 5 6 / 7 8 9 / 0 in the middle below.
    column = np.where(typed == 0, 1, (typed - 1) % 3)
    row = np.where(typed == 0, 3, (typed - 1) // 3)
    return np.diff(np.stack([column, row], axis=1), axis=0) * float(KEYPAD_PITCH)


def _hits(
    inputs: NDArray[np.float64],
    label: NDArray[np.int64],
    person: NDArray[np.int64],
    victims: NDArray[np.int64],
    rng: np.random.Generator,
) -> Interval:
    """Share of the victims' windows whose class is guessed, by numbers and their squares."""
    known = ~np.isin(person, victims)
    centre, spread = inputs[known].mean(axis=0), np.maximum(inputs[known].std(axis=0), 1e-6)
    shaped = (inputs - centre) / spread
    shaped = np.concatenate([np.ones((len(shaped), 1)), shaped, shaped * shaped], axis=1)
    wanted = np.eye(int(label.max()) + 1)[label]
    learnt = shaped[known]
    ridge = 0.01 * len(learnt) * np.eye(shaped.shape[1])
    weights = np.linalg.solve(learnt.T @ learnt + ridge, learnt.T @ wanted[known])
    right = (shaped @ weights).argmax(axis=1) == label
    shares = [
        np.mean([right[(person == who) & (label == each)].mean() for each in np.unique(label)])
        for who in victims
        if (person == who).any()
    ]
    return bootstrap_mean(np.array(shares), rng)
