"""Synthetic readers: records, and days of reading, from a seed."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from hypothesis import strategies as st

from samehands.access import (
    AccessModel,
    AccessState,
    AccessStep,
    Action,
    RecordRead,
    read,
    shipped_model,
)
from samehands.quantities import MICROS_PER_SECOND, Micros

MODEL = shipped_model()
HOUR = 3_600 * MICROS_PER_SECOND
DAY = 24 * HOUR
MONDAY = 4 * DAY
"""The first Monday of 1970, midnight."""
NINE = MONDAY + 9 * HOUR
"""Within the hours of any office."""


def record(number: int) -> bytes:
    """The hash of a record."""
    return sha256(str(number).encode()).digest()[:16]


def view(number: int, at: float, **fields: object) -> RecordRead:
    """A view of a record.

    Args:
        number: which record.
        at: µs.
        fields: others than by default.
    """
    made = RecordRead(record(number), "customer", Action.VIEW, Micros(int(at)))
    return (
        made
        if not fields
        else RecordRead(
            made.record,
            made.resource,
            made.action,
            made.at,
            count=int(str(fields.get("count", 1))),
            sequential=bool(fields.get("sequential", False)),
        )
    )


def every(seconds: float, number: int, start: float = NINE, first: int = 0) -> list[RecordRead]:
    """Views of different records at a steady pace."""
    return [
        view(first + place, start + place * seconds * MICROS_PER_SECOND) for place in range(number)
    ]


def told(
    state: AccessState, reads: Iterable[RecordRead], model: AccessModel = MODEL
) -> tuple[AccessState, list[AccessStep]]:
    """The reads one by one: the state after them, and each step."""
    steps = []
    for one in reads:
        steps.append(read(state, (one,), model=model, physical=None))
        state = steps[-1].state
    return state, steps


def working_day(generator: np.random.Generator, start: int, first: int) -> list[RecordRead]:
    """Eight hours with a record every ten minutes or so, each different."""
    gaps = generator.exponential(600, size=48)
    times = start + 9 * HOUR + np.cumsum(gaps) * MICROS_PER_SECOND
    return [view(first + place, at) for place, at in enumerate(times) if at < start + 17 * HOUR]


reads = st.builds(
    view,
    st.integers(0, 30),
    st.integers(NINE, NINE + 3 * DAY) | st.integers(NINE, NINE + HOUR // 6),
    count=st.integers(1, 5),
    sequential=st.booleans(),
)
"""Any reads, few records among them, so that many come again."""
