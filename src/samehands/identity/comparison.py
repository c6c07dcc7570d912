"""The comparison: in what way a session was typed unlike its owner, in words and distributions."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.identity.likelihood import ReadyTemplate
from samehands.identity.outcome import Missing, Need, NotReady
from samehands.identity.plda import PldaScorer
from samehands.identity.reading import UNIT, Reading, Readings
from samehands.identity.reading_words import WORDS
from samehands.identity.session_windows import SessionWindows
from samehands.identity.template import Template
from samehands.rhythm.window import STEPS_PER_SIGMA

SHOWN: Final = 5
"""Differences that are shown: the strongest. More: nobody reads them, and the weak ones mislead."""

LEAST_WINDOWS: Final = 2
"""Windows of a session to compare: of one alone nothing can be said but that it is one."""

LEAST_USUAL: Final = 10
"""The owner's own windows from which their mean and spread are taken; with fewer, the template's.

More: the model's spread stands in for longer. Fewer: an odd hour passes for the owner's usual."""

AS_USUAL: Final = 0.5
"""A difference below this, in the owner's own standard deviations, is called "as usual".

So is any that is no larger than chance, its standard error, would make it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie.

    Args:
        mean: in the reading's unit.
        sd: standard deviation of single windows, in the same.
        windows: how many are behind it.
    """

    mean: float
    sd: float
    windows: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One reading of a session beside the owner's usual one.

    Args:
        name: of the reading.
        title: what it is, for people.
        sentence: the difference, for people.
        unit: of all values but the last two.
        usual: the owner's windows.
        session: the session's.
        values: of each window of the session, in time order.
        difference_sd: how far the session lies from usual, in the owner's own standard
            deviations; positive for more.
        standard_error: how far it would lie off by chance in a session of the owner's, in the same.
        r_squared: how well the reading is known to read.
    """

    name: str
    title: str
    sentence: str
    unit: str
    usual: Spread
    session: Spread
    values: tuple[float, ...]
    difference_sd: float
    standard_error: float
    r_squared: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of a session, the strongest first.

    Args:
        differences: at most `SHOWN`.
        windows: of the session that were compared.
        substitute: whether the template of the nearest device class stood in.
    """

    differences: tuple[Difference, ...]
    windows: int
    substitute: bool


def compare(
    scorer: PldaScorer,
    template: Template | None,
    windows: SessionWindows,
    readings: Readings,
    usual: NDArray[np.int8] | None = None,
) -> Comparison | NotReady:
    """Compare a session's windows with how their owner usually types.

    Args:
        scorer: whose model says how the owner's windows vary.
        template: of the owner; None before enrolment.
        windows: of the session, of one device class, in time order.
        readings: what to compare.
        usual: shape (k, 64), steps, windows that the owner typed on that device class; with fewer
            than `LEAST_USUAL`, the template says what is usual.

    Raises:
        ProjectionMismatchError: windows, template, readings and scorer are not of one projection.
        TemplateError: the usual windows are no windows.
    """
    readings.require(windows)
    if template is None:
        return scorer.readiness.nothing()
    if len(windows) < LEAST_WINDOWS:
        return NotReady((Missing(Need.PROBE_WINDOWS, have=len(windows), due=LEAST_WINDOWS),))
    scored = scorer.score(template, windows)
    ready = scorer.prepare(template, windows.device)
    if isinstance(scored, NotReady) or isinstance(ready, NotReady):
        return scored if isinstance(scored, NotReady) else scorer.readiness.nothing()
    own = _Own.of(scorer, ready, usual)
    differences = [own.difference(reading, windows) for reading in readings.each]
    differences.sort(key=lambda difference: -abs(difference.difference_sd))
    return Comparison(tuple(differences[:SHOWN]), len(windows), scored.substitute)


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """How the owner's windows lie, by the model and, where there are enough, by themselves.

    Args:
        mean: shape (64,), steps.
        window: shape (64,), variance of a window about it, σ².
        shared: shape (64,), the part of that which all windows of a session share.
        windows: behind the model.
        usual: the owner's own, or None.
    """

    mean: NDArray[np.float64]
    window: NDArray[np.float64]
    shared: NDArray[np.float64]
    windows: int
    usual: NDArray[np.int8] | None

    @classmethod
    def of(
        cls, scorer: PldaScorer, ready: ReadyTemplate, usual: NDArray[np.int8] | None
    ) -> "_Own":
        # 1/(aν) per step², so that a = 1/(weight ν 31²): the owner's variance, session and window.
        back_end = scorer.back_end
        window = 1.0 / (ready.owner_weight * back_end.nu * STEPS_PER_SIGMA**2)
        if usual is not None and (usual.ndim != 2 or usual.shape[1:] != window.shape):  # noqa: PLR2004  # rows and columns
            raise TemplateError("usual windows", got=f"shape {usual.shape}", due="shape (k, 64)")
        enough = usual is not None and len(usual) >= LEAST_USUAL
        return cls(
            ready.owner,
            window,
            np.maximum(window - back_end.within, 0.0),
            ready.enrolled,
            usual if enough else None,
        )

    def difference(self, reading: Reading, windows: SessionWindows) -> Difference:
        values = reading.of(windows.vectors)
        squared = reading.weights**2
        by_model = math.sqrt(float(squared @ self.window))
        noise = (self.window - self.shared) / len(windows)
        by_chance = math.sqrt(float(squared @ (self.shared + noise)))
        usual = Spread(float(reading.of(self.mean)), by_model, self.windows)
        if self.usual is not None:
            own = reading.of(self.usual)
            # A person can be steadier than the model says, but one who never varies is a few
            # like windows: no less than half of what is usual in people.
            spread = max(float(own.std(ddof=1)), by_model / 2)
            usual = Spread(float(own.mean()), spread, len(own))
        session = Spread(float(values.mean()), float(values.std(ddof=1)), len(values))
        difference = (session.mean - usual.mean) / usual.sd
        error = by_chance / usual.sd
        return Difference(
            reading.name,
            WORDS[reading.name].title,
            _sentence(reading, difference, error),
            UNIT,
            usual,
            session,
            tuple(values.tolist()),
            difference,
            error,
            reading.r_squared,
        )


def _sentence(reading: Reading, difference_sd: float, standard_error: float) -> str:
    words = WORDS[reading.name]
    said = words.more if difference_sd > 0 else words.less
    if abs(difference_sd) < max(AS_USUAL, standard_error):
        said = words.same
    return f"{said} ({abs(difference_sd):.1f} sd)."
