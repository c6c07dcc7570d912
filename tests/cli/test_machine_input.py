"""`samehands lab forge` and `samehands lab liveness` as a shell sees them."""

import json
from pathlib import Path

import pytest

from cli.typists import OWNER, Command, Recorder
from samehands.lab.forgers import FORGERS


def test_a_forger_writes_key_events_that_can_be_learnt_from_again(
    samehands: Command, tmp_path: Path
) -> None:
    typed, again = tmp_path / "typed.jsonl", tmp_path / "again.jsonl"
    assert samehands("lab", "forge", "careful-slow", "-o", typed).status == 0
    asked = ("lab", "forge", "histogram-victim", "--learn", typed, "-o", again)
    status, out, _ = samehands(*asked, "--keystrokes", "300")
    assert status == 0
    assert "300 keystrokes as events" in out
    lines = again.read_text(encoding="utf-8").splitlines()
    assert "histogram-victim (seed 0)" in json.loads(lines[0])["note"]
    assert len(lines) == 601


def test_the_same_seed_types_the_same(samehands: Command, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "two", "other")]
    for path, seed in zip(paths, ("7", "7", "8"), strict=True):
        samehands("lab", "forge", "p4wnp1", "--seed", seed, "--keystrokes", "50", "-o", path)
    one, two, other = (path.read_bytes().split(b"\n", 1)[1] for path in paths)
    assert one == two
    assert one != other


def test_a_sampler_writes_windows_that_a_replay_reads(
    samehands: Command, recorded: Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "windows.jsonl"
    asked = ("lab", "forge", "copula-victim", "--as", "windows", "-o", path)
    assert samehands(*asked, "--learn", recorded(OWNER, 0, 1_200)).status == 0
    assert b'"samehands":"windows/1"' in path.read_bytes()[:80]


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (("nobody",), "constant-35"),
        (("copula-victim",), "--learn"),
        (("constant-5", "--as", "windows"), "a window that is sent"),
        (("payload-20", "--data", "nowhere"), "the payloads"),
    ],
)
def test_what_cannot_be_forged_is_said_in_a_line(
    samehands: Command, tmp_path: Path, arguments: tuple[str, ...], due: str
) -> None:
    path = tmp_path / "forged"
    status, _, err = samehands("lab", "forge", *arguments, "-o", path)
    assert status == 2
    assert due in err
    assert not path.exists()


def test_an_unknown_detector_is_refused_before_any_data_is_read(
    samehands: Command, tmp_path: Path
) -> None:
    status, _, err = samehands("lab", "liveness", "nobody", "--data", tmp_path)
    assert status == 2
    assert "reference" in err


@pytest.mark.slow
def test_the_benchmark_prints_a_row_for_every_forger_and_keeps_its_numbers(
    samehands: Command, data_root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "result.json"
    asked = ("lab", "liveness", "reference", "--streams", "2", "--data", data_root)
    status, out, _ = samehands(*asked, "--json", path)
    assert status == 0
    result = json.loads(path.read_bytes())
    (detector,) = result["detectors"]
    assert {line["generator"] for line in detector["attacks"]} > set(FORGERS)
    assert all(name in out for name in ("copula-keys-victim", "replay-unseen", "aalto136m-a"))
    assert result["commit"]
    by_name = {line["sign"]: line["attacks"] for line in result["signs"]}
    raised = {line["source"]: line["raised"]["estimate"] for line in by_name["ukip"]}
    assert raised["constant-5"] == 1
    assert raised["constant-150"] < 0.2
