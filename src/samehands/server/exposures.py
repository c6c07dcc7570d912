"""What a session has read while it was in doubt, as those see it who look into the doubt.

Without a doubt there is nothing to see: how much somebody reads is nobody's business but their own.
"""

from collections.abc import Sequence

from samehands.adapters.sql import CaseRow, CaseStatus
from samehands.monitor import Taken
from samehands.monitor.exposure import Exposure
from samehands.server.standing import Standing


def exposure_now(standing: Standing | None, curve: Sequence[Taken]) -> Exposure | None:
    """As it stands now; of a session that has ended, as its doubt last stood.

    Args:
        standing: of the session, where it is open.
        curve: its points, oldest first.
    """
    if standing is not None:
        return standing.exposure
    return curve[-1].exposure if curve else None


def exposure_of_case(
    standing: Standing | None, curve: Sequence[Taken], case: CaseRow
) -> Exposure | None:
    """What the case is about: as it stands while it is open, as it stood when it was decided.

    Args:
        standing: of the session, where it is open.
        curve: its points, oldest first.
        case: the case.
    """
    live = None if standing is None else standing.exposure
    if case.status is CaseStatus.OPEN and live is not None:
        return live
    decided = case.decided_at
    known = [
        point.exposure
        for point in curve
        if point.exposure is not None and (decided is None or point.at <= decided)
    ]
    return known[-1] if known else None
