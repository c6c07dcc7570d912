"""Fusion: the llrs of several modalities as one llr, weighted by how much each has seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.identity.logistic import fit_logistic
from samehands.quantities import Nats

PRIOR_TRIALS: Final = 10.0
"""How many trials' worth of pull keeps a fitted weight near that of a modality on its own.

Higher: little data changes little. Lower: separable data drive the weights up without end."""

SMALLEST_SCALE: Final = 1e-9
"""Size under which a modality that never says anything is taken to have this one."""


class ModalityLlr(NamedTuple):
    """What one modality says: a calibrated llr and how many windows it rests on."""

    llr: Nats
    windows: int


class ModalityWeight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weight of a modality: slope + growth · ln(windows).

    The windows of one modality are not independent of each other, so an llr summed over many of
    them deserves less weight than one over few: growth is usually negative.
    """

    slope: float = 1.0
    growth: float = 0.0

    def at(self, windows: int) -> float:
        """The weight for an llr that rests on so many windows; never negative.

        A negative weight would let evidence for the owner speak against the owner.
        """
        return max(0.0, self.slope + self.growth * float(np.log(windows)))


class Fusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights, as data.

    Args:
        weights: modality → its weight. An absent modality drops out.
        offset: nats added where two or more have something to say; near zero, as each llr comes
            calibrated.
    """

    weights: dict[str, ModalityWeight]
    offset: Nats = Nats(0.0)

    def __post_init__(self) -> None:
        if not self.weights:
            raise SettingsError("fusion", got="no modalities", due="one or more")
        numbers = [part for w in self.weights.values() for part in (w.slope, w.growth)]
        if not np.isfinite([*numbers, self.offset]).all():
            raise SettingsError("fusion", got="a weight that is not finite", due="finite weights")

    def fuse(self, parts: Mapping[str, ModalityLlr]) -> Nats:
        """One llr from those of the modalities that have something to say.

        With a single modality it is that modality's llr, as it came: it is calibrated already.

        Raises:
            EmptyScoresError: no modality, no windows, or an llr that is not finite.
            ScoreError: a modality that has no weight.

        >>> both = Fusion({"keyboard": ModalityWeight(0.5), "pointer": ModalityWeight(0.5)})
        >>> both.fuse({"keyboard": ModalityLlr(Nats(3.0), 2)})
        3.0
        >>> both.fuse({"keyboard": ModalityLlr(Nats(3.0), 2), "pointer": ModalityLlr(Nats(1.0), 1)})
        2.0
        """
        if not parts:
            raise EmptyScoresError("fusion", got="no modality", due="one or more")
        for modality, part in parts.items():
            if modality not in self.weights:
                raise ScoreError(
                    "fusion", got="a modality without a weight", due=", ".join(self.weights)
                )
            if part.windows < 1 or not np.isfinite(part.llr):
                raise EmptyScoresError(
                    f"fusion, {modality}",
                    got="no windows or an llr that is not finite",
                    due="one or more windows and finite nats",
                )
        if len(parts) == 1:
            return next(iter(parts.values())).llr
        weighted = (self.weights[name].at(part.windows) * part.llr for name, part in parts.items())
        return Nats(self.offset + sum(weighted))


@dataclass(frozen=True, slots=True, eq=False)
class FusionTrials:
    """Labelled comparisons to fit a fusion on.

    Args:
        modalities: their names, in the order of the columns.
        llr: shape (trials, modalities), nats; ignored where there are no windows.
        windows: shape (trials, modalities), how many each llr rests on; 0 where absent.
        genuine: shape (trials,), whether it was the owner.
    """

    modalities: tuple[str, ...]
    llr: NDArray[np.float64]
    windows: NDArray[np.int64]
    genuine: NDArray[np.bool_]

    def __post_init__(self) -> None:
        due = (len(self.genuine), len(self.modalities))
        if self.llr.shape != due or self.windows.shape != due or not self.modalities:
            raise ScoreError(
                "fusion trials", got=f"{self.llr.shape} and {self.windows.shape}", due=str(due)
            )
        if not np.isfinite(self.llr[self.windows > 0]).all():
            raise EmptyScoresError("fusion trials", got="an llr not finite", due="finite nats")


def fit_fusion(trials: FusionTrials) -> Fusion:
    """Fit the weights by logistic regression, genuine and impostor trials counting alike.

    With a pull of `PRIOR_TRIALS` towards the mean of the modalities, whatever the counts. A
    modality alone needs no fit: its fusion is itself.

    Raises:
        EmptyScoresError: a class without trials.
    """
    if len(trials.modalities) == 1:
        return Fusion({trials.modalities[0]: ModalityWeight()})
    present = trials.windows > 0
    llr = np.where(present, trials.llr, 0.0)
    features = np.hstack([llr, llr * np.log(np.maximum(trials.windows, 1))])
    alone = np.repeat([1.0 / len(trials.modalities), 0.0], len(trials.modalities))
    # Fitted in units of each feature's own size, so that the pull means the same for wide and
    # narrow llrs; the offset needs none.
    scale = np.append(np.maximum(np.sqrt(np.mean(features**2, axis=0)), SMALLEST_SCALE), 1.0)
    weights = (
        fit_logistic(
            features / scale[:-1],
            trials.genuine,
            centre=np.append(alone, 0.0) * scale,
            ridge=PRIOR_TRIALS / max(len(llr), 1),
        )
        / scale
    )
    slopes, growths = weights[:-1].reshape(2, -1).tolist()
    return Fusion(
        {
            name: ModalityWeight(slope, growth)
            for name, slope, growth in zip(trials.modalities, slopes, growths, strict=True)
        },
        Nats(float(weights[-1])),
    )
