"""What a session leaves to the next: doubt is not shed by logging out and in again."""

from typing import Final

from samehands.monitor.change import watched_from
from samehands.monitor.exposed import Exposed, Mark
from samehands.monitor.state import MonitorState, OpenSession
from samehands.quantities import Micros
from samehands.trust import Trust, TrustState

_DOUBT: Final = (TrustState.UNSURE, TrustState.ALARM, TrustState.LOCKED)


def carry(carried: Trust, ended: Trust, *, alone: bool) -> Trust:
    """What is left behind when a session ends.

    Args:
        carried: what earlier ones left.
        ended: what was believed of this one when it ended.
        alone: whether no other session of the subject is open. If one is, it may be somebody
            else's, and must not wipe out what an earlier one left: the worse of the two stays.
    """
    left = _doubt_of(ended)
    if alone:
        return left
    worse = {
        hypothesis: cusum
        for hypothesis, cusum in left.cusums.items()
        if cusum.level >= carried.level(hypothesis)
    }
    return Trust(max(carried.state, left.state, key=_severity), {**carried.cusums, **worse})


def outweighs(ended: Trust, carried: Trust) -> bool:
    """Whether what a session leaves is doubt, and at least as much as earlier ones left."""
    return ended.state in _DOUBT and _severity(ended.state) >= _severity(carried.state)


def take_over(carried: Trust, at: Micros) -> Trust:
    """The trust with which a session starts: nothing judged yet, and the doubt there was."""
    return watched_from(_doubt_of(carried), at)


def left_by(ended: OpenSession, state: MonitorState, *, alone: bool) -> Exposed | None:
    """What was read in doubt, for the session that takes the doubt over.

    Args:
        ended: the session that ends.
        state: of the subject.
        alone: whether no other session of the subject is open.
    """
    if _doubtful(ended.trust):
        return ended.exposed
    return None if alone else state.left


def inherited(state: MonitorState, at: Micros) -> Exposed:
    """What a session that starts has read: nothing, or what was read in the doubt it takes over."""
    if state.left is not None and _doubtful(state.carried):
        return state.left
    return Exposed(Mark(at))


def _doubtful(trust: Trust) -> bool:
    return trust.state in _DOUBT or any(cusum.level > 0 for cusum in trust.cusums.values())


def _doubt_of(trust: Trust) -> Trust:
    state = trust.state if trust.state in _DOUBT else TrustState.LEARNING
    return Trust(state, trust.cusums)


def _severity(state: TrustState) -> int:
    return _DOUBT.index(state) + 1 if state in _DOUBT else 0
