"""The windows of one session share its shift: each is judged by what the earlier ones foretold.

A session's windows lie around a mean of their own, m_s = person + shift. Scored one by one they
repeat each other's shift as if it were news, so an owner on an odd day seems to be denied by every
window anew. Here the mean is learnt as the session goes on, once for each tale that explains it:

```
owner   m_s ~ N(m, v + cσ)    from the windows believed to be the owner's
other   m_s ~ N(0, λ + cσ)    from all windows; and again from those since the tale began anew
density of a window q, after n windows with sum s, prior variance P and prior mean μ:
  p = 1/P + n/w    centre = (μ/P + s/w)/p    a = 1/p + w
  ln t = -½ Σ ln a - (ν + D)/2 · ln(1 + Σ(q - centre)²/(aν))
raw = τ (ln t as the owner's - ln t as another's)
```

The evidence is the rise of S = max(A, B): A assumes that another person came with the session, B
that one came since B was last zero (Page 1954). Increments are softened like any llr.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.identity.likelihood import ReadyTemplate, softened
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA

SHIFT_SHARE: Final = 0.05
"""c: the share of the back-end's session variance that one session is taken to be shifted by.

The simulated keyboards of a training differ more than sessions do, so that a template holds. More:
odd days are forgiven, and look-alikes with them: 1 instead of 0.05 doubled the intruders that were
never found. docs/decisions/windows-of-a-session-together.md."""

TEMPER: Final = 0.4
"""What a raw ratio is multiplied with before it is softened.

The 64 numbers are not as independent as the model has them, so a ratio says too much, for and
against. At 1 the rate of false alarms falls by a factor of 1.3 with each nat of the line, at 0.4 by
2 to 3, as evidence should (2.7). Lower: the strangest windows need longer to alarm."""

REMEMBERED: Final = 32.0
"""Windows that are remembered of a session; at more, all count half.

By then the mean is known to a sixth of a window's noise. More: slower to follow a long day."""

BELIEF_STEPS: Final = 256
"""Steps of the belief that a window is the owner's: a coarser sum is the same on any machine."""

LEAST_LEVEL: Final = -1e6
"""Where A stops falling: a finite number after years of the owner's typing."""

_OWNER, _START, _SINCE, _FRESH = range(4)
TALES: Final = 3
"""Sums that are kept: of the owner's windows, of all, of those since B was last zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What is expected of the sessions of k templates; in steps, not σ.

    Args:
        centre: shape (64,), where everybody's windows lie.
        mean: shape (k, 4, 64), prior mean of a session, relative to the centre.
        precision: shape (k, 4, 64), 1 over its prior variance.
        within: shape (64,), variance of windows around their session.
        nu: ν.
        outliers: ε.
        slope, offset: shape (k,), of the calibration.
    """

    centre: NDArray[np.float64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    precision: NDArray[np.float64] = field(repr=False)
    within: NDArray[np.float64] = field(repr=False)
    nu: float
    outliers: float
    slope: NDArray[np.float64] = field(repr=False)
    offset: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, templates: tuple[ReadyTemplate, ...]) -> Self:
        """Of templates of one back-end.

        Raises:
            TemplateError: none.
        """
        if not templates:
            raise TemplateError("templates", got="none", due="one or more")
        model = templates[0].back_end
        square = STEPS_PER_SIGMA**2
        shift = SHIFT_SHARE * model.session
        variance = np.empty((len(templates), 4, DIMENSIONS))
        variance[:] = model.between + shift
        variance[:, _OWNER] = [template.person.variance + shift for template in templates]
        mean = np.zeros_like(variance)
        mean[:, _OWNER] = [template.person.mean for template in templates]
        return cls(
            STEPS_PER_SIGMA * model.mean,
            STEPS_PER_SIGMA * mean,
            1.0 / (square * variance),
            square * model.within,
            model.nu,
            model.outliers,
            np.array([template.line.slope for template in templates]),
            np.array([template.line.offset for template in templates]),
        )

    def chosen(self, rows: NDArray[np.intp]) -> "Expected":
        """Some templates, in this order, maybe several times."""
        return Expected(
            self.centre,
            self.mean[rows],
            self.precision[rows],
            self.within,
            self.nu,
            self.outliers,
            self.slope[rows],
            self.offset[rows],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """What k sessions have shown so far.

    Args:
        count: shape (k, 3), windows behind each sum.
        total: shape (k, 3, 64), float32, the sums, in steps relative to the centre.
        level: shape (k, 2), A and B, nats for another person.
    """

    count: NDArray[np.float64] = field(repr=False)
    total: NDArray[np.float32] = field(repr=False)
    level: NDArray[np.float64] = field(repr=False)

    @classmethod
    def blank(cls, sessions: int) -> Self:
        """Of sessions that begin."""
        return cls(
            np.zeros((sessions, TALES)),
            np.zeros((sessions, TALES, DIMENSIONS), np.float32),
            np.zeros((sessions, 2)),
        )

    def chosen(self, rows: NDArray[np.intp]) -> "Memory":
        """Of some sessions."""
        return Memory(self.count[rows], self.total[rows], self.level[rows])

    def put(self, rows: NDArray[np.intp], other: "Memory") -> None:
        """Overwrites what some sessions have shown."""
        self.count[rows], self.total[rows], self.level[rows] = (
            other.count,
            other.total,
            other.level,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What one more window of each of k sessions said.

    Args:
        llr: shape (k,), calibrated, nats, positive for the owner: by how much S fell.
        memory: after it.
        parts: shape (k, 64), the raw ratio by dimension, under the likelier tale of another.
    """

    llr: NDArray[np.float64] = field(repr=False)
    memory: Memory
    parts: NDArray[np.float64] = field(repr=False)


def hear(expected: Expected, memory: Memory, vectors: NDArray[np.int8]) -> Heard:
    """One more window of each session; rows are independent, to the last bit.

    Args:
        expected: of k templates.
        memory: of k sessions.
        vectors: shape (k, 64), steps.
    """
    k = len(vectors)
    probe = vectors - expected.centre
    count, total = np.zeros((k, 4, 1)), np.zeros((k, 4, DIMENSIONS))
    count[:, :TALES, 0], total[:, :TALES] = memory.count, memory.total
    precision = expected.precision + count / expected.within
    centre = (expected.mean * expected.precision + total / expected.within) / precision
    variance = 1.0 / precision + expected.within
    squares = (probe[:, None] - centre) ** 2 / (expected.nu * variance)
    exponent = 0.5 * (expected.nu + DIMENSIONS)
    distance = squares.sum(axis=2)
    volume = np.log(variance)
    density = -0.5 * volume.sum(axis=2) - exponent * np.log1p(distance)
    raw = density[:, :1] - density[:, 1:]  # START, SINCE, FRESH

    level = memory.level - softened(TEMPER * raw[:, :2], expected.outliers)
    llr = memory.level.max(axis=1) - level.max(axis=1)
    tale = _START + level.argmax(axis=1)
    rows = np.arange(k)
    share = np.log1p(distance) / np.where(distance > 0, distance, 1.0)
    parts = -0.5 * (volume[:, _OWNER] - volume[rows, tale]) - exponent * (
        squares[:, _OWNER] * share[:, _OWNER, None]
        - squares[rows, tale] * share[rows, tale][:, None]
    )
    belief = _belief(raw[:, _FRESH - 1], expected.outliers)
    return Heard(
        expected.slope * llr + expected.offset, _after(memory, level, belief, probe), parts
    )


def _belief(raw: NDArray[np.float64], outliers: float) -> NDArray[np.float64]:
    """How far each window is believed to be the owner's, [0, 1], in steps."""
    if outliers == 0:
        return np.ones_like(raw)
    odds = np.clip(raw + np.log1p(-outliers) - np.log(outliers), -50.0, 50.0)
    stepped: NDArray[np.float64] = np.floor(BELIEF_STEPS / (1.0 + np.exp(-odds)) + 0.5)
    return stepped / BELIEF_STEPS


def _after(
    memory: Memory,
    level: NDArray[np.float64],
    belief: NDArray[np.float64],
    probe: NDArray[np.float64],
) -> Memory:
    weight = np.ones((len(belief), TALES))
    weight[:, _OWNER] = belief
    count = memory.count + weight
    total = memory.total + weight[:, :, None] * probe[:, None]
    level = np.maximum(level, (LEAST_LEVEL, 0.0))
    anew = level[:, 1] == 0
    count[anew, _SINCE] = 0.0
    total[anew, _SINCE] = 0.0
    halved = np.where(count > REMEMBERED, 0.5, 1.0)
    return Memory(count * halved, (total * halved[:, :, None]).astype(np.float32), level)
