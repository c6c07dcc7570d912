"""What became of the key events of a recording: every one is accounted for."""

import msgspec
from rich.console import Console

from samehands.lab.report.moment import counted
from samehands.rhythm import Collected
from samehands.wire import MESSAGE_BYTES


class EventSummary(msgspec.Struct, frozen=True):
    """Counts of events and of the windows they made; received = accepted + rejected.

    Args:
        received: events.
        accepted: presses, releases and focus gaps.
        rejected: reason → events.
        keystrokes: presses that were accepted.
        focus_gaps: how often the keyboard was elsewhere.
        lost_releases: keystrokes whose release never came.
        clock_jumps: how often the clock went backwards.
        windows: that could be sent.
        windows_discarded: that were no normal typing.
        keystrokes_left: too few at the end to fill a window; they are dropped.
        window: keystrokes in a window.
    """

    received: int
    accepted: int
    rejected: dict[str, int]
    keystrokes: int
    focus_gaps: int
    lost_releases: int
    clock_jumps: int
    windows: int
    windows_discarded: int
    keystrokes_left: int
    window: int

    @classmethod
    def of(cls, collected: Collected, window: int) -> "EventSummary":
        """The summary of a session, made with windows of so many keystrokes."""
        counts = collected.counts
        made = len(collected.windows) + collected.discarded
        return cls(
            received=counts.received,
            accepted=counts.accepted,
            rejected={str(reason): number for reason, number in counts.rejected.items()},
            keystrokes=counts.presses,
            focus_gaps=counts.gaps,
            lost_releases=counts.lost_releases,
            clock_jumps=counts.clock_jumps,
            windows=len(collected.windows),
            windows_discarded=collected.discarded,
            keystrokes_left=counts.presses - made * window,
            window=window,
        )

    def show(self, console: Console) -> None:
        """Print it in sentences."""
        rejected = ", ".join(f"{number:,} {reason}" for reason, number in self.rejected.items())
        noted = (
            (self.focus_gaps, "focus gap"),
            (self.lost_releases, "lost release"),
            (self.clock_jumps, "clock jump"),
        )
        lines = (
            (
                f"{counted(self.received, 'event')} received = {self.accepted:,} accepted + "
                f"{sum(self.rejected.values()):,} rejected ({rejected})."
            ),
            (
                f"{counted(self.keystrokes, 'keystroke')}; "
                f"{', '.join(counted(number, noun) for number, noun in noted)}."
            ),
            (
                f"{counted(self.windows, 'window')} of {self.window} keystrokes, "
                f"{MESSAGE_BYTES} bytes each; {self.windows_discarded:,} discarded as no normal "
                f"typing; {counted(self.keystrokes_left, 'keystroke')} left over at the end."
            ),
        )
        for line in lines:
            console.print(line, soft_wrap=True)
