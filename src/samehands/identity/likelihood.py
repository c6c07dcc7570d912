"""The Student-t likelihood ratio: a prepared template, and scoring against it, one or many.

With θ = (mean, λ, σ, w, ν) of the back-end and session means x̄ⱼ of nⱼ windows:

```
pⱼ = 1/(σ + w/nⱼ)    v = 1/(1/λ + Σ pⱼ)    m = v Σ pⱼ (x̄ⱼ - mean)
a = v + σ + w        b = λ + σ + w         q = x - mean
raw = -½ Σ ln(a/b) - (ν + D)/2 · [ln(1 + Σ(q - m)²/(aν)) - ln(1 + Σ q²/(bν))]
llr = ln((1 - ε) exp(raw) + ε)
```

The last line says that a share ε of an owner's windows is unlike anybody's: one wild window costs
ln ε and no more. It is no cap: ties between capped scores would destroy the rate at 0.1 % false
alarms, and this stays strictly rising.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import ScoreError, TemplateError
from samehands.identity.back_end import BackEnd
from samehands.identity.calibration import Line
from samehands.identity.template import SessionSum
from samehands.quantities import Nats
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA

CHUNK_ROWS: Final = 512
"""Windows scored at a time: 512 × 64 numbers of 8 bytes stay in a core's own cache."""

LARGEST_STEP: Final = 1e6
"""Largest absolute value of a vector, in steps: 8,000 times the clip, and its square is finite."""

Vectors = NDArray[np.int8] | NDArray[np.float64]
"""Embeddings in steps of 1/31 σ: windows as sent, or means of windows."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What sessions say about where a person is: mean and variance, in σ, relative to the site.

    Arrays have shape (..., 64).
    """

    mean: NDArray[np.float64] = field(repr=False)
    variance: NDArray[np.float64] = field(repr=False)

    @classmethod
    def of(cls, back_end: BackEnd, sessions: Sequence[SessionSum]) -> "Posterior":
        """The person behind one sub-template's sessions; with none, the population.

        Units in, steps; units out, σ.
        """
        total = np.frombuffer(b"".join(entry.total for entry in sessions), "<i2")
        count = np.array([entry.count for entry in sessions], np.float64)[:, np.newaxis]
        mean = total.reshape(-1, DIMENSIONS) / (count * STEPS_PER_SIGMA) - back_end.mean
        weight = 1.0 / (back_end.session + back_end.within / count)
        variance = 1.0 / (1.0 / back_end.between + weight.sum(axis=0))
        return cls(variance * (weight * mean).sum(axis=0), variance)


@dataclass(frozen=True, slots=True, eq=False)
class ReadyTemplate:
    """One sub-template with everything precomputed that a score needs; in steps, not σ.

    Args:
        owner: shape (64,): where the owner's windows lie.
        owner_weight: shape (64,): 1/(aν), per step².
        background: shape (64,): where everybody's lie.
        background_weight: shape (64,): 1/(bν), per step².
        log_volume: -½ Σ ln(a/b), nats.
        exponent: (ν + D)/2.
        outliers: ε.
        line: the calibration for a template of this size.
        enrolled: windows behind it.
        probe_windows: windows fused into each probe vector.
        person: where the owner is, in σ, as `shift` needs it.
        back_end: the model.
    """

    owner: NDArray[np.float64] = field(repr=False)
    owner_weight: NDArray[np.float64] = field(repr=False)
    background: NDArray[np.float64] = field(repr=False)
    background_weight: NDArray[np.float64] = field(repr=False)
    log_volume: float
    exponent: float
    outliers: float
    line: Line
    enrolled: int
    probe_windows: int
    person: Posterior
    back_end: BackEnd = field(repr=False)

    @classmethod
    def of(
        cls, back_end: BackEnd, sessions: Sequence[SessionSum], *, probe_windows: int = 1
    ) -> "ReadyTemplate":
        """Prepares a sub-template for probes that are means of so many windows of one session.

        Raises:
            TemplateError: no sessions (a cold template must not score), or a probe of nothing.
        """
        if not sessions or probe_windows < 1:
            raise TemplateError("sub-template, probe", got="nothing", due="at least one of each")
        person = Posterior.of(back_end, sessions)
        noise = back_end.session + back_end.within / probe_windows
        owner_variance = person.variance + noise
        background_variance = back_end.between + noise
        per_step = 1.0 / (back_end.nu * STEPS_PER_SIGMA**2)
        enrolled = sum(entry.count for entry in sessions)
        return cls(
            STEPS_PER_SIGMA * (back_end.mean + person.mean),
            per_step / owner_variance,
            STEPS_PER_SIGMA * back_end.mean,
            per_step / background_variance,
            float(-0.5 * np.log(owner_variance / background_variance).sum()),
            0.5 * (back_end.nu + DIMENSIONS),
            back_end.outliers,
            back_end.calibration.line(enrolled),
            enrolled,
            probe_windows,
            person,
            back_end,
        )

    def score(self, vectors: Vectors) -> NDArray[np.float64]:
        """Calibrated llr of each vector.

        Args:
            vectors: shape (k, 64), steps.

        Returns:
            Shape (k,), nats, positive for the owner.

        Raises:
            ScoreError: a wrong shape, or a vector with NaN or infinity.
        """
        return score_many([self], vectors, np.zeros(len(vectors), np.intp))


def score_many(
    templates: Sequence[ReadyTemplate], vectors: Vectors, template_index: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Calibrated llr of each vector against its template: the one path, live and in batch.

    Rows are scored independently: a row's result is the same, to the last bit, alone or among
    others.

    Args:
        templates: prepared, of one back-end.
        vectors: shape (n, 64), steps.
        template_index: shape (n,), which of `templates` each vector is compared with.

    Returns:
        Shape (n,), nats, positive for the owner.

    Raises:
        ScoreError: shapes or indices that do not fit, or a vector with NaN or infinity.
    """
    _validate(len(templates), vectors, template_index)
    llr = np.empty(len(vectors))
    if not len(vectors):
        return llr
    owner = np.stack([template.owner for template in templates])
    owner_weight = np.stack([template.owner_weight for template in templates])
    background = templates[0].background
    background_weight = templates[0].background_weight
    constants = np.array(
        [(t.log_volume, t.exponent, t.line.slope, t.line.offset) for t in templates]
    )
    for start in range(0, len(vectors), CHUNK_ROWS):
        rows = slice(start, start + CHUNK_ROWS)
        index = template_index[rows]
        probe = vectors[rows].astype(np.float64)
        from_owner = _squares(probe, owner[index], owner_weight[index])
        from_all = _squares(probe, background, background_weight)
        log_volume, exponent, slope, offset = constants[index].T
        raw = log_volume - exponent * (np.log1p(from_owner) - np.log1p(from_all))
        llr[rows] = slope * softened(raw, templates[0].outliers) + offset
    return llr


def llr_by_dimension(template: ReadyTemplate, vector: Vectors) -> NDArray[np.float64]:
    """How much each of the 64 numbers moved one vector's llr; they add up to the llr.

    The logarithm of a sum has no parts of its own, so each dimension takes the share of it that
    it has of the sum; the constant terms are spread evenly.

    Args:
        template: prepared.
        vector: shape (64,), steps.

    Returns:
        Shape (64,), nats.

    Raises:
        ScoreError: a wrong shape, or NaN.
    """
    llr = Nats(float(template.score(vector[np.newaxis])[0]))
    probe = vector.astype(np.float64)
    owner = (probe - template.owner) ** 2 * template.owner_weight
    background = (probe - template.background) ** 2 * template.background_weight
    raw = -template.exponent * (_log_share(owner) - _log_share(background))
    whole = np.array(template.log_volume + raw.sum())
    # What the outlier term takes away, it takes from all dimensions alike.
    kept = float(softened(whole, template.outliers) / whole) if whole < 0 else 1.0
    parts = template.line.slope * kept * raw
    shares: NDArray[np.float64] = parts + (llr - parts.sum()) / DIMENSIONS
    return shares


def softened(raw: NDArray[np.float64], outliers: float) -> NDArray[np.float64]:
    """The llr when a share of an owner's windows is unlike anybody's: ln((1 - ε) exp(raw) + ε)."""
    if outliers == 0:
        return raw
    llr: NDArray[np.float64] = np.logaddexp(raw + np.log1p(-outliers), np.log(outliers))
    return llr


def _log_share(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    total = float(terms.sum())
    return terms * (np.log1p(total) / total) if total > 0 else terms


def _squares(
    probe: NDArray[np.float64], centre: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    difference = probe - centre
    difference *= difference
    difference *= weight
    distance: NDArray[np.float64] = difference.sum(axis=1)
    return distance


def _validate(templates: int, vectors: Vectors, template_index: NDArray[np.integer]) -> None:
    if vectors.ndim != 2 or vectors.shape[1] != DIMENSIONS:  # noqa: PLR2004  # rows and columns
        raise ScoreError("vectors", got=f"shape {vectors.shape}", due=f"shape (n, {DIMENSIONS})")
    if vectors.dtype != np.int8 and not np.abs(vectors).max(initial=0) <= LARGEST_STEP:
        raise ScoreError("vectors", got="NaN or past the limit", due=f"within ±{LARGEST_STEP}")
    if template_index.shape != vectors.shape[:1]:
        raise ScoreError(
            "template_index", got=f"shape {template_index.shape}", due=f"({len(vectors)},)"
        )
    if len(vectors) and not (
        int(template_index.min()) >= 0 and int(template_index.max()) < templates
    ):
        raise ScoreError(
            "template_index", got="an index out of range", due=f"0 to {templates - 1}"
        )
