"""The server's clock: the one place in the server that reads the time of day."""

import time  # noqa: TID251  # the server's edge: what is inside takes the time as an argument
from collections.abc import Callable
from typing import Final, TypeAlias

from samehands.quantities import Micros

Clock: TypeAlias = Callable[[], Micros]
"""Gives the time: µs since 1970 UTC."""

_NANOS_PER_MICRO: Final = 1_000


def system_clock() -> Micros:
    """The time of day of this machine, µs since 1970 UTC."""
    return Micros(time.time_ns() // _NANOS_PER_MICRO)
