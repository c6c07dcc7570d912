"""The detectors as the benchmark tests them: fitted on its windows, asked with a history."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.lab.liveness.windows import Windows
from samehands.lab.training.liveness_fit import Fitted, fit_evidence
from samehands.liveness.discarded import DISCARDED
from samehands.liveness.model import LivenessModel
from samehands.liveness.recollection import Recollection, Trail, recall
from samehands.rhythm.window import PathFlag


@dataclass(slots=True)
class LivenessDetector:
    """`samehands.liveness` before the benchmark; scores are those of the combiner, without bounds.

    What is learnt from labelled windows is fitted anew. How near people and replays come is the
    shipped model's: replays are not learnt as a class of windows.

    Args:
        shipped: model of the projection under test.
        seed: of every draw.
    """

    shipped: LivenessModel = field(repr=False)
    seed: int = 0
    fitted: Fitted | None = field(default=None, repr=False)

    def fit(self, bona_fide: Windows, attacks: Windows) -> None:
        """Learns from scratch.

        Args:
            bona_fide: of development people.
            attacks: of forgers of the other families.

        Raises:
            DataSetError: too few people or no attacks.
        """
        self.fitted = fit_evidence(bona_fide, attacks, np.random.default_rng(self.seed))

    def score(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        """Evidence of each window for a machine, nats; NaN where nothing can be told.

        Args:
            windows: to be judged; those of one session in time order.
            history: what the service has seen of the same people before, in time order.

        Raises:
            SettingsError: it was not fitted.
        """
        if self.fitted is None:
            raise SettingsError("detector", got="a score before a fit", due="a fit")
        evidence = _timing(self.fitted, windows)
        evidence = np.where(windows.path & PathFlag.REMOTE, np.nan, evidence)
        added = self.replayed(windows, history)
        added += DISCARDED * ((windows.path & PathFlag.DISCARDED) != 0)
        return np.where(np.isnan(evidence) & (added > 0), added, evidence + added)

    def replayed(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        """What each window adds to the evidence for a replay, shape (w,), nats.

        Args:
            windows: to be judged; those of one session in time order.
            history: what the service has seen of the same people before, in time order.
        """
        found = np.zeros(len(windows))
        for person in np.unique(windows.person):
            seen = Recollection()
            for vector in history.embedding[history.person == person]:
                seen = seen.with_window(vector)
            own = windows.person == person
            for session in np.unique(windows.session[own]):
                recollection, trail = seen, Trail()
                for row in np.flatnonzero(own & (windows.session == session)):
                    vector = windows.embedding[row]
                    model = self.shipped
                    recalled = recall(recollection, trail, vector, model.cuts, model.numbers)
                    found[row], trail = recalled.evidence, recalled.trail
                    recollection = recollection.with_window(vector)
        return found


def _timing(fitted: Fitted, windows: Windows) -> NDArray[np.float64]:
    forged, even = (
        each.evidence(windows.embedding, windows.scalars, windows.clock)
        for each in (fitted.forged, fitted.even)
    )
    weights = fitted.weights
    return weights.forged * forged + weights.even * even + weights.offset - weights.allowance
