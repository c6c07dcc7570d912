"""Reading recordings: good ones whole, bad ones up to the line that is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.agent import recording
from samehands.agent.recording import CODE_LIMIT, FORMAT, LINE_LIMIT, read_events
from samehands.capture.events import Action, KeyEvents
from samehands.capture.positions import position_of
from samehands.errors import RecordingError

HEADER = json.dumps({"samehands": FORMAT, "started_at": "2025-06-30T08:00:00Z", "note": "mine"})
DOWN = '{"t_us": 1000, "code": "KeyA", "action": "down"}'
UP = '{"t_us": 81000, "code": "KeyA", "action": "up"}'


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "mine.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path) -> tuple[list[tuple[int, int, int, bool]], str | None]:
    """All the rows that came out, and the error's text if there was one."""
    rows: list[tuple[int, int, int, bool]] = []
    try:
        for events in read_events(path):
            rows += rows_of(events)
    except RecordingError as error:
        return rows, str(error)
    return rows, None


def rows_of(events: KeyEvents) -> list[tuple[int, int, int, bool]]:
    columns = (events.at, events.position, events.action, events.composing)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("header", [HEADER + "\n", "", "\n"])
@pytest.mark.parametrize("end", ["\n", "", "\r\n", "\n\n"])
def test_a_recording_reads_with_and_without_its_first_line_and_its_last_line_end(
    tmp_path: Path, header: str, end: str
) -> None:
    gap = '{"t_us": 90000, "action": "gap"}'
    strange = '{"t_us": 95000, "code": "LaunchMail", "action": "repeat", "composing": true}'
    rows, error = read(written(tmp_path, f"{header}{DOWN}\n{UP}\n{gap}\n{strange}{end}"))
    key = position_of("KeyA")
    assert error is None
    assert rows == [
        (1_000, key, Action.DOWN, False),
        (81_000, key, Action.UP, False),
        (90_000, 0, Action.GAP, False),
        (95_000, 0, Action.REPEAT, True),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"t_us": NaN, "code": "KeyA", "action": "up"}', "line 4: got something that is not"),
        ('{"t_us": 1.5, "code": "KeyA", "action": "up"}', "line 4, field t_us: got float"),
        ('{"t_us": -5, "code": "KeyA", "action": "up"}', "line 4, field t_us: got a time out of"),
        ('{"t_us": 1e400, "code": "KeyA", "action": "up"}', "line 4"),
        ('{"t_us": 99999999999999999999, "code": "KeyA", "action": "up"}', "field t_us: got"),
        ('{"t_us": "7", "code": "KeyA", "action": "up"}', "field t_us: got str"),
        ('{"t_us": true, "code": "KeyA", "action": "up"}', "field t_us: got bool"),
        ('{"code": "KeyA", "action": "up"}', "field t_us: got nothing"),
        ('{"t_us": 7, "code": "KeyA", "action": "Q"}', "field action: got another str"),
        ('{"t_us": 7, "code": "KeyA"}', "field action: got another nothing"),
        ('{"t_us": 7, "action": "up"}', "field code: got nothing"),
        ('{"t_us": 7, "code": 65, "action": "up"}', "field code: got int"),
        ('{"t_us": 7, "code": "", "action": "up"}', "field code: got 0 characters"),
        (
            json.dumps({"t_us": 7, "code": "Q" * (CODE_LIMIT + 1), "action": "up"}),
            f"field code: got {CODE_LIMIT + 1} characters",
        ),
        (
            '{"t_us": 7, "code": "KeyA", "action": "up", "composing": 1}',
            "field composing: got int",
        ),
        ('{"t_us": 7, "code": "KeyA", "action": "up", "key": "Q"}', "got 1 fields too many"),
        ('{"t_us": 7, "code": "KeyA", "action": "up"} {}', "got something that is not"),
        ('["Q"]', "got something that is not a JSON object"),
        ('{"t_us": 7, "code": "Ke\xff', "got something that is not a JSON object"),
        ("[" * 1_000, "got something that is not a JSON object"),
        ("Q" * (LINE_LIMIT + 1), f"line 4: got a line of {LINE_LIMIT + 1} bytes or more"),
        (HEADER, "line 4"),
    ],
)
def test_a_bad_line_is_named_and_what_was_before_it_is_not_lost(
    tmp_path: Path, line: str, said: str
) -> None:
    content = f"{HEADER}\n{DOWN}\n{UP}\n{line}\n{DOWN}".encode("latin-1")
    rows, error = read(written(tmp_path, content))
    assert [action for _, _, action, _ in rows] == [Action.DOWN, Action.UP]
    assert error is not None
    assert error.startswith("mine.jsonl line 4")
    assert said in error
    assert "Q" not in error
    assert "KeyA" not in error


@pytest.mark.parametrize("cut", range(1, len(UP)))
def test_a_last_line_that_is_cut_off_is_said_to_be(tmp_path: Path, cut: int) -> None:
    rows, error = read(written(tmp_path, f"{DOWN}\n{UP[:cut]}"))
    assert len(rows) == 1
    assert error is not None
    assert "mine.jsonl line 2: got a line that is cut off" in error


@pytest.mark.parametrize("content", ["", "\n\n", HEADER, HEADER + "\n"])
def test_a_recording_without_events_is_refused(tmp_path: Path, content: str) -> None:
    assert read(written(tmp_path, content)) == (
        [],
        "mine.jsonl: got no key events, due at least one",
    )


def test_a_recording_of_another_version_is_refused(tmp_path: Path) -> None:
    header = HEADER.replace("/1", "/2")
    rows, error = read(written(tmp_path, f"{header}\n{DOWN}\n"))
    assert (rows, error is not None and "another kind or version" in error) == ([], True)


def test_a_file_without_line_ends_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    rows, error = read(written(tmp_path, b"\x00" * 5_000_000))
    assert rows == []
    assert error is not None
    assert "line 1: got a line of" in error


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_a_recording_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordingError, match="due a recording that can be read"):
        list(read_events(tmp_path / name))


@given(st.binary(max_size=300), st.sampled_from([0, 2]))
def test_any_bytes_are_events_or_a_recording_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, good: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(f"{DOWN}\n".encode() * good + content)
    rows, _ = read(path)
    assert len(rows) >= good


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=40),
    st.integers(1, 200),
)
def test_the_size_of_the_blocks_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, times: list[int], block: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "blocks.jsonl"
    lines = [json.dumps({"t_us": at, "code": "KeyB", "action": "down"}) for at in times]
    path.write_text("\n".join([HEADER, *lines, "x"]))
    whole = read(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "_BLOCK", block)
        assert read(path) == whole
    assert [at for at, *_ in whole[0]] == times
    assert f"line {len(times) + 2}" in str(whole[1])


@pytest.mark.slow
def test_a_long_recording_comes_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w") as file:
        file.writelines(
            f'{{"t_us": {at}, "code": "KeyA", "action": "down"}}\n' for at in range(300_000)
        )
    sizes = [len(events) for events in read_events(path)]
    assert sum(sizes) == 300_000
    assert max(sizes) < 50_000
    assert np.all(np.diff(np.concatenate([events.at for events in read_events(path)])) == 1)
