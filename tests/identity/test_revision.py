from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from laws import synthetic
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import (
    DeviceClass,
    SessionWindows,
    Template,
    decode_template,
    encode_template,
    restorable,
    roll_back,
)
from samehands.identity.revision import UNCONFIRMED_SESSIONS, with_session
from samehands.identity.template import (
    HISTORY_LIMIT,
    MAX_SESSIONS,
    STORED_SESSIONS,
    ChangeKind,
    SessionSum,
)
from samehands.identity.template_codec import TEMPLATE_BYTES
from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass

DEVICES = [DeviceClass(clock) for clock in ClockClass]
Content = dict[DeviceClass, list[tuple[bytes, int, bool]]]


def _content(template: Template) -> Content:
    """What a template scores with, without its book-keeping."""
    return {
        device: [(entry.total, entry.count, entry.confirmed) for entry in template.active(device)]
        for device in template.devices
    }


def _session(seed: int, device: DeviceClass, windows: int = 3) -> SessionWindows:
    vectors = np.random.default_rng(seed).integers(-124, 125, (windows, 64)).astype(np.int8)
    return SessionWindows(synthetic.PROJECTION, device, vectors)


class TemplateLife(RuleBasedStateMachine):
    """Any life of a template keeps its limits, and every version it offers is the one it was."""

    @initialize(sessions=st.integers(1, 8))
    def enrol(self, sessions: int) -> None:
        self.template = Template.enrolled([_session(n, DEVICES[0]) for n in range(sessions)])
        self.seen = {1: _content(self.template)}
        self.clock = 0

    def _became(self, template: Template) -> None:
        assert template.version == self.template.version + 1
        self.template = template
        self.seen[template.version] = _content(template)

    @rule(device=st.sampled_from(DEVICES), windows=st.integers(1, 300))
    def confirm(self, device: DeviceClass, windows: int) -> None:
        self.clock += 1
        session = _session(100 + self.clock, device, windows)
        self._became(with_session(self.template, session, confirmed=True, at=Micros(self.clock)))
        assert _content(self.template)[device][-1][1] == min(windows, 255)

    @rule(device=st.sampled_from(DEVICES))
    def admit(self, device: DeviceClass) -> None:
        self.clock += 1
        session = _session(100 + self.clock, device)
        if sum(entry.confirmed for entry in self.template.active(device)) >= 2:
            self._became(
                with_session(self.template, session, confirmed=False, at=Micros(self.clock))
            )
        else:
            with pytest.raises(TemplateError):
                with_session(self.template, session, confirmed=False, at=Micros(self.clock))

    @precondition(lambda self: len(restorable(self.template)) > 1)
    @rule(data=st.data())
    def go_back(self, data: st.DataObject) -> None:
        to = data.draw(st.sampled_from(restorable(self.template)))
        self._became(roll_back(self.template, to, at=Micros(self.clock)))
        assert _content(self.template) == self.seen[to]

    @rule(to=st.integers(-1, 60))
    def going_back_to_a_version_not_offered_is_refused(self, to: int) -> None:
        if to not in restorable(self.template):
            with pytest.raises(TemplateError):
                roll_back(self.template, to, at=Micros(self.clock))

    @invariant()
    def every_offered_version_is_what_it_was(self) -> None:
        offered = restorable(self.template)
        assert offered[-1] == self.template.version
        for version in offered:
            restored = roll_back(self.template, version, at=Micros(self.clock))
            assert _content(restored) == self.seen[version]

    @invariant()
    def limits_hold(self) -> None:
        template = self.template
        assert len(template.sessions) <= STORED_SESSIONS
        assert len(template.history) <= HISTORY_LIMIT
        for device in template.devices:
            active = template.active(device)
            confirmed = sum(entry.confirmed for entry in active)
            assert len(active) <= MAX_SESSIONS
            assert len(active) - confirmed <= min(UNCONFIRMED_SESSIONS, confirmed // 2)

    @invariant()
    def it_survives_its_bytes_within_four_kilobytes(self) -> None:
        data = encode_template(self.template)
        assert len(data) <= TEMPLATE_BYTES
        assert decode_template(data) == self.template


TemplateLife.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
TestTemplateLife = TemplateLife.TestCase


def _many(device: DeviceClass, number: int) -> list[SessionWindows]:
    return [_session(n, device) for n in range(number)]


def test_a_week_of_admissions_can_be_rolled_back() -> None:
    template = Template.enrolled(_many(DEVICES[0], 4))
    before = _content(template)
    for day in range(10):
        template = with_session(
            template, _session(50 + day, DEVICES[0]), confirmed=False, at=Micros(day)
        )
    assert restorable(template) == tuple(range(1, 12))
    restored = roll_back(template, 1, at=Micros(11))
    assert _content(restored) == before
    assert restored.history[-1].kind is ChangeKind.ROLLED_BACK
    assert restorable(restored) == (1, 12)


def test_a_fourth_device_class_displaces_the_one_longest_without_a_session() -> None:
    sessions = [session for device in DEVICES[:3] for session in _many(device, 8)]
    template = Template.enrolled(sessions)
    for device in (DEVICES[0], DEVICES[2]):
        template = with_session(template, _session(99, device), confirmed=True, at=Micros(1))
    template = with_session(template, _session(99, DEVICES[3]), confirmed=True, at=Micros(2))
    assert template.devices == (DEVICES[0], DEVICES[2], DEVICES[3])
    assert restorable(template) == (template.version,)


def test_a_session_of_another_projection_is_refused() -> None:
    template = Template.enrolled(_many(DEVICES[0], 2))
    session = _session(9, DEVICES[0])
    with pytest.raises(ProjectionMismatchError):
        with_session(
            template,
            SessionWindows(b"another!", session.device, session.vectors),
            confirmed=True,
            at=Micros(0),
        )


def test_a_session_of_nothing_is_refused() -> None:
    template = Template.enrolled(_many(DEVICES[0], 2))
    with pytest.raises(TemplateError):
        with_session(template, _session(9, DEVICES[0])[:0], confirmed=True, at=Micros(0))


def test_versions_run_out_with_an_error_not_a_wrap() -> None:
    template = replace(Template.enrolled(_many(DEVICES[0], 2)), version=2**32 - 1)
    assert isinstance(template.sessions[0], SessionSum)
    with pytest.raises(TemplateError):
        with_session(template, _session(9, DEVICES[0]), confirmed=True, at=Micros(0))
