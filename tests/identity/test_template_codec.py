from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import synthetic
from samehands.errors import InputError, ProjectionMismatchError, TemplateError
from samehands.identity import (
    DeviceClass,
    SessionWindows,
    Template,
    decode_template,
    encode_template,
)
from samehands.identity.template import (
    HISTORY_LIMIT,
    STORED_SESSIONS,
    VERSION_LIMIT,
    Change,
    ChangeKind,
    SessionSum,
)
from samehands.identity.template_codec import TEMPLATE_BYTES
from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass


def _fullest() -> Template:
    """Every limit reached, every number as long as it can be."""
    vectors = np.full((255, 64), -124, np.int8)
    devices = [DeviceClass(clock) for clock in list(ClockClass)[:3]]
    sessions = tuple(
        replace(
            SessionSum.of(
                SessionWindows(synthetic.PROJECTION, devices[n % 3], vectors),
                confirmed=bool(n % 2),
                added=VERSION_LIMIT - 20,
            ),
            retired=VERSION_LIMIT if n >= 3 else 0,
        )
        for n in range(STORED_SESSIONS)
    )
    history = tuple(
        Change(ChangeKind.ROLLED_BACK, version, Micros(2**62), VERSION_LIMIT)
        for version in range(VERSION_LIMIT - HISTORY_LIMIT + 1, VERSION_LIMIT + 1)
    )
    return Template(synthetic.PROJECTION, VERSION_LIMIT, sessions, history, VERSION_LIMIT)


def test_the_fullest_template_stays_within_its_four_kilobytes() -> None:
    data = encode_template(_fullest())
    assert 3500 < len(data) <= TEMPLATE_BYTES  # the lower bound: that it is the fullest
    assert decode_template(data) == _fullest()


@given(st.integers(1, 20), st.integers(1, 300), st.integers(0, 100))
def test_a_template_survives_its_bytes(sessions: int, windows: int, seed: int) -> None:
    template = Template.enrolled(synthetic.typist(seed).sessions(sessions, windows))
    assert decode_template(encode_template(template)) == template


@given(st.binary(max_size=5000))
def test_random_bytes_give_our_error(data: bytes) -> None:
    with pytest.raises(TemplateError):
        decode_template(data)


@given(st.data())
def test_damaged_bytes_give_our_error_or_another_template(data: st.DataObject) -> None:
    whole = encode_template(Template.enrolled(synthetic.typist(0).sessions(3, 4)))
    start = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 20))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[start + cut :]
    try:
        template = decode_template(damaged)
    except InputError:
        return
    assert encode_template(template) == damaged  # one encoding per template


def _packed(*fields: object) -> bytes:
    return msgspec.msgpack.encode(fields)


HOSTILE = {
    "empty": b"",
    "five kilobytes": bytes(5000),
    "deep nesting": b"\x91" * 4000,
    "a list that claims four billion": b"\x96\x01\xdd\xff\xff\xff\xff",
    "a pickle": b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00K\x01.",
    "another format": _packed(2, bytes(8), 1, 1, [], []),
    "no sessions": _packed(1, bytes(8), 1, 1, [], []),
    "a session of the wrong size": _packed(
        1, bytes(8), 1, 1, [(1, 0, b"short", 1, True, 1, 0)], []
    ),
    "an unknown clock": _packed(1, bytes(8), 1, 1, [(9, 0, bytes(128), 1, True, 1, 0)], []),
    "a field too many": _packed(1, bytes(8), 1, 1, [(1, 0, bytes(128), 1, True, 1, 0)], [], 0),
    "trailing bytes": _packed(1, bytes(8), 1, 1, [(1, 0, bytes(128), 1, True, 1, 0)], []) + b"0",
    "a long form of a short number": b"\x96\xcc\x01"
    + _packed(1, bytes(8), 1, 1, [(1, 0, bytes(128), 1, True, 1, 0)], [])[2:],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_give_our_error(name: str) -> None:
    with pytest.raises(TemplateError):
        decode_template(HOSTILE[name])


def test_the_hostile_templates_differ_from_a_good_one_by_what_they_are_named_for() -> None:
    good = _packed(1, bytes(8), 1, 1, [(1, 0, bytes(128), 1, True, 1, 0)], [])
    assert decode_template(good).version == 1


def test_a_template_of_another_projection_is_refused() -> None:
    data = encode_template(Template.enrolled(synthetic.typist(0).sessions(3, 4)))
    assert decode_template(data, projection=synthetic.PROJECTION).version == 1
    with pytest.raises(ProjectionMismatchError):
        decode_template(data, projection=b"another!")


def test_a_time_past_eight_bytes_cannot_be_stored() -> None:
    template = replace(
        Template.enrolled(synthetic.typist(0).sessions(3, 4)),
        version=2,
        history=(Change(ChangeKind.ADMITTED, 2, Micros(2**70), 1),),
    )
    with pytest.raises(TemplateError):
        encode_template(template)
