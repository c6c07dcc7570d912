"""Enrolment in words: what is missing, and what is wrong with windows that make no one person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from samehands.cli.comparison import device_in_words
from samehands.identity import (
    DeviceClass,
    EnrolmentFailed,
    EnrolmentFlaw,
    FailureReason,
    Missing,
    Need,
    NotReady,
    SessionWindows,
)
from samehands.lab.report.moment import counted

_FLAWS: Final = {
    EnrolmentFlaw.SCATTERED: "The windows differ from each other far more than one person's do",
    EnrolmentFlaw.TWO_TYPISTS: "The windows fall into two groups, as if two people had typed",
    EnrolmentFlaw.CLIPPED: "Most windows lie at the edge of what the projection can tell apart",
}


def missing_in_words(
    outcome: NotReady, sessions: Sequence[SessionWindows], keystrokes: int
) -> Iterator[str]:
    """Sentences on what is missing before there can be a template.

    Args:
        outcome: what is missing.
        sessions: what there was.
        keystrokes: in a window.
    """
    yield "Not enough to learn a person from:"
    for lack in outcome.missing:
        yield f"  {_lack_in_words(lack, keystrokes)}"
    windows = Counter[DeviceClass]()
    for session in sessions:
        windows[session.device] += len(session)
    if len(windows) > 1:
        kinds = "; ".join(
            f"{device_in_words(device)}, {counted(number, 'window')}"
            for device, number in sorted(windows.items())
        )
        yield (
            f"  There are {len(windows)} kinds of device ({kinds}). Each is learnt by itself, "
            "because times of different clocks cannot be compared."
        )


def failure_in_words(outcome: EnrolmentFailed) -> Iterator[str]:
    """Sentences on why windows, though there are enough, make no template."""
    yield "The recordings do not look like one person's ordinary typing:"
    for reason in outcome.reasons:
        yield f"  {_flaw_in_words(reason)}"


def _lack_in_words(lack: Missing, keystrokes: int) -> str:
    short = lack.due - lack.have
    match lack.need:
        case Need.ENROLLED_WINDOWS:
            return (
                f"{lack.have} of {counted(lack.due, 'window')}: about {short * keystrokes:,} "
                "more keystrokes."
            )
        case Need.ENROLLED_SESSIONS:
            return (
                f"{lack.have} of {counted(lack.due, 'session')}: "
                f"{counted(short, 'more recording')} from another sitting, one file each."
            )
        case Need.PROBE_WINDOWS:
            return f"{lack.have} of {counted(lack.due, 'window')} to judge."


def _flaw_in_words(reason: FailureReason) -> str:
    return f"{_FLAWS[reason.flaw]} ({reason.measured:.2f}, at most {reason.limit:.2f})."
