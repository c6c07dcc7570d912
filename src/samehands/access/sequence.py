"""Enumeration: records read one after the other by their numbers."""

import math
from typing import Final

ENUMERATED: Final = 8
"""Reads in a row by neighbouring ids from which a finding says so, and at each doubling after.

Fewer: somebody who pages through the day's new records is named. More: said later."""

MOST_SEQUENCE_EVIDENCE: Final = 4.0
"""Most nats that enumeration adds: alone it never alarms, as some applications have a next button."""

ENUMERATING: Final = 0.5
"""Share of an enumerator's reads that are neighbours, as the client library sees them: other
traffic of the session and more than one worker come in between."""


def evidence_of_sequence(usual: float, *, sequential: bool) -> float:
    """Nats that one read gives for enumeration.

    Args:
        usual: share of the role's reads that are neighbours, ]0, 1[.
        sequential: whether this one is.

    >>> round(evidence_of_sequence(0.05, sequential=True), 2)
    2.3
    """
    if sequential:
        return math.log(max(ENUMERATING, usual) / usual)
    return math.log((1.0 - max(ENUMERATING, usual)) / (1.0 - usual))


def telling(run: int) -> bool:
    """Whether a run of this length is one to speak of: 8, 16, 32 and so on.

    >>> [run for run in range(40) if telling(run)]
    [8, 16, 32]
    """
    return run >= ENUMERATED and run & (run - 1) == 0
