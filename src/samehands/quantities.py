"""The units, as types: a number that means something carries its unit in its type."""

from typing import Final, NewType

Micros = NewType("Micros", int)
"""A point in time or a duration, in microseconds, on the clock of whoever measured it."""

Nats = NewType("Nats", float)
"""Evidence: a natural logarithm of a ratio of probabilities. Positive speaks for the owner."""

Probability = NewType("Probability", float)
"""A number in [0, 1]."""

MICROS_PER_MILLI: Final = 1_000
"""Microseconds in a millisecond."""

MICROS_PER_SECOND: Final = 1_000_000
"""Microseconds in a second."""
