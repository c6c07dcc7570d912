import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NoReturn

import pytest

from cli.typists import Command
from samehands import __version__

COMMANDS: Final = ("demo", "replay", "enrol", "score", "lab")
LABORATORY: Final = {"matplotlib", "polars", "scipy", "sklearn", "torch"}


def test_the_version_is_the_package_s(samehands: Command) -> None:
    assert samehands("--version") == (0, f"samehands {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_plain_text(command: str, samehands: Command) -> None:
    status, out, err = samehands(command, "--help")

    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: samehands {command}")
    assert "\x1b" not in out


def test_the_list_of_commands_cuts_no_sentence_short(samehands: Command) -> None:
    _, out, _ = samehands("--help")
    listed = out.partition("Commands:")[2]

    assert all(f"  {command} " in listed for command in COMMANDS)
    assert "..." not in listed


def test_an_unknown_command_is_a_usage_error(samehands: Command) -> None:
    assert samehands("watch").status == 2


def test_the_module_is_the_command_and_its_help_needs_no_laboratory() -> None:
    told = "import runpy, sys, atexit\natexit.register(lambda: print(*sys.modules))\n"
    told += (
        "sys.argv = ['samehands', '--help']\nrunpy.run_module('samehands', run_name='__main__')"
    )
    result = subprocess.run(  # noqa: S603  # our own interpreter and statement
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )

    assert "Usage: samehands" in result.stdout
    assert not LABORATORY & {name.partition(".")[0] for name in result.stdout.split()}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "no key events", id="an empty recording"),
        pytest.param(b"\x00\xff" * 99, "line 1", id="no text at all"),
        pytest.param(b'{"t_us": 1, "code": "KeyA"', "cut off", id="a truncated file"),
        pytest.param(b'{"t_us": NaN, "code": "KeyA", "action": "up"}\n', "line 1", id="NaN"),
        pytest.param(b'{"t_us": -5, "code": "KeyA", "action": "up"}\n', "range", id="the past"),
        pytest.param(b'{"samehands": "key-events/9"}\n', "version", id="another version"),
        pytest.param(b'{"samehands": "windows/1"}\n', "missing", id="a bare header of windows"),
        pytest.param(b"[" * 9_000, "line 1", id="deep nesting"),
    ],
)
def test_bad_input_is_one_line_on_standard_error_and_status_2(
    content: bytes, told: str, tmp_path: Path, samehands: Command
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)

    status, out, err = samehands("replay", path)

    assert (status, out) == (2, "")
    assert err.startswith("samehands: bad.jsonl")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["", "absent.jsonl"])
def test_what_is_no_file_is_an_input_error(name: str, tmp_path: Path, samehands: Command) -> None:
    status, _, err = samehands("replay", tmp_path / name)

    assert status == 2
    assert err.count("\n") == 1


def test_an_error_never_repeats_what_was_typed(tmp_path: Path, samehands: Command) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"t_us": 5, "code": "KeySECRET", "action": "SECRET"}\n', encoding="utf-8")

    assert "SECRET" not in samehands("replay", path).err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_status_1_and_no_traceback() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-u", "-m", "samehands", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert result.returncode == 1
    assert os.strerror(errno.ENOSPC) in result.stderr.decode()
    assert b"Traceback" not in result.stderr


def test_a_reader_that_leaves_early_causes_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        result = subprocess.run(
            [sys.executable, "-u", "-m", "samehands", "--help"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert result.returncode == 1
    assert b"Traceback" not in result.stderr


def test_an_interrupt_leaves_with_130_and_what_was_written_before_as_it_was(
    team: Path, tmp_path: Path, samehands: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text("the page before", encoding="utf-8")

    def interrupted(_: float) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupted)
    status, _, err = samehands("replay", team, "--speed", "1", "--report", page)

    assert status == 130
    assert "Traceback" not in err
    assert page.read_text(encoding="utf-8") == "the page before"
