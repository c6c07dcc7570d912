import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samehands.errors import SettingsError, StorageError
from samehands.host import followed_file
from samehands.host.followed_file import FollowedFile


class Told:
    """Follows a log, and keeps what it was told of as the service does: each number once."""

    def __init__(self, folder: Path) -> None:
        self.log, self.place = folder / "access.log", folder / "place"
        self.kept: dict[int, tuple[bytes, ...]] = {}
        self.file = FollowedFile(self.log, self.place)

    def write(self, *lines: str) -> None:
        with self.log.open("ab") as log:
            log.write("".join(f"{line}\n" for line in lines).encode())

    def rotate(self) -> None:
        """As logrotate does: each one a number further, the newest is .1."""
        for number in range(9, 0, -1):
            older = self.log.with_name(f"access.log.{number}")
            if older.exists():
                older.rename(self.log.with_name(f"access.log.{number + 1}"))
        self.log.rename(self.log.with_name("access.log.1"))

    def tell(self, *, answered: bool = True) -> bool:
        """Tell of a chunk; where nobody answers, it was taken in all the same."""
        chunk = self.file.chunk()
        if chunk is None:
            return False
        again = self.kept.setdefault(chunk.sequence, chunk.lines)
        assert again == chunk.lines, "the same number for other lines"
        if answered:
            self.file.done()
        return True

    def restart(self) -> None:
        """As after a crash."""
        self.file.close()
        self.file = FollowedFile(self.log, self.place)

    @property
    def lines(self) -> list[str]:
        return [line.decode() for number in sorted(self.kept) for line in self.kept[number]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def test_lines_are_told_of_once_and_in_order(told: Told) -> None:
    assert not told.tell()
    told.write("a", "b")
    assert told.tell()
    assert not told.tell()
    told.write("c")
    assert told.tell()

    assert told.lines == ["a", "b", "c"]


def test_half_a_line_waits_for_its_end(told: Told) -> None:
    told.log.write_bytes(b"a\nhal")
    told.tell()
    assert not told.tell()
    told.write("f")
    told.tell()

    assert told.lines == ["a", "half"]


def test_what_was_being_sent_at_a_crash_is_sent_again_as_it_was(told: Told) -> None:
    told.write("a", "b")
    told.tell(answered=False)
    told.write("c")
    told.restart()
    told.tell()
    told.tell()

    assert told.lines == ["a", "b", "c"]
    assert told.kept[1] == (b"a", b"b")


@pytest.mark.parametrize("restarts", [False, True])
def test_a_log_that_is_rotated_is_read_to_its_end_first(
    told: Told,
    restarts: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    told.write("a")
    told.tell()
    told.write("b")
    told.rotate()
    if restarts:
        told.restart()
    told.write("c")
    while told.tell():
        pass

    assert told.lines == ["a", "b", "c"]


def test_of_two_rotations_between_two_looks_nothing_is_left_out(told: Told) -> None:
    told.write("a")
    told.tell()
    for line in ("b", "c", "d"):
        told.rotate()
        told.write(line)
    while told.tell():
        pass

    assert told.lines == ["a", "b", "c", "d"]


def test_a_last_line_without_an_end_is_told_of_when_the_log_is_rotated(told: Told) -> None:
    told.log.write_bytes(b"a\nb")
    told.tell()
    told.rotate()
    told.write("c")
    while told.tell():
        pass

    assert told.lines == ["a", "b", "c"]


def test_a_log_that_is_cut_off_and_written_anew_is_read_from_its_beginning(told: Told) -> None:
    told.write("a long first line")
    told.tell()
    os.truncate(told.log, 0)
    told.write("b")
    told.tell()

    assert told.lines == ["a long first line", "b"]


def test_another_file_in_the_place_of_one_that_was_deleted_is_not_taken_for_it(
    told: Told,
) -> None:
    told.write("a")
    told.tell()
    told.file.close()
    told.log.unlink()
    told.log.write_bytes(b"x\ny\n")  # it may well get the same inode
    told.restart()
    while told.tell():
        pass

    assert told.lines == ["a", "x", "y"]


def test_a_long_log_comes_in_chunks(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed_file, "CHUNK_BYTES", 8)
    told.write("abc", "def", "ghi", "a line that is longer than any chunk", "j")
    while told.tell():
        pass

    assert [line for line in told.lines if len(line) == 3] == ["abc", "def", "ghi"]
    assert told.lines[-1] == "j"
    assert "".join(told.lines[3:-1]) == "a line that is longer than any chunk"


def test_it_can_begin_at_the_end(tmp_path: Path) -> None:
    log, place = tmp_path / "log", tmp_path / "place"
    log.write_bytes(b"old\n")
    first = FollowedFile(log, place, from_end=True)
    assert first.chunk() is None
    first.close()
    with log.open("ab") as opened:
        opened.write(b"new\n")
    again = FollowedFile(log, place, from_end=True)
    chunk = again.chunk()
    again.close()

    assert chunk is not None
    assert chunk.lines == (b"new",)


ACTIONS = st.lists(st.sampled_from(["write", "rotate", "tell", "no answer", "restart"]))


@given(ACTIONS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_whatever_happens_each_line_counts_once(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    told = Told(tmp_path_factory.mktemp("log"))
    told.write("line 0")
    told.tell()
    written = 1
    for action in actions:
        match action:
            case "write":
                told.write(f"line {written}")
                written += 1
            case "rotate" if told.log.exists():
                told.rotate()
            case "tell" | "no answer":
                told.tell(answered=action == "tell")
            case "restart":
                told.restart()
            case _:
                pass
    told.write(f"line {written}")
    for _ in range(50):
        told.tell()
    told.file.close()

    assert told.lines == [f"line {number}" for number in range(written + 1)]


def test_only_its_owner_can_read_the_place_and_it_holds_no_line(told: Told) -> None:
    told.write("GET /customers/4711")
    told.tell()

    assert told.place.stat().st_mode & 0o777 == 0o600
    assert b"4711" not in told.place.read_bytes()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"more": 1}', b"\xff"])
def test_a_place_that_is_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "place").write_bytes(content)
    with pytest.raises(SettingsError):
        FollowedFile(tmp_path / "log", tmp_path / "place")


def test_a_place_that_cannot_be_written_stops_it(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"a\n")
    file = FollowedFile(tmp_path / "log", tmp_path / "nowhere" / "place")
    with pytest.raises(StorageError):
        file.chunk()
