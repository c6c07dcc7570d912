"""The keystroke score of synapse-shield, as version 0.9.5 computes it.

synapse-shield (MIT licence, on PyPI): a score from the variance and mean of the flights ud, the
mean and variance of the holds, the entropy of the flights and whether frequent pairs of letters
come faster than others; "abnormal keystroke biometrics" from 0.70 on. Written anew from what its
engine does with up to 150 keystrokes of a form; its judgement of the pointer and of request rates
is left out, so that this is its keyboard part only.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import position_of
from samehands.lab.liveness.halves import looks
from samehands.quantities import MICROS_PER_MILLI

ABNORMAL: Final = 0.70
"""Score from which it calls the typing abnormal."""

FORM: Final = 100
"""Keystrokes that are judged together here, as a form is: our window, below its own 150."""

_LONGEST: Final = 5_000.0
_EARLIEST: Final = -500.0
_BINS: Final = np.append(np.arange(0.0, 400.0, 50.0), 800.0)

_FREQUENT: Final = (
    "th er on an re he in ed nd ha at en es of or nt ea ti to it st io le is ou ar as de rt ve la "
    "ik ak el al ma me ba ka"
)
_PAIRS: Final = frozenset(
    (position_of(f"Key{pair[0].upper()}"), position_of(f"Key{pair[1].upper()}"))
    for pair in _FREQUENT.split()
)
_LETTERS: Final = frozenset(position_of(f"Key{letter}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Synapse:
    """The score of a form's keystrokes."""

    def evidence(self, looks: list[Keystrokes]) -> NDArray[np.float64]:
        """The score of each look, in [0, 1]."""
        return np.array([keystroke_score(look) for look in looks])

    def raised(self, stream: Keystrokes) -> NDArray[np.bool_]:
        """At the end of each form whose score is abnormal."""
        fired = np.zeros(len(stream), np.bool_)
        forms = looks(stream, FORM) or ([stream] if len(stream) else [])
        for number, form in enumerate(forms):
            end = number * FORM + len(form) - 1
            fired[end] = keystroke_score(form) >= ABNORMAL
        return fired


def keystroke_score(form: Keystrokes) -> float:
    """The score of some keystrokes, in [0, 1]; 0 for fewer than three."""
    if len(form) < 3:
        return 0.0
    known = form.release != MISSING
    hold: NDArray[np.float64] = form.hold[known] / np.float64(MICROS_PER_MILLI)
    hold = hold[(hold > 0) & (hold < _LONGEST)]
    begun = np.where(known, form.release, form.press)[:-1]
    flight: NDArray[np.float64] = (form.press[1:] - begun) / np.float64(MICROS_PER_MILLI)
    flight = flight[(flight > _EARLIEST) & (flight < _LONGEST)]
    score = _of_flights(flight) + _of_holds(hold)
    score = _with_pairs(score, form)
    score += _of_entropy(flight)
    return min(max(score, 0.0), 1.0)


def _of_flights(flight: NDArray[np.float64]) -> float:
    if not len(flight):
        return 0.0
    score = 0.0
    if flight.var() < 2 and len(flight) >= 3:
        score += 0.85
    elif flight.var() < 15 and len(flight) >= 4:
        score += 0.60
    return score + (0.70 if 0 < flight.mean() < 25 else 0.0)


def _of_holds(hold: NDArray[np.float64]) -> float:
    if not len(hold):
        return 0.0
    if hold.mean() < 15:
        return 0.75
    return 0.80 if hold.var() < 2 and len(hold) >= 3 else 0.0


def _with_pairs(score: float, form: Keystrokes) -> float:
    """The score so far, more where frequent pairs are slower than others, less where faster."""
    times: dict[tuple[int, int], list[float]] = {}
    dd = np.diff(form.press) / MICROS_PER_MILLI
    keys = form.position.tolist()
    for before, key, gap in zip(keys[:-1], keys[1:], dd.tolist(), strict=True):
        if 0 < gap < 2_000 and before in _LETTERS and key in _LETTERS:
            times.setdefault((before, key), []).append(gap)
    frequent = [float(np.mean(gaps)) for pair, gaps in times.items() if pair in _PAIRS]
    other = [float(np.mean(gaps)) for pair, gaps in times.items() if pair not in _PAIRS]
    if not frequent or not other:
        return score
    share = float(np.mean(frequent) / np.mean(other))
    if share >= 1.05 and len(form) >= 8:
        return score + 0.40
    return max(0.0, score - 0.25) if share < 0.85 else score


def _of_entropy(flight: NDArray[np.float64]) -> float:
    usual = flight[(flight >= 0) & (flight <= 800)]
    if len(usual) < 4:
        return 0.0
    counts = np.histogram(usual, _BINS)[0]
    share = counts[counts > 0] / len(usual)
    entropy = float(-(share * np.log2(share)).sum()) / 3
    if entropy < 0.15 and len(flight) >= 5:
        return 0.70
    return 0.50 if entropy > 0.98 and len(flight) >= 8 else 0.0
