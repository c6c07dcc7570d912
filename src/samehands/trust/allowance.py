"""The allowance: how many records a session may read per minute, less as doubt grows."""

from collections.abc import Mapping
from typing import Final

import msgspec

from samehands.errors import EmptyScoresError
from samehands.trust.hypothesis import Hypothesis
from samehands.trust.limits import Unreachable
from samehands.trust.policy import Policy
from samehands.trust.session import TrustState

WEIGHTS: Final[Mapping[Hypothesis, float]] = {
    Hypothesis.OTHER_PERSON: 1.0,
    Hypothesis.MACHINE: 2.0,
    Hypothesis.REMOTE: 0.0,
    Hypothesis.MASS_ACCESS: 0.5,
}
"""How much of each share counts as doubt here; each counts up to its threshold.

Mass reading by itself halves what may be read and stops nobody: the owner's own is for a human to
look at. A machine is locked from half its threshold on where it reads, so it counts twice: nothing is
left to read before that. Where the input comes from is a path, not a doubt."""


class ActionAllowance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for one action.

    Args:
        records_per_minute: that may be read; 0 for none.
        when_unreachable: what the host does until it gets the next answer.
    """

    records_per_minute: float
    when_unreachable: Unreachable


class Allowance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a session may read now. A limit on records, never a measure of work.

    Args:
        records_per_minute: the most that any action may read; None where there is no limit.
        actions: action → what holds for it. One that is not named has no limit.
    """

    records_per_minute: float | None
    actions: dict[str, ActionAllowance]


def allowance(
    shares: Mapping[Hypothesis, float],
    policy: Policy,
    *,
    state: TrustState | None = None,
) -> Allowance:
    """What may be read at such doubt.

    It falls with every share and never rises. In alarm and when locked it is zero: a step-up is
    due, whatever the shares have fallen to since.

    Args:
        shares: how far each hypothesis is on its way to its threshold.
        policy: with the limits.
        state: of the session, where it is known.

    Raises:
        EmptyScoresError: a share that is not a number.
    """
    if not all(share >= 0 for share in shares.values()):
        raise EmptyScoresError("shares", got="below zero or not a number", due="0 or more")
    doubt = sum(WEIGHTS[name] * min(share, 1.0) for name, share in shares.items())
    if state in {TrustState.ALARM, TrustState.LOCKED}:
        doubt = 1.0
    actions = {
        action: ActionAllowance(limit.at(doubt), limit.when_unreachable)
        for action, limit in policy.allowances.items()
    }
    most = max((allowed.records_per_minute for allowed in actions.values()), default=None)
    return Allowance(most, actions)
