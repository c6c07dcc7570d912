"""Exposure: how many customer records were read since the estimated change."""

import msgspec

from samehands.monitor.exposed import Change
from samehands.monitor.setup import Setup
from samehands.monitor.state import OpenSession
from samehands.quantities import Micros
from samehands.trust import TrustState

_DOUBT = (TrustState.UNSURE, TrustState.ALARM, TrustState.LOCKED)


class Exposure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distinct records read by a session that is in doubt. There is none without a doubt.

    Args:
        records: since the estimated change.
        low: since the latest moment at which it may have come.
        high: since the session began, or since the last strong proof in it.
        since: the estimated change, µs.
    """

    records: int
    low: int
    high: int
    since: Micros | None = None


def exposure_of(session: OpenSession, setup: Setup) -> Exposure | None:
    """What a session has read since the change that is most in evidence.

    Args:
        session: as it stands.
        setup: that it is judged by.

    Returns:
        None where the session is not in doubt: how much somebody reads is nobody's business.
    """
    shares = session.trust.shares(setup.thresholds)
    doubted = max(shares.values(), default=0.0) >= setup.policy.marks.verified_below
    if not (doubted or session.trust.state in _DOUBT):
        return None
    change, began = strongest(session, setup), session.exposed.began
    if change is None:
        return Exposure(began.records, 0, began.records, began.at)
    since = change.estimated.at
    return Exposure(
        change.estimated.records,
        change.latest.records,
        max(began.records, change.estimated.records),
        since,
    )


def strongest(session: OpenSession, setup: Setup) -> Change | None:
    """The change of the hypothesis that is nearest to its threshold; None where none has moved."""
    changes = session.exposed.changes
    if not changes:
        return None
    shares = session.trust.shares(setup.thresholds)
    return changes[max(changes, key=lambda name: shares.get(name, 0.0))]
