"""The windows of one session from one device class: what is enrolled, probed and admitted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.rhythm.window import (
    DIMENSIONS,
    EMBEDDING_CLIP,
    PROJECTION_REF_BYTES,
    ClockClass,
    PathFlag,
    Window,
)

NOT_TYPED: Final = PathFlag.INJECTED | PathFlag.DICTATION
"""Windows with one of these were not typed by hands: they say nothing about whose hands."""


class PathClass(IntEnum):
    """How the input came, as far as it changes the rhythm."""

    LOCAL = 0
    REMOTE = 1
    """Through a remote desktop: other jitter, so another sub-template."""

    @classmethod
    def of(cls, path: PathFlag) -> "PathClass":
        """The class of a window's path flags."""
        return cls.REMOTE if path & PathFlag.REMOTE else cls.LOCAL


@dataclass(frozen=True, slots=True, order=True)
class DeviceClass:
    """What scores may be compared within: the clock's grid and the input's path."""

    clock: ClockClass
    path: PathClass = PathClass.LOCAL

    @classmethod
    def of(cls, window: Window) -> Self:
        """The device class a window says it comes from."""
        return cls(window.clock, PathClass.of(window.path))


@dataclass(frozen=True, slots=True, eq=False)
class SessionWindows:
    """Embeddings of one session, one projection and one device class.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection that made them.
        device: clock and path of all of them.
        vectors: shape (k, 64), int8, 31 steps per σ, within ±124; k may be 0.

    Raises:
        TemplateError: a shape, a type or a value is not as due.
    """

    projection: bytes
    device: DeviceClass
    vectors: NDArray[np.int8]

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise TemplateError(
                "field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        vectors = self.vectors
        if vectors.ndim != 2 or vectors.shape[1] != DIMENSIONS or vectors.dtype != np.int8:  # noqa: PLR2004  # rows and columns
            raise TemplateError(
                "field vectors",
                got=f"{vectors.dtype} of shape {vectors.shape}",
                due=f"int8 of shape (k, {DIMENSIONS})",
            )
        if vectors.size and (vectors.max() > EMBEDDING_CLIP or vectors.min() < -EMBEDDING_CLIP):
            raise TemplateError("field vectors", got="a value past the clip", due="-124 to 124")

    def __len__(self) -> int:
        return len(self.vectors)

    def __getitem__(self, rows: slice | NDArray[np.bool_] | NDArray[np.intp]) -> Self:
        return type(self)(self.projection, self.device, self.vectors[rows])

    @classmethod
    def of(cls, window: Window) -> Self:
        """One window as a probe: the live path."""
        return cls(window.projection, DeviceClass.of(window), window.vector[np.newaxis])


@dataclass(frozen=True, slots=True)
class Grouped:
    """A session's windows by device class; received = typed windows in `sessions` + `not_typed`.

    Args:
        sessions: one per device class, in the order in which the classes first appeared.
        not_typed: windows left out because a program or dictation made them.
    """

    sessions: tuple[SessionWindows, ...]
    not_typed: int


def group_windows(windows: Iterable[Window]) -> Grouped:
    """Sorts the windows of one session by device class, as clocks must not be mixed.

    Raises:
        ProjectionMismatchError: the windows come from more than one projection.
    """
    rows: dict[DeviceClass, list[bytes]] = {}
    projection: bytes | None = None
    not_typed = 0
    for index, window in enumerate(windows):
        if projection is None:
            projection = window.projection
        require_projection(window.projection, projection, where=f"window {index}")
        if window.path & NOT_TYPED:
            not_typed += 1
            continue
        rows.setdefault(DeviceClass.of(window), []).append(window.embedding)
    return Grouped(
        tuple(
            SessionWindows(projection, device, _stacked(embeddings))
            for device, embeddings in rows.items()
            if projection is not None
        ),
        not_typed,
    )


def require_projection(got: bytes, due: bytes, *, where: str) -> None:
    """Refuses to go on when something was made with another projection.

    Raises:
        ProjectionMismatchError: it was.
    """
    if got != due:
        raise ProjectionMismatchError(
            where, got=f"projection {got.hex()}", due=f"projection {due.hex()}"
        )


def require_one_projection(sessions: Sequence[SessionWindows]) -> bytes:
    """The projection all sessions share.

    Raises:
        TemplateError: there are no sessions.
        ProjectionMismatchError: they do not share one.
    """
    if not sessions:
        raise TemplateError("sessions", got="none", due="at least one")
    due = sessions[0].projection
    for index, session in enumerate(sessions):
        require_projection(session.projection, due, where=f"session {index}")
    return due


def _stacked(embeddings: list[bytes]) -> NDArray[np.int8]:
    return np.frombuffer(b"".join(embeddings), np.int8).reshape(-1, DIMENSIONS)
