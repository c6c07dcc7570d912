"""What the detectors look at: one window, and what is known of its subject and session."""

from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.liveness.recollection import Recalled, Trail
from samehands.rhythm.window import Window

LONGEST_RUN: Final = 1_000_000
"""Where runs of bursts stop being counted: past any limit, and a number that stays small."""


class Watch(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is remembered of one session from window to window.

    Args:
        trail: where it may be replaying.
        bursts: early signs and discarded input since hands last typed.
        injected: windows that their source called injected, since hands last typed.

    Raises:
        TemplateError: a count that no session leads to.
    """

    trail: Trail = Trail()
    bursts: int = 0
    injected: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.bursts <= LONGEST_RUN and 0 <= self.injected <= LONGEST_RUN):
            raise TemplateError("watch", got="a count out of range", due=f"0 to {LONGEST_RUN}")


@dataclass(frozen=True, slots=True)
class Seen:
    """One window as the detectors see it.

    Args:
        window: what came.
        habit: shape (64,), where the subject's windows usually lie, steps; None while that is
            not known.
        recalled: what the window brought to mind.
        burst_excused: whether a tool that is allowed explains input that the device discarded.
        injected_excused: whether one explains input that its source calls injected.
    """

    window: Window
    habit: NDArray[np.float64] | None = field(repr=False)
    recalled: Recalled
    burst_excused: bool = False
    injected_excused: bool = False
