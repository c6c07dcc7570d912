"""The time line of a replay: in a terminal a picture that moves, elsewhere a line for each moment."""

from collections import deque
from types import TracebackType
from typing import Final, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from samehands.cli.terminal import unicode_shown
from samehands.lab.report.account import Account, Seat
from samehands.lab.report.moment import Happening, Moment, clock_text
from samehands.monitor import Entry
from samehands.trust import TrustState, VerdictKind

BAR: Final = 30
"""Columns of an evidence bar."""

NARROW: Final = 96
"""Columns of a terminal below which bars are half as long."""

BAR_REACH: Final = 1.5
"""Share of the alarm threshold at the end of a bar: past the line there is room to see how far."""

LOG_LINES: Final = 10
"""Moments that stay on the screen."""

REDRAWN: Final = 12
"""Times a second that the picture is drawn anew."""

_STATE_STYLE: Final = {
    TrustState.LEARNING: "dim",
    TrustState.VERIFIED: "green",
    TrustState.UNSURE: "yellow",
    TrustState.ALARM: "bold red",
    TrustState.LOCKED: "bold white on red",
}
_VERDICT_STYLE: Final = {
    VerdictKind.ALLOW: "green",
    VerdictKind.STEP_UP: "bold yellow",
    VerdictKind.LOCK: "bold red",
}
_MOMENT_STYLE: Final = {
    Happening.TAKE_OVER: "magenta",
    Happening.DETECTED: "bold red",
    Happening.FALSE_ALARM: "bold yellow",
    Happening.ALARM: "bold red",
    Happening.PASSED: "green",
    Happening.FAILED: "red",
    Happening.ENROLLED: "cyan",
}


class Timeline:
    """Shows a replay while it runs; a context manager, so that the terminal is left as it was.

    Args:
        console: where to.
        account: what is shown; somebody else fills it.
        entries: how many will come, about.
    """

    def __init__(self, console: Console, account: Account, entries: int) -> None:
        self._console = console
        self._account = account
        self._entries = max(entries, 1)
        self._shown = 0
        self._clock = ""
        self._log: deque[Moment] = deque(maxlen=LOG_LINES)
        self._live = (
            Live(
                get_renderable=self._picture,
                console=console,
                refresh_per_second=REDRAWN,
                vertical_overflow="ellipsis",
            )
            if console.is_terminal
            else None
        )

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, entry: Entry, moments: tuple[Moment, ...]) -> None:
        """Take note of an entry; without a terminal, print what is worth telling of it."""
        self._shown += 1
        self._clock = clock_text(entry.at)
        self._log.extend(moments)
        if self._live is None:
            for moment in moments:
                self._console.print(told(moment), soft_wrap=True)

    def _picture(self) -> RenderableType:
        done = min(1.0, self._shown / self._entries)
        head = Text.assemble((self._clock or "…", "bold"), f"   {done:.0%} of the recording")
        rows = max(4, self._console.size.height - LOG_LINES - 6)
        log = [told(moment, width=self._console.width) for moment in self._log]
        return Group(
            head,
            Text(),
            seat_table(self._account, self._console, most=rows),
            Text(),
            *log,
        )


def told(moment: Moment, width: int | None = None) -> Text:
    """A moment as a line; cut to a width where one is given."""
    line = Text.assemble(
        (clock_text(moment.at), "dim"),
        "  ",
        (moment.seat, "bold"),
        "  ",
        (f"{moment.kind:14}", _MOMENT_STYLE.get(moment.kind, "")),
        "  ",
        moment.sentence,
    )
    if width is not None:
        line.truncate(width, overflow="ellipsis")
    return line


def seat_table(account: Account, console: Console, *, most: int) -> Table:
    """The seats by name, or, where there are more than fit, those most in doubt.

    Args:
        account: whose seats.
        console: whose lines and blocks can be used.
        most: rows.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("seat", "session", "state"):
        table.add_column(name, no_wrap=True)
    bar = BAR if console.width >= NARROW else BAR // 2
    line = f"alarm at {account.threshold:.1f}"
    before = max(1, _alarm_column(bar) - len("evidence") - len(line) // 2)
    table.add_column(
        Text.assemble("evidence", " " * before, (line, "dim")) if bar == BAR else "evidence",
        no_wrap=True,
    )
    table.add_column("nats", justify="right", no_wrap=True)
    table.add_column("window", justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("", no_wrap=True)
    seats = sorted(account.seats.values(), key=lambda seat: (-seat.level, seat.name))[:most]
    for seat in sorted(seats, key=lambda seat: seat.name):
        table.add_row(*_row(seat, account, bar, unicode_shown(console)))
    if len(account.seats) > most:
        table.add_row(f"and {len(account.seats) - most} more in less doubt")
    return table


def _row(seat: Seat, account: Account, bar: int, unicode: bool) -> tuple[RenderableType, ...]:  # noqa: FBT001  # private, and called once
    state = "" if seat.state is None else Text(seat.state, style=_STATE_STYLE[seat.state])
    verdict = (
        "" if seat.verdict is None else Text(seat.verdict, style=_VERDICT_STYLE[seat.verdict])
    )
    return (
        seat.name,
        Text(seat.session, style="dim"),
        state,
        evidence_bar(seat.level / account.threshold, bar, unicode=unicode),
        f"{seat.level:.1f}",
        "" if seat.llr is None else f"{seat.llr:+.1f}",
        verdict,
        Text("not the owner", style="magenta") if account.taken_over(seat) else "",
    )


def evidence_bar(share: float, columns: int = BAR, *, unicode: bool = True) -> Text:
    """The evidence on its way to the alarm line.

    Args:
        share: of the threshold; 1 is the line.
        columns: of the whole bar.
        unicode: whether blocks and lines can be printed.

    >>> evidence_bar(0.5, unicode=False).plain
    '##########..........|.........'
    >>> evidence_bar(2.0, unicode=False).plain
    '####################|#########'
    """
    full, empty, mark = ("█", "·", "┃") if unicode else ("#", ".", "|")
    filled = round(min(share, BAR_REACH) / BAR_REACH * columns)
    style = "green" if share < 0.5 else "yellow" if share < 1 else "red"  # noqa: PLR2004  # as the policy's marks
    line = _alarm_column(columns)
    before, after = min(filled, line), max(0, filled - line - 1)
    return Text.assemble(
        (full * before, style),
        (empty * (line - before), "dim"),
        (mark, "bold"),
        (full * after, style),
        (empty * (columns - line - 1 - after), "dim"),
    )


def _alarm_column(columns: int) -> int:
    return round(columns / BAR_REACH)
