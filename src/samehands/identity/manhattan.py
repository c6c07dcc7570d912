"""The scaled Manhattan reference: what the back-end must beat, behind the same interface."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.identity.calibration import UNCALIBRATED, Calibration
from samehands.identity.outcome import Missing, Need, NotReady, Scored
from samehands.identity.scorer import Readiness, nearest_to_ready
from samehands.identity.session_windows import (
    DeviceClass,
    SessionWindows,
    require_one_projection,
    require_projection,
)
from samehands.rhythm.window import STEPS_PER_SIGMA

POPULATION_DEVIATION: Final = STEPS_PER_SIGMA * float(np.sqrt(2 / np.pi))
"""Mean absolute deviation of a normal number with the σ of training, in steps."""

POPULATION_WINDOWS: Final = 10.0
"""Windows the population's deviation counts as in a person's own.

None: with few windows one dimension that happens to be steady would decide everything."""


@dataclass(frozen=True, slots=True, eq=False)
class ManhattanModel:
    """One device class's centre and scale.

    Args:
        centre: shape (64,), mean, steps.
        scale: shape (64,), mean absolute deviation shrunk to the population's, steps.
        windows: windows behind them.
        sessions: sessions behind them.
    """

    centre: NDArray[np.float64] = field(repr=False)
    scale: NDArray[np.float64] = field(repr=False)
    windows: int
    sessions: int

    @classmethod
    def of(cls, sessions: Sequence[SessionWindows]) -> "ManhattanModel":
        """The centre and scale of sessions that have windows."""
        windows = np.concatenate([session.vectors for session in sessions]).astype(np.float64)
        # One order for every order they could have come in: sums then agree to the last bit.
        windows = windows[np.lexsort(windows.T)]
        centre = windows.mean(axis=0)
        deviation = np.abs(windows - centre).sum(axis=0)
        scale = (deviation + POPULATION_WINDOWS * POPULATION_DEVIATION) / (
            len(windows) + POPULATION_WINDOWS
        )
        return cls(centre, scale, len(windows), len(sessions))


@dataclass(frozen=True, slots=True, eq=False)
class ManhattanTemplate:
    """A projection and one model per device class."""

    projection: bytes
    models: dict[DeviceClass, ManhattanModel]


@dataclass(frozen=True, slots=True)
class ManhattanScorer:
    """Mean distance in scaled steps, negated; a `Scorer[ManhattanTemplate, SessionWindows]`.

    A reference for measuring: it knows nothing of sessions or of other people, and its score is
    in nats only under a fitted calibration. It refuses no enrolment for inconsistency.

    Args:
        readiness: how much must be enrolled.
        calibration: from negated distance to nats.
    """

    readiness: Readiness = field(default_factory=Readiness)
    calibration: Calibration = UNCALIBRATED

    def enrol(self, sessions: Sequence[SessionWindows], /) -> ManhattanTemplate | NotReady:
        """Centre and scale per device class, once one of them has enough.

        Raises:
            ProjectionMismatchError: the sessions are of more than one projection.
        """
        sessions = [session for session in sessions if len(session)]
        if not sessions:
            return self.readiness.nothing()
        projection = require_one_projection(sessions)
        models = {
            device: ManhattanModel.of(
                [session for session in sessions if session.device == device]
            )
            for device in sorted({session.device for session in sessions})
        }
        lacks = [lack for model in models.values() if (lack := self._missing(model)) is not None]
        if len(lacks) == len(models):
            return nearest_to_ready(lacks)
        return ManhattanTemplate(projection, models)

    def score(self, template: ManhattanTemplate, probe: SessionWindows, /) -> Scored | NotReady:
        """The probe's mean nearness to the centre of its device class.

        Raises:
            ProjectionMismatchError: the probe is of another projection.
        """
        require_projection(probe.projection, template.projection, where="probe")
        if not len(probe):
            return NotReady((Missing(Need.PROBE_WINDOWS, have=0, due=1),))
        model = template.models.get(probe.device)
        if model is None:
            return self.readiness.nothing()
        if (lack := self._missing(model)) is not None:
            return lack
        distance = np.abs(probe.vectors - model.centre) / model.scale
        nearness = -float(np.sort(distance.mean(axis=1)).mean())
        return Scored(
            self.calibration.llr(nearness, enrolled=model.windows),
            windows=len(probe),
            enrolled=model.windows,
        )

    def _missing(self, model: ManhattanModel) -> NotReady | None:
        return self.readiness.missing(windows=model.windows, sessions=model.sessions)
