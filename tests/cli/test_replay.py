import json
from pathlib import Path

import pytest

from cli.typists import OWNER, STRANGER, Command, Recorder, Typist


def test_a_take_over_in_a_team_is_found_and_the_owners_are_left_alone(
    team: Path, back_end: Path, samehands: Command, tmp_path: Path
) -> None:
    result = tmp_path / "result.json"
    status, out, err = samehands("replay", team, "--back-end", back_end, "--json", result)
    read = json.loads(result.read_bytes())

    assert (status, err) == (0, "")
    assert "seat-1: Found after" in out
    assert "False alarms: 0." in out
    assert read["false_alarms"] == 0
    assert [part["seat"] for part in read["take_overs"]] == ["seat-1"]
    assert 1 <= read["take_overs"][0]["windows_to_alarm"] <= 3
    last = [entry for entry in read["entries"] if entry["seat"] == "seat-1"][-1]
    assert (last["event"], last["state"]) == ("SessionEnded", "locked")


def test_the_shipped_back_end_and_budget_judge_where_none_is_named(
    team: Path, samehands: Command
) -> None:
    status, out, _ = samehands("replay", team)

    assert status == 0
    assert "seat-1: Found after" in out


def test_piped_output_is_plain_text_with_a_line_for_each_moment(
    team: Path, samehands: Command
) -> None:
    _, out, _ = samehands("replay", team)

    assert "\x1b" not in out
    assert any("seat-1  detected" in line for line in out.splitlines())


def test_a_smaller_budget_raises_the_alarm_line(
    team: Path, samehands: Command, tmp_path: Path
) -> None:
    lines = []
    for budget in ("1", "0.01"):
        result = tmp_path / "result.json"
        assert samehands("replay", team, "--budget", budget, "--json", result).status == 0
        lines.append(json.loads(result.read_bytes())["threshold"])

    assert lines[0] < lines[1]


def test_json_on_standard_output_has_it_for_itself(team: Path, samehands: Command) -> None:
    _, out, err = samehands("replay", team, "--json", "-")

    assert json.loads(out)["samehands"] == "replay/1"
    assert "seat-1: Found after" in err


def test_key_events_without_a_template_are_accounted_for(
    recorded: Recorder, samehands: Command
) -> None:
    path = recorded(OWNER, 0, 250)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"t_us": 900000000, "code": "KeyZ", "action": "up"}\n')
        file.write('{"t_us": 900000001, "action": "gap"}\n')
    _, out, _ = samehands("replay", path, "--json", "-")
    read = json.loads(out)

    assert read["received"] == read["accepted"] + sum(read["rejected"].values()) == 502
    assert read["rejected"] == {"repeat": 0, "orphan release": 1, "late release": 0}
    assert (read["keystrokes"], read["windows"], read["keystrokes_left"]) == (250, 2, 50)
    assert read["focus_gaps"] == 1


@pytest.mark.parametrize(("typist", "alarms"), [(OWNER, 0), (STRANGER, 1)])
def test_key_events_are_judged_by_a_template(
    typist: Typist, alarms: int, template: Path, recorded: Recorder, samehands: Command
) -> None:
    status, out, _ = samehands("replay", recorded(typist, 9), "--template", template)

    assert status == 0
    assert out.count("me  alarm") == alarms
    assert "the recording does not say who typed" in out


def test_who_answers_step_ups_can_be_chosen(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    typed = recorded(STRANGER, 9)
    alone = samehands("replay", typed, "--template", template).out
    answered = samehands("replay", typed, "--template", template, "--step-ups", "owner").out

    assert "step-up passed" not in alone
    assert "step-up passed" in answered


def test_windows_of_another_projection_are_refused_with_the_option_that_takes_them(
    team: Path, samehands: Command
) -> None:
    status, out, err = samehands("replay", team, "--projection", "aalto-research-1")

    assert (status, out) == (2, "")
    assert "--projection open-1" in err


def test_a_template_has_no_place_beside_a_team_s_windows(
    team: Path, template: Path, samehands: Command
) -> None:
    status, _, err = samehands("replay", team, "--template", template)

    assert status == 2
    assert "--template" in err


def test_too_little_typing_to_judge_is_said_to_be_so(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    status, _, err = samehands("replay", recorded(OWNER, 5, 60), "--template", template)

    assert status == 2
    assert "60 keystrokes" in err


def test_a_truncated_recording_is_named_with_its_line_before_anything_is_shown(
    team: Path, samehands: Command
) -> None:
    content = team.read_bytes()
    team.write_bytes(content[:-20])
    status, out, err = samehands("replay", team)

    assert (status, out) == (2, "")
    assert f"line {len(content.splitlines())}" in err


@pytest.mark.parametrize("value", ["0", "-1", "nan", "1e9"])
def test_a_budget_that_makes_no_sense_is_refused(
    value: str, team: Path, samehands: Command
) -> None:
    status, _, err = samehands("replay", team, "--budget", value)

    assert status == 2
    assert "budget" in err


@pytest.mark.parametrize("value", ["-1", "nan", "inf"])
def test_a_speed_that_makes_no_sense_is_refused(
    value: str, team: Path, samehands: Command
) -> None:
    status, _, err = samehands("replay", team, "--speed", value)

    assert status == 2
    assert "--speed" in err


def test_a_report_that_cannot_be_written_is_status_1(
    team: Path, tmp_path: Path, samehands: Command
) -> None:
    status, _, err = samehands("replay", team, "--report", tmp_path)

    assert status == 1
    assert err.count("\n") == 1
