from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import synthetic
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import DeviceClass, PathClass, SessionWindows, Template
from samehands.identity.template import (
    COUNT_LIMIT,
    MAX_SESSIONS,
    STORED_SESSIONS,
    Change,
    ChangeKind,
    SessionSum,
)
from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass

DEVICES = [DeviceClass(clock, path) for clock in ClockClass for path in PathClass]


@given(st.integers(1, 1000), st.integers(0, 2**32 - 1))
def test_a_session_sum_keeps_the_mean_however_long_the_session(windows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.integers(-124, 125, (windows, 64)).astype(np.int8)
    session = SessionWindows(synthetic.PROJECTION, synthetic.LAPTOP, vectors)
    kept = SessionSum.of(session, confirmed=True, added=1)
    assert kept.count == min(windows, COUNT_LIMIT)
    tolerance = 0 if windows <= COUNT_LIMIT else 0.5 / COUNT_LIMIT
    assert np.abs(kept.sums / kept.count - vectors.mean(axis=0)).max() <= tolerance + 1e-9


def test_of_too_many_sessions_the_newest_count() -> None:
    sessions = synthetic.typist(1).sessions(MAX_SESSIONS + 3, 2)
    template = Template.enrolled(sessions)
    assert template.sessions == Template.enrolled(sessions[-MAX_SESSIONS:]).sessions


def test_every_device_class_has_its_own_sessions() -> None:
    typist = synthetic.typist(1)
    sessions = [typist.session(n + 1, device=device) for n, device in enumerate(DEVICES * 2)]
    template = Template.enrolled(sessions)
    assert template.devices == tuple(sorted(DEVICES))
    for device in DEVICES:
        due = sum(len(session) for session in sessions if session.device == device)
        assert template.windows(device) == due


def test_no_more_than_the_stored_sessions_are_ever_kept() -> None:
    typist = synthetic.typist(1)
    sessions = [typist.session(1, device=device) for device in DEVICES for _ in range(9)]
    assert len(Template.enrolled(sessions).sessions) == STORED_SESSIONS


def test_sessions_of_nothing_are_left_out() -> None:
    session = synthetic.typist(1).session(3)
    template = Template.enrolled([session[:0], session, session[:0]])
    assert len(template.sessions) == 1
    with pytest.raises(TemplateError):
        Template.enrolled([session[:0]])
    with pytest.raises(TemplateError):
        Template.enrolled([])
    with pytest.raises(TemplateError):
        SessionSum.of(session[:0], confirmed=True, added=1)


def test_two_projections_make_no_template() -> None:
    session = synthetic.typist(1).session(3)
    other = SessionWindows(b"another!", session.device, session.vectors)
    with pytest.raises(ProjectionMismatchError, match="session 1"):
        Template.enrolled([session, other])


@pytest.mark.parametrize(
    "changes",
    [
        {"projection": b""},
        {"version": 0},
        {"version": 2**32},
        {"restorable_from": 2},
        {"sessions": ()},
        {"history": (Change(ChangeKind.ADMITTED, 2, Micros(0), 1),)},
        {"version": 3, "history": (Change(ChangeKind.ADMITTED, 2, Micros(0), 1),)},
    ],
)
def test_parts_that_do_not_fit_together_are_refused(changes: dict[str, object]) -> None:
    template = Template.enrolled(synthetic.typist(1).sessions(2, 3))
    with pytest.raises(TemplateError):
        replace(template, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"total": b""},
        {"total": np.full(64, 125 * 3, "<i2").tobytes()},
        {"total": np.full(64, -32768, "<i2").tobytes()},
        {"count": 0},
        {"count": 256},
        {"added": 0},
        {"retired": 1},
    ],
)
def test_a_session_sum_out_of_range_is_refused(changes: dict[str, object]) -> None:
    kept = SessionSum.of(synthetic.typist(1).session(3), confirmed=True, added=1)
    with pytest.raises(TemplateError):
        replace(kept, **changes)  # type: ignore[arg-type]
