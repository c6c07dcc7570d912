"""The standing of a session: what is believed about it now."""

from dataclasses import dataclass

from samehands.adapters.sql import SessionRow
from samehands.finding import Finding
from samehands.monitor.exposure import Exposure
from samehands.quantities import Micros
from samehands.trust import Trust, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """A session as it stands after the last thing that happened in it.

    Args:
        row: as the store has it; its `revision` rises with every change that others can see.
        since: when the state that it is in began, µs; after a restart, when anything last
            happened.
        trust: what is believed, and the evidence for it; None until the subject's monitor was
            loaded, as right after a restart.
        verdict: what was last decided; None where nothing was, or as above.
        findings: of the last input; a policy may ask for something because of them.
        case: id of the case that is open about it.
        exposure: records read since the estimated change; None where there is no doubt.
        next_sequence: one more than the highest number of a window that came in it.
        paused: whether the person has paused the collector. Only the feed of this process knows, so
            that it is forgotten when the process ends; and not since when, which would measure a
            break.
    """

    row: SessionRow
    since: Micros
    trust: Trust | None = None
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    case: str | None = None
    next_sequence: int = 0
    exposure: Exposure | None = None
    paused: bool = False

    @property
    def open(self) -> bool:
        """Whether the session has not ended."""
        return self.row.ended_at is None
