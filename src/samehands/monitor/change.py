"""The change: when somebody else sat down, as far as the evidence can tell."""

from dataclasses import dataclass
from typing import Final

import msgspec

from samehands.quantities import Micros
from samehands.trust import Cusum, Hypothesis, Trust

_OTHER: Final = Hypothesis.OTHER_PERSON


@dataclass(frozen=True, slots=True)
class EstimatedChange:
    """The interval in which the change happened, if there was one: after `after`, by `by`.

    Args:
        after: when S was last zero, µs; None where that is not known, as in what was stored
            without it.
        by: when the first of the evidence since then came, µs.
    """

    after: Micros | None
    by: Micros


def estimated_change(trust: Trust) -> EstimatedChange | None:
    """When somebody else took over; None while there is no evidence that anybody has.

    >>> from samehands.quantities import Nats
    >>> watched = watched_from(Trust(), Micros(10))
    >>> level = watched.cusums[Hypothesis.OTHER_PERSON].add(Nats(2.0), Micros(20))
    >>> estimated_change(Trust(cusums={Hypothesis.OTHER_PERSON: level}))
    EstimatedChange(after=10, by=20)
    """
    cusum = trust.cusums.get(_OTHER)
    if cusum is None or cusum.changed_by is None:
        return None
    return EstimatedChange(cusum.quiet_until, cusum.changed_by)


def watched_from(trust: Trust, at: Micros) -> Trust:
    """The same trust, in which an S that is zero is known to be zero now.

    Called when a session starts and when the evidence is wiped out, so that a change has a
    beginning also where no window came before it.
    """
    cusum = trust.cusums.get(_OTHER, Cusum())
    if cusum.level > 0:
        return trust
    return msgspec.structs.replace(trust, cusums={**trust.cusums, _OTHER: Cusum(quiet_until=at)})
