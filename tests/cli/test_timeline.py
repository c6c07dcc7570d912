import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cli.typists import Command
from samehands.cli.model import load_model
from samehands.cli.playback import Answers, Material, play
from samehands.cli.recording_file import read_windows
from samehands.cli.timeline import BAR, evidence_bar, seat_table
from samehands.lab.report.account import Account, Seat
from samehands.quantities import Nats


@given(st.floats(0, 10), st.sampled_from([15, 30]))
def test_a_bar_has_one_length_and_one_line(share: float, columns: int) -> None:
    bar = evidence_bar(share, columns, unicode=False).plain

    assert len(bar) == columns
    assert bar.count("|") == 1


@given(st.floats(0, 10), st.floats(0, 10))
def test_more_evidence_is_no_shorter_a_bar(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    full = [evidence_bar(share, unicode=False).plain.count("#") for share in (shorter, longer)]

    assert full[0] <= full[1]


def test_the_bar_reaches_the_line_at_the_threshold_and_passes_it_above() -> None:
    at_it = evidence_bar(1.0, unicode=False).plain
    above = evidence_bar(1.2, unicode=False).plain

    assert at_it.startswith("#" * (2 * BAR // 3) + "|.")
    assert "|#" in above


def account_of(seats: int) -> Account:
    account = Account(Nats(8.0), 100, truth_known=False)
    for number in range(seats):
        name = f"seat-{number:02}"
        account.seats[name] = Seat(name, level=Nats(float(number)))
    return account


def drawn(account: Account, most: int, width: int = 120) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None)
    console.print(seat_table(account, console, most=most))
    return file.getvalue()


def test_where_not_all_seats_fit_those_in_most_doubt_are_shown() -> None:
    table = drawn(account_of(12), most=3)

    assert [f"seat-{number:02}" in table for number in range(12)] == [False] * 9 + [True] * 3
    assert "and 9 more" in table


@pytest.mark.parametrize("width", [80, 96, 200])
def test_the_table_fits_the_terminal(width: int) -> None:
    table = drawn(account_of(4), most=10, width=width)

    assert len(table.splitlines()) == 5
    assert max(map(len, table.splitlines())) <= width


def test_a_terminal_that_knows_no_blocks_gets_ascii() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    console = Console(file=file, width=120, color_system=None)
    console.print(seat_table(account_of(3), console, most=10))
    file.flush()

    assert b"#" in raw.getvalue()


def test_a_replay_in_a_terminal_moves_and_ends_with_everything_shown(team: Path) -> None:
    header, records = read_windows(team)
    file = io.StringIO()
    console = Console(file=file, width=120, height=40, force_terminal=True, markup=False)
    model = load_model("open-1", None)
    played = play(
        Material(header, records), model, console=console, speed=0.0, answers=Answers.OWNER
    )

    assert played.account.take_overs
    last = file.getvalue().rpartition("100% of the recording")[2]
    assert "seat-1" in last
    assert "locked" in last
    assert file.getvalue().rpartition("\x1b[?25h")[1], "the cursor is shown again"


def test_names_in_a_recording_are_shown_and_not_obeyed(
    team: Path, samehands: Command, tmp_path: Path
) -> None:
    content = team.read_bytes().replace(b"simulated typists", b"[red]<b>simulated&")
    team.write_bytes(content)
    _, out, _ = samehands("demo", "--headless", "--recording", team, "--out", tmp_path)

    assert "[red]<b>simulated&" in out
    assert "&lt;b&gt;simulated&amp;" in (tmp_path / "demo.html").read_text(encoding="utf-8")
