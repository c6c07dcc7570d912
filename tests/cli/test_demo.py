import json
import re
from pathlib import Path
from typing import Final

import pytest

from cli.typists import Command
from samehands.lab.report.moment import Happening
from samehands.wire import MESSAGE_BYTES

TUTORIAL: Final = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "first-replay.md"


def test_the_take_over_in_the_shipped_recording_is_detected(
    samehands: Command, tmp_path: Path
) -> None:
    status, out, err = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    read = json.loads(out)

    assert status == 0
    (person,) = [part for part in read["take_overs"] if not part["by_program"]]
    assert 1 <= person["windows_to_alarm"] <= 3
    assert read["false_alarms"] == 0
    assert f"{MESSAGE_BYTES} bytes each" in err
    assert str(tmp_path / "demo.html") in err


def test_the_injector_in_the_shipped_recording_is_found_before_its_first_window(
    samehands: Command, tmp_path: Path
) -> None:
    _, out, err = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    read = json.loads(out)
    (program,) = [part for part in read["take_overs"] if part["by_program"]]
    found = [part for part in read["moments"] if part["what"] == Happening.DETECTED]

    assert program["windows_to_alarm"] == 0
    assert 0 < program["seconds_to_alarm"] <= 5
    assert {part["seat"] for part in found} == {part["seat"] for part in read["take_overs"]}
    assert f"{program['seat']}: Found {program['seconds_to_alarm']:.1f} seconds after" in err


def test_the_time_line_and_the_page_say_how_many_records_were_exposed(
    samehands: Command, tmp_path: Path
) -> None:
    _, out, err = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    page = (tmp_path / "demo.html").read_text(encoding="utf-8")
    parts = json.loads(out)["take_overs"]

    assert len(parts) == 2
    assert "Records that are read are made up" in err
    for part in parts:
        about, low, high = part["records_exposed"]
        assert 0 < part["records_read"] <= 20
        assert low <= about <= high
        said = f"About {about} records were exposed, between {low} and {high}; in truth"
        assert said in err
        assert said in page


def test_the_tutorial_shows_what_the_demo_prints(samehands: Command, tmp_path: Path) -> None:
    _, out, _ = samehands("demo", "--headless", "--out", tmp_path)
    page = TUTORIAL.read_text(encoding="utf-8")
    shown = [line for line in page.splitlines() if line.startswith("day 6 ")]
    quoted = re.findall(r"`(About \d+ records.*?)`", page)

    assert len(shown) >= 6
    assert quoted
    for line in (*shown, *quoted):
        beginning = line.partition(" ...")[0].removesuffix("About")
        assert beginning.rstrip() in out, line


def test_nothing_is_made_up_beside_another_recording(
    team: Path, samehands: Command, tmp_path: Path
) -> None:
    _, out, err = samehands(
        "demo", "--headless", "--recording", team, "--out", tmp_path, "--json", "-"
    )

    assert not any(part["records_read"] for part in json.loads(out)["take_overs"])
    assert "made up" not in err


def test_the_shipped_recording_shows_a_team_that_enrols_and_works(
    samehands: Command, tmp_path: Path
) -> None:
    _, out, _ = samehands("demo", "--headless", "--out", tmp_path, "--json", "-")
    moments = json.loads(out)["moments"]
    enrolled = {part["seat"] for part in moments if part["what"] == Happening.ENROLLED}

    assert len(enrolled) >= 3


def test_the_report_of_the_demo_stands_alone(samehands: Command, tmp_path: Path) -> None:
    samehands("demo", "--headless", "--out", tmp_path)
    page = (tmp_path / "demo.html").read_text(encoding="utf-8")

    assert page.count("<figure>") >= 3
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_another_recording_can_be_shown(team: Path, samehands: Command, tmp_path: Path) -> None:
    status, out, _ = samehands("demo", "--headless", "--recording", team, "--out", tmp_path)

    assert status == 0
    assert "simulated typists (CC0-1.0)" in out


@pytest.mark.parametrize("rest", [(), ("--speed", "0")])
def test_a_headless_demo_does_not_wait(
    rest: tuple[str, ...], samehands: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    samehands("demo", "--headless", *rest, "--out", tmp_path)

    assert not waited
