"""The evidence curve of a session, as a journal kept it: where on it the change lies."""

from collections.abc import Sequence

from samehands.monitor.change import EstimatedChange
from samehands.monitor.inputs import RecordsRead
from samehands.monitor.journal import Taken
from samehands.quantities import Micros


def evidence_on(curve: Sequence[Taken], until: Micros | None = None) -> tuple[Taken, ...]:
    """The points since the level was last zero, as it was at a moment of the past.

    Args:
        curve: a session's points, oldest first.
        until: the moment, such as when a case was opened; None for the last point.

    Returns:
        None of them where the level was zero then.
    """
    stretch: list[Taken] = []
    for point in curve:
        if until is not None and point.at > until:
            break
        if isinstance(point.event, RecordsRead):
            continue  # no evidence of who is there
        if point.level > 0:
            stretch.append(point)
        elif point.state is not None:
            stretch.clear()
    return tuple(stretch)


def change_on(curve: Sequence[Taken], until: Micros | None = None) -> EstimatedChange | None:
    """When somebody else took over, judged by the level at a moment of the past.

    The same as `estimated_change` gave at that moment, but for evidence that the session took
    over from an earlier one: its beginning is not on this curve, and is said to be unknown.

    Args:
        curve: a session's points, oldest first.
        until: the moment; None for the last point.

    Returns:
        None where there was no evidence then.
    """
    stretch = evidence_on(curve, until)
    if not stretch:
        return None
    first = stretch[0]
    quiet = [
        point.at
        for point in curve
        if point.ordinal < first.ordinal
        and point.state is not None
        and not isinstance(point.event, RecordsRead)
    ]
    return EstimatedChange(quiet[-1] if quiet else None, first.at)
