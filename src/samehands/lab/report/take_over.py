"""A take-over in a replay: who or what took over a session, how late it was found, what was read."""

from dataclasses import dataclass
from typing import Final

from samehands.lab.report.moment import counted
from samehands.monitor import Exposure
from samehands.quantities import MICROS_PER_SECOND, Micros

_AT_ONCE: Final = Micros(0)


@dataclass(frozen=True, slots=True)
class Found:
    """That a take-over was found.

    Args:
        windows: typed since it began.
        in_mid_window: whether it was found by something else than a window: an early sign, or
            what was read. Then so much of the next one may have been typed as well.
        after: how long after it began, µs.
        read: records that were read since it began: the truth.
        exposure: what the monitor takes them to be; None where nothing was read, or no doubt.
    """

    windows: int
    in_mid_window: bool = False
    after: Micros = _AT_ONCE
    read: int = 0
    exposure: Exposure | None = None

    @property
    def most_windows(self) -> int:
        """Windows at most, the one that was not full yet counted as one."""
        return self.windows + self.in_mid_window


@dataclass(slots=True)
class TakeOver:
    """A take-over by the recording's marks, and what became of it.

    Args:
        seat: whose.
        session: in which session.
        at: when it began, µs.
        stood: whether the session was in alarm already.
        by_program: whether a device or program took over, and no person.
        windows: typed since, in that session.
        read: records read since, in that session.
        found: the first alarm after it; None where none was raised.
    """

    seat: str
    session: str
    at: Micros
    stood: bool
    by_program: bool = False
    windows: int = 0
    read: int = 0
    found: Found | None = None

    def delay(self, keystrokes: int) -> str:
        """A sentence on how long it went on before the alarm.

        Args:
            keystrokes: in a window.

        >>> TakeOver("a", "s", Micros(0), False, windows=9, found=Found(2)).delay(100)
        'Found after 2 windows of the other person, at most 200 keystrokes.'
        >>> sign = Found(0, in_mid_window=True, after=Micros(4_461_000))
        >>> TakeOver("a", "s", Micros(0), False, by_program=True, found=sign).delay(100)
        'Found 4.5 seconds after a device or program began to type, before its first window.'
        """
        who = "the device or program" if self.by_program else "the other person"
        if self.found is None and self.stood:
            return f"The session was in alarm already when {who} took over."
        if self.found is None:
            return f"Not found in {counted(self.windows, 'window')} of {who}."
        windows = counted(self.found.windows, "window")
        if not self.by_program:
            most = f"at most {self.found.most_windows * keystrokes:,} keystrokes"
            return f"Found after {windows} of {who}, {most}."
        when = f"after {windows}" if self.found.windows else "before its first window"
        return f"Found {self.seconds:.1f} seconds after a device or program began to type, {when}."

    @property
    def seconds(self) -> float:
        """Until the alarm; 0 where there was none."""
        return 0.0 if self.found is None else self.found.after / MICROS_PER_SECOND

    @property
    def exposed(self) -> str:
        """A sentence on what was read until the alarm; empty where nothing is known of reading.

        >>> found = Found(1, read=5, exposure=Exposure(4, 1, 11))
        >>> TakeOver("a", "s", Micros(0), False, read=5, found=found).exposed
        'About 4 records were exposed, between 1 and 11; in truth 5.'
        """
        if self.found is None or self.found.exposure is None or not self.read:
            return ""
        told = self.found.exposure
        were = "was" if told.records == 1 else "were"
        return (
            f"About {counted(told.records, 'record')} {were} exposed, between {told.low:,} and "
            f"{told.high:,}; in truth {self.found.read:,}."
        )
