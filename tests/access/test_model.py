"""The model file: read, refused, written."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access import AccessModel, Scale, model_from_json, model_to_json, shipped_model
from samehands.access.model import LEAST_ALARM, MODEL_BYTES
from samehands.errors import SettingsError

MODEL = shipped_model()
PLAIN = msgspec.to_builtins(MODEL)
ROLE = MODEL.default


def changed(path: list[str], value: object) -> bytes:
    """The shipped file with one value changed."""
    plain: Any = msgspec.json.decode(msgspec.json.encode(PLAIN))
    place = plain
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return msgspec.json.encode(plain)


def test_a_model_survives_its_file() -> None:
    assert model_from_json(model_to_json(MODEL)) == MODEL


def test_the_shipped_model_says_where_it_comes_from() -> None:
    assert MODEL.card
    assert set(MODEL.roles[ROLE].scales) == set(Scale)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (["format"], 2, "format"),
        (["default"], "nobody", "default"),
        (["id"], "", "names"),
        (["factors"], [], "factors"),
        (["factors"], [4.0, 2.0], "factors"),
        (["factors"], [0.5], "factors"),
        (["alarm_at"], 0, "alarm"),
        (["tail_slope"], 0.0, "tail slope"),
        (["utc_offset"], 10**12, "UTC offset"),
        (["roles", ROLE, "hours"], [1.0], "hours"),
        (["roles", ROLE, "hours"], [1.0] * 168, "hours"),
        (["roles", ROLE, "sequential"], 1.0, "sequential"),
        (["roles", ROLE, "between_windows"], 0, "between windows"),
        (["roles", ROLE, "scales", "hour", "mean"], 0.0, "habit"),
        (["roles", ROLE, "scales", "hour", "weight"], 0.9, "weights"),
        (["roles", ROLE, "scales", "week"], {}, "unreadable"),
        (["roles", ROLE, "surplus"], 1, "unreadable"),
    ],
)
def test_a_model_that_makes_no_sense_is_refused(path: list[str], value: object, what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        model_from_json(changed(path, value))


def test_a_role_without_a_scale_is_refused() -> None:
    scales = PLAIN["roles"][ROLE]["scales"]
    without = {name: habit for name, habit in scales.items() if name != "day"}
    with pytest.raises(SettingsError, match="scales"):
        model_from_json(changed(["roles", ROLE, "scales"], without))


@given(st.binary(max_size=100))
def test_bytes_that_are_no_model_are_a_settings_error(data: bytes) -> None:
    with pytest.raises(SettingsError):
        model_from_json(data)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(SettingsError, match="at most"):
        model_from_json(b" " * (MODEL_BYTES + 1))


def test_a_model_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(SettingsError, match="unknown name"):
        shipped_model("nobody")


def test_who_has_no_role_or_an_unknown_one_has_the_default_s_habit() -> None:
    assert MODEL.role(None) is MODEL.role("astronaut") is MODEL.roles[ROLE]


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_fewer_false_alarms_need_more_evidence(one: float, other: float) -> None:
    model: AccessModel = MODEL
    low, high = sorted((one, other))
    assert model.alarm_within(low) >= model.alarm_within(high) >= LEAST_ALARM
    assert model.alarm_within(1.0) == max(model.alarm_at, LEAST_ALARM)
