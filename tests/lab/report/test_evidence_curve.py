from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.report.account import Account, Point, Seat
from samehands.lab.report.evidence_curve import HEIGHT, WIDTH, evidence_curve
from samehands.lab.report.moment import Happening, Moment
from samehands.monitor import Entry
from samehands.quantities import Micros, Nats

Told = Callable[..., tuple[Account, list[Entry]]]

POINTS = st.lists(
    st.builds(Point, st.floats(0, 1e6).map(Nats), st.booleans(), st.booleans()), max_size=60
)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # we made it


def numbers(path: str) -> list[float]:
    return [float(part) for part in path.translate(str.maketrans("MVH", "   ")).split()]


@given(POINTS, st.floats(0.5, 100).map(Nats))
def test_whatever_the_evidence_the_drawing_is_sound_and_stays_in_its_frame(
    points: list[Point], threshold: Nats
) -> None:
    seat = Seat("seat-1", points=points, starts=[0])
    svg = parsed(evidence_curve(seat, Account(threshold, 100, truth_known=True), "s"))
    paths = [part for part in svg if part.get("class", "").startswith("level")]

    assert all(0 <= n <= WIDTH for part in paths for n in numbers(part.get("d", "")))
    for part in svg.iter("line"):
        assert all(0 <= float(part.get(name, "nan")) <= HEIGHT for name in ("y1", "y2"))
    assert bool(paths) == bool(points)


def test_the_alarm_line_lies_between_a_level_below_and_one_above_it() -> None:
    points = [Point(Nats(level), judged=True, taken_over=False) for level in (9.0, 11.0)]
    account = Account(Nats(10.0), 100, truth_known=True)
    svg = parsed(evidence_curve(Seat("a", points=points), account, "s"))
    alarm = float(next(p for p in svg if p.get("class") == "alarm-line").get("y1", "nan"))
    path = next(part for part in svg if part.get("class") == "level").get("d", "")
    below, above = (float(part.partition("H")[0]) for part in path.split("V")[1:])

    assert above < alarm < below, "y grows downwards"


def test_a_take_over_changes_the_line_and_has_a_mark_where_it_is_found(told: Told) -> None:
    account, _ = told()
    svg = evidence_curve(account.seats["seat-1"], account, "s")

    assert 'class="level by-other"' in svg
    assert 'class="take-over"' in svg
    assert 'class="mark detected"' in svg
    assert "by-other" not in evidence_curve(account.seats["seat-3"], account, "s")


def test_those_who_cannot_see_it_are_told_the_same(told: Told) -> None:
    account, _ = told()
    svg = parsed(evidence_curve(account.seats["seat-1"], account, "s"))
    texts = {part.get("id"): part.text or "" for part in svg if part.get("id")}

    assert svg.get("role") == "img"
    assert (svg.get("aria-labelledby") or "").split() == ["s-t", "s-d"]
    assert "seat-1" in texts["s-t"]
    assert "Take-over after window 24." in texts["s-d"]
    assert "Detected after window" in texts["s-d"]


@pytest.mark.parametrize("hostile", ["<script>", "\"'&", "</svg>"])
def test_words_are_shown_and_not_run(hostile: str) -> None:
    seat = Seat(hostile, points=[Point(Nats(1.0), judged=True, taken_over=False)])
    seat.moments.append(
        Moment(Micros(0), hostile, hostile, Happening.DETECTED, hostile, 1, Nats(1.0))
    )
    svg = parsed(evidence_curve(seat, Account(Nats(8.0), 100, truth_known=True), "s"))

    assert hostile in "".join(svg.itertext())
    assert not list(svg.iter("script"))
