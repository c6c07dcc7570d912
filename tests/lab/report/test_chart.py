"""Charts: values keep their order on an axis, and nothing is drawn outside the frame."""

import math
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.report.chart import HEIGHT, WIDTH, Axis, Dot, Limit, Line, chart

LOGARITHMIC = Axis("rate", (0.001, 0.01, 0.1, 1.0), place=math.log10)
LINEAR = Axis("share", (0.0, 0.5, 1.0))


@given(st.floats(0, 2), st.floats(0, 2))
def test_a_larger_value_is_never_placed_before_a_smaller(first: float, second: float) -> None:
    low, high = sorted([first, second])

    assert 0 <= LOGARITHMIC.share(low) <= LOGARITHMIC.share(high) <= 1


@pytest.mark.parametrize(("value", "share"), [(0.0, 0.0), (0.001, 0.0), (0.01, 1 / 3), (5.0, 1.0)])
def test_values_beyond_an_axis_lie_at_its_end(value: float, share: float) -> None:
    assert LOGARITHMIC.share(value) == pytest.approx(share)


def test_everything_is_drawn_inside_and_described() -> None:
    svg = chart(
        "one",
        "A <title>",
        LOGARITHMIC,
        LINEAR,
        lines=[Line("first & second", ((0.0, 2.0), (0.01, 0.5), (7.0, -1.0)), steps=True)],
        dots=[Dot("dot", (0.001, 0.01, 9.0), (0.0, 0.1, 3.0))],
        limits=[Limit("limit", 0.1)],
    )

    root = ET.fromstring(svg)  # noqa: S314  # our own
    assert root.find("title") is not None
    assert root.attrib["role"] == "img"
    assert "first & second, dot" in (root.findtext("desc") or "")
    for path in root.iter("path"):
        numbers = [float(number) for number in re.findall(r"[\d.]+", path.attrib["d"])]
        assert all(0 <= number <= max(WIDTH, HEIGHT) for number in numbers)
    assert {path.attrib["class"] for path in root.iter("path") if "class" in path.attrib} == {
        "line c0"
    }


def test_a_step_goes_across_before_it_goes_up() -> None:
    svg = chart("s", "t", LINEAR, LINEAR, lines=[Line("l", ((0.0, 0.0), (1.0, 1.0)), steps=True)])

    assert re.search(r'd="M[\d.]+ [\d.]+H[\d.]+V[\d.]+"', svg)
