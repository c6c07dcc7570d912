"""A sitting: what the windows of one session and one device have shown so far, as a value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import ScoreError, TemplateError
from samehands.identity.likelihood import ReadyTemplate
from samehands.identity.shift import (
    LEAST_LEVEL,
    REMEMBERED,
    TALES,
    Expected,
    Memory,
    hear,
)
from samehands.quantities import Nats
from samehands.rhythm.window import DIMENSIONS

CHUNK_SESSIONS: Final = 1024
"""Sessions followed at a time: their sums take a few megabytes, whatever the number of sessions."""

SUM_BYTES: Final = TALES * DIMENSIONS * 4
"""Bytes of a sitting's sums: three, of 64 numbers of 4 bytes each."""


class Sitting(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What one session's windows have shown, in 0.8 KB, however many they were.

    Args:
        counts: windows behind each of the three sums, those of the owner by belief.
        totals: the three sums, little-endian float32, in steps; empty before the first window.
        levels: nats for another person: come with the session, come later.

    Raises:
        TemplateError: sizes or numbers that no window leads to.
    """

    counts: tuple[float, float, float] = (0.0, 0.0, 0.0)
    totals: bytes = b""
    levels: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        sound = (
            len(self.totals) in {0, SUM_BYTES}
            and all(0 <= count <= REMEMBERED for count in self.counts)
            and LEAST_LEVEL <= self.levels[0] < np.inf
            and 0 <= self.levels[1] < np.inf
            and bool(np.isfinite(np.frombuffer(self.totals, "<f4")).all())
        )
        if not sound:
            raise TemplateError("sitting", got="numbers that no window leads to", due="a sitting")

    def confirmed(self) -> "Sitting":
        """After a passed step-up: nobody else is there, but the session's own shift is known."""
        if not self.totals:
            return Sitting()
        memory = _memory(self)
        memory.count[:, 1:] = 0.0
        memory.total[:, 1:] = 0.0
        memory.level[:] = 0.0
        return _sitting(memory)


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What one more window of a sitting said.

    Args:
        llr: nats, positive for the owner, given the windows before it.
        sitting: after it.
        by_dimension: shape (64,), how much each number moved the llr; they add up to it.
    """

    llr: Nats
    sitting: Sitting
    by_dimension: NDArray[np.float64] = field(repr=False)


def follow(template: ReadyTemplate, sitting: Sitting, vector: NDArray[np.int8]) -> Followed:
    """One more window of a sitting.

    Args:
        template: prepared, for single windows.
        sitting: what came before it.
        vector: shape (64,), int8, steps.

    Raises:
        ScoreError: a wrong shape.
    """
    _validate(vector[np.newaxis], 1)
    heard = hear(Expected.of((template,)), _memory(sitting), vector[np.newaxis])
    llr = float(heard.llr[0])
    parts, raw = heard.parts[0], float(heard.parts[0].sum())
    # Softening, calibration and the other tale change all dimensions alike.
    kept = min(llr / raw, 1.0) if raw * llr > 0 else 0.0
    shared = kept * parts
    return Followed(
        Nats(llr), _sitting(heard.memory), shared + (llr - float(shared.sum())) / DIMENSIONS
    )


def follow_many(
    templates: Sequence[ReadyTemplate],
    vectors: NDArray[np.int8],
    template_index: NDArray[np.integer],
    session: NDArray[np.integer],
) -> NDArray[np.float64]:
    """The llr of each window given those of its session before it: the same numbers as `follow`.

    Args:
        templates: prepared, of one back-end.
        vectors: shape (n, 64), int8, steps; windows of one session in time order.
        template_index: shape (n,), the template of each window; one for all of a session.
        session: shape (n,), any integers.

    Returns:
        Shape (n,), nats, positive for the owner.

    Raises:
        ScoreError: shapes that do not fit.
    """
    _validate(vectors, len(template_index), len(session))
    llr = np.empty(len(vectors))
    if not len(vectors):
        return llr
    expected = Expected.of(tuple(templates))
    of = np.unique(session, return_inverse=True)[1]
    order = np.argsort(of, kind="stable")
    first = np.searchsorted(of[order], np.arange(of.max() + 2))
    length = np.diff(first)
    for begin in range(0, len(length), CHUNK_SESSIONS):
        part = np.arange(begin, min(begin + CHUNK_SESSIONS, len(length)))
        memory = Memory.blank(len(part))
        for place in range(int(length[part].max())):
            alive = np.flatnonzero(length[part] > place)
            rows = order[first[part[alive]] + place]
            heard = hear(
                expected.chosen(template_index[rows].astype(np.intp)),
                memory.chosen(alive),
                vectors[rows],
            )
            llr[rows] = heard.llr
            memory.put(alive, heard.memory)
    return llr


def together_many(
    templates: Sequence[ReadyTemplate],
    vectors: NDArray[np.int8],
    template_index: NDArray[np.integer],
) -> NDArray[np.float64]:
    """The llr of windows of one session together: is the whole session another person's?

    Args:
        templates: prepared, of one back-end.
        vectors: shape (d, k, 64), int8, steps: k windows of each of d sessions, in time order.
        template_index: shape (d,).

    Returns:
        Shape (d,), nats, positive for the owner; with k = 1 almost the score of that window.

    Raises:
        ScoreError: shapes that do not fit.
    """
    _validate(vectors.reshape(-1, vectors.shape[-1]), vectors.shape[1] * len(template_index))
    llr = np.empty(len(vectors))
    if not len(vectors):
        return llr
    expected = Expected.of(tuple(templates))
    for begin in range(0, len(vectors), CHUNK_SESSIONS):
        rows = slice(begin, begin + CHUNK_SESSIONS)
        part = expected.chosen(template_index[rows].astype(np.intp))
        memory = Memory.blank(len(part.slope))
        for place in range(vectors.shape[1]):
            memory = hear(part, memory, vectors[rows, place]).memory
        llr[rows] = vectors.shape[1] * part.offset - part.slope * memory.level[:, 0]
    return llr


def _memory(sitting: Sitting) -> Memory:
    memory = Memory.blank(1)
    memory.count[0] = sitting.counts
    memory.level[0] = sitting.levels
    if sitting.totals:
        memory.total[0] = np.frombuffer(sitting.totals, "<f4").reshape(TALES, DIMENSIONS)
    return memory


def _sitting(memory: Memory) -> Sitting:
    own, whole, since = memory.count[0].tolist()
    start, later = memory.level[0].tolist()
    return Sitting((own, whole, since), memory.total[0].astype("<f4").tobytes(), (start, later))


def _validate(vectors: NDArray[np.int8], *rows: int) -> None:
    if vectors.ndim != 2 or vectors.shape[1] != DIMENSIONS or vectors.dtype != np.int8:  # noqa: PLR2004  # rows and columns
        raise ScoreError(
            "vectors",
            got=f"{vectors.dtype} of shape {vectors.shape}",
            due=f"int8 of shape (n, {DIMENSIONS})",
        )
    if any(count != len(vectors) for count in rows):
        raise ScoreError("rows", got=f"{rows}", due=f"{len(vectors)} of each")
