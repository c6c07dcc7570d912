"""The Window: all that ever leaves the device about N keystrokes."""

from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import (
    ClockClass as ClockClass,  # noqa: PLC0414  # past rhythm nobody may import capture
)
from samehands.errors import WireError

DIMENSIONS: Final = 64
"""Numbers in an embedding. Belongs to the message: changing it is a new version of it."""

STEPS_PER_SIGMA: Final = 31
"""Steps of an embedding's int8 per within-person standard deviation.

More: finer steps but a clip below 4 σ. 31 × 4 = 124 just fits."""

EMBEDDING_CLIP: Final = 124
"""Largest absolute value in an embedding: 4 σ. A wild window says "far", not how far."""

SCALAR_STEPS: Final = 8
"""Steps per unit of a liveness scalar: the 1/8 grid of the message's rules."""

SCALAR_CLIP: Final = 127
"""Largest absolute value of a liveness scalar on its grid: 127 / 8, the last that fits a byte."""

SEQUENCE_LIMIT: Final = 2**32 - 1
"""Largest sequence number: four bytes; at one window a second it lasts 136 years."""

PROJECTION_REF_BYTES: Final = 8
"""Bytes of a projection's SHA-256 that a message carries: enough to tell projections apart."""


class PathFlag(IntFlag):
    """What is known about the way the input came; nothing set means nothing known against it."""

    NONE = 0
    DISCARDED = 1
    """At least one window before this one was no normal typing and was discarded."""
    REMOTE = 2
    """Through a remote desktop, VNC or network KVM."""
    INJECTED = 4
    """Some of it came from a program, not a device (`isTrusted` false, XTEST, injected flag)."""
    DICTATION = 8
    """From dictation or another input method that commits whole phrases."""


@dataclass(frozen=True, slots=True)
class Scalars:
    """Liveness numbers that need the order of the keystrokes, on the 1/8 grid (int8 steps).

    Args:
        rhythm_memory: lag-1 autocorrelation of the standardised ln dd; [-8, 8].
        longest_equal_run: log2 of the longest run of dd that are equal within 2 ms; [0, 127].
        lattice: log2 of how many dd share the commonest 2 ms; [0, 127].
        key_fit: how far the ud follow their keys as everybody's do, a correlation in sixteenths
            and not on the 1/8 grid; 1 also stands for what is above, and for not known; [-16, 1].
        hold_level: 0 where more than half of the holds are below 16 ms, 1 where below 40 ms, else
            2; no eighths either; [0, 2].
        hold_lattice: log2 of how many holds share the commonest 2 ms; [0, 127].
        hold_spread: standard deviation of the standardised holds, in quarters; [0, 127].
    """

    rhythm_memory: int
    longest_equal_run: int
    lattice: int
    key_fit: int
    hold_level: int
    hold_lattice: int
    hold_spread: int


@dataclass(frozen=True, slots=True)
class Window:
    """N keystrokes as an embedding: what leaves the device, whole.

    Args:
        projection: first 8 bytes of the SHA-256 of the projection that made it.
        sequence: number in its session, from 0, in one row with the early signs; gaps and repeats
            are findings.
        embedding: 64 bytes, each an int8: 31 steps per σ, clipped at ±124.
        scalars: the liveness numbers.
        clock: how fine the clock was.
        path: how the input came.

    Raises:
        WireError: a field is out of its range.
    """

    projection: bytes
    sequence: int
    embedding: bytes
    scalars: Scalars
    clock: ClockClass
    path: PathFlag

    def __post_init__(self) -> None:
        if len(self.projection) != PROJECTION_REF_BYTES:
            raise WireError(
                "field projection",
                got=f"{len(self.projection)} bytes",
                due=f"{PROJECTION_REF_BYTES} bytes",
            )
        if not 0 <= self.sequence <= SEQUENCE_LIMIT:
            raise WireError("field sequence", got="a number out of range", due="0 to 2**32 - 1")
        if len(self.embedding) != DIMENSIONS:
            raise WireError(
                "field embedding", got=f"{len(self.embedding)} bytes", due=f"{DIMENSIONS} bytes"
            )
        if np.abs(self.vector.astype(np.int16)).max() > EMBEDDING_CLIP:
            raise WireError("field embedding", got="a value past the clip", due="-124 to 124")

    @property
    def vector(self) -> NDArray[np.int8]:
        """The embedding as numbers, shape (64,), int8, read-only."""
        return np.frombuffer(self.embedding, np.int8)
