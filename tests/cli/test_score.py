import json
from pathlib import Path

import pytest

from cli.typists import OWNER, STRANGER, Command, Recorder, Typist


@pytest.mark.parametrize(
    ("typist", "way", "told"), [(OWNER, 1, "the owner"), (STRANGER, -1, "somebody else")]
)
def test_the_sum_of_the_windows_speaks_for_whoever_typed(
    typist: Typist, way: int, told: str, template: Path, recorded: Recorder, samehands: Command
) -> None:
    status, out, _ = samehands("score", template, recorded(typist, 9), "--json", "-")
    read = json.loads(out)

    assert status == 0
    assert read["total"] * way > 6.9
    assert read["total"] == pytest.approx(sum(window["llr"] for window in read["windows"]))
    _, shown, _ = samehands("score", template, recorded(typist, 9))
    assert f"which speaks for {told}. Window" in shown
    assert f"{read['total']:+.1f} nats over 6 windows" in shown


def test_scoring_is_repeatable_and_leaves_the_template_alone(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    before = template.read_bytes()
    typed = recorded(OWNER, 9)

    assert samehands("score", template, typed) == samehands("score", template, typed)
    assert template.read_bytes() == before


def test_a_template_of_another_projection_is_refused(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    status, out, err = samehands(
        "score", template, recorded(OWNER, 9), "--projection", "aalto-research-1"
    )

    assert (status, out) == (2, "")
    assert "owner.template, template: got projection" in err


@pytest.mark.parametrize(
    "content", [b"", b"\x93\x01", b"x" * 5_000], ids=["empty", "cut off", "too long"]
)
def test_what_is_no_template_is_refused(
    content: bytes, template: Path, recorded: Recorder, samehands: Command
) -> None:
    template.write_bytes(content)
    status, _, err = samehands("score", template, recorded(OWNER, 9))

    assert status == 2
    assert err.startswith("samehands: owner.template")


def test_another_clock_is_said_to_be_one(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    typed = recorded(OWNER, 9)
    lines = [json.loads(line) for line in typed.read_bytes().splitlines()]
    for line in lines[1:]:
        line["t_us"] = line["t_us"] // 15_625 * 15_625
    typed.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    status, out, _ = samehands("score", template, typed)

    assert status == 0
    assert "clock of 16 ms" in out
    assert "the template is of a local keyboard with a clock of 0.1 ms" in out
