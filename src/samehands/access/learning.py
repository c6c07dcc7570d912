"""Learning: what a session that stayed genuine teaches about its subject's reading."""

from typing import Final

import msgspec

from samehands.access.bins import BINS_A_DAY
from samehands.access.hours import HOURS, added
from samehands.access.scales import SCALES
from samehands.access.state import AccessState, ScaleCount

MEMORY_DAYS: Final = 60
"""Long days of reading that a habit remembers; older ones fade as new ones come.

Longer: one day teaches less, and a change of duties takes longer to be learnt. Shorter: whoever
drains slowly teaches sooner."""


def learn(state: AccessState) -> AccessState:
    """Let what waits teach. Only for when a session has ended that stayed genuine.

    Each bin is capped at what is plausible by the habit it was read under, each day at so many
    bins, and a habit never rises past that of the role's busiest: a thief who is not noticed
    moves it by little, and never far.
    """
    scales = tuple(
        _learnt(count, MEMORY_DAYS * BINS_A_DAY[scale])
        for scale, count in zip(SCALES, state.scales, strict=True)
    )
    hours = added(state.hours, state.waiting_hours)
    return msgspec.structs.replace(state, scales=scales, hours=hours, waiting_hours=bytes(HOURS))


def forget(state: AccessState) -> AccessState:
    """Let what waits teach nothing: a session was in doubt."""
    scales = tuple(
        msgspec.structs.replace(count, waiting_bins=0, waiting_beyond=0.0)
        for count in state.scales
    )
    return msgspec.structs.replace(state, scales=scales, waiting_hours=bytes(HOURS))


def _learnt(count: ScaleCount, memory: int) -> ScaleCount:
    bins = count.bins + count.waiting_bins
    fade = min(1.0, memory / bins) if bins else 1.0
    return msgspec.structs.replace(
        count,
        bins=bins * fade,
        beyond=(count.beyond + count.waiting_beyond) * fade,
        waiting_bins=0,
        waiting_beyond=0.0,
    )
