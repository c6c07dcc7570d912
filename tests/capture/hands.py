"""Pointer events that Hypothesis draws: few places, few times, so that rules meet each other."""

import numpy as np
from hypothesis import strategies as st

from samehands.capture.pointer import PointerEvents, PointerKind

_EVENT = st.tuples(
    st.sampled_from([0, 0, 100, 300, 700, 1_000, 8_000, 8_000, 60_000, 250_001, 900_000, -5_000]),
    st.sampled_from([0, 1, 2, 3, -40, 1_900, 65_535]),
    st.sampled_from([0, 1, -2, 1_000]),
    st.sampled_from([PointerKind.MOVE] * 6 + [*PointerKind]),
    st.integers(1, 2),
)


@st.composite
def pointer_events(draw: st.DrawFn, most: int = 60) -> PointerEvents:
    """Events whose clock mostly rises; moves, two buttons, notches and gaps."""
    rows = draw(st.lists(_EVENT, max_size=most))
    at = np.cumsum([1_000_000, *(row[0] for row in rows)])[1:].astype(np.int64)
    kind = np.array([row[3] for row in rows], np.int8)
    button = np.array([row[4] for row in rows], np.int8)
    clicked = (kind == PointerKind.DOWN) | (kind == PointerKind.UP)
    return PointerEvents(
        at,
        np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int32),
        kind,
        np.where(clicked, button, 0).astype(np.int8),
    )


def moved(*places: tuple[int, int, int]) -> PointerEvents:
    """Moves, each as milliseconds and a place."""
    return told(*((at, x, y, PointerKind.MOVE, 0) for at, x, y in places))


def told(*rows: tuple[int, int, int, PointerKind, int]) -> PointerEvents:
    """Events, each as milliseconds, a place, a kind and a button."""
    columns = np.array([[int(value) for value in row] for row in rows]).reshape(-1, 5).T
    return PointerEvents(
        columns[0].astype(np.int64) * 1_000,
        columns[1].astype(np.int32),
        columns[2].astype(np.int32),
        columns[3].astype(np.int8),
        columns[4].astype(np.int8),
    )
