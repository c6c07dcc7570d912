import json
import re
from pathlib import Path

import pytest

from samehands.host.demo_page.message import described
from samehands.host.demo_page.recovery import FILE, RESULT, figures_of, recovery_of
from samehands.rhythm.projections import DEFAULT
from samehands.wire import MESSAGE_BYTES, SIGN_BYTES

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "src" / "samehands" / "host" / "demo_page"


@pytest.mark.parametrize(
    ("fields", "size", "due"),
    [("fields", "bytes", MESSAGE_BYTES), ("sign_fields", "sign_bytes", SIGN_BYTES)],
)
def test_every_byte_of_a_message_is_in_a_field_or_in_its_head(
    fields: str, size: str, due: int
) -> None:
    shown = described(DEFAULT)
    place = shown["head_bytes"]
    for field in shown[fields]:
        assert field["start"] - place in {0, 2}, field["name"]  # its head, where it has one
        assert field["unit"]
        assert field["reason"]
        assert field["leak"]
        place = field["stop"]

    assert place == shown[size] == due


@pytest.mark.parametrize("projection", ["open-1", "aalto-research-1"])
def test_the_shipped_figures_are_those_that_were_measured(projection: str) -> None:
    result = CHECKOUT / "benchmarks" / "results" / f"{RESULT}{projection}.json"

    assert recovery_of(projection) == figures_of(json.loads(result.read_text(encoding="utf-8")))


def test_what_was_not_measured_is_not_shown() -> None:
    assert recovery_of("another") is None


def test_a_limit_that_is_missed_is_said() -> None:
    shipped = json.loads((PAGE / FILE).read_text(encoding="utf-8"))

    assert all("over_the_limits" in figures for figures in shipped.values())


def test_the_page_asks_nobody_else_and_holds_no_script_or_style() -> None:
    html = (PAGE / "page" / "index.html").read_text(encoding="utf-8")

    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)", html)
    for file in (PAGE / "page").iterdir():
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[\w.]+", text)) <= {"http://www.w3.org"}, file.name
        assert "innerHTML" not in text, file.name
