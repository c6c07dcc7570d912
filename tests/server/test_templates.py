"""The state of a template is counts and versions; nothing of the template is in it."""

import msgspec

from samehands.monitor import MonitorState
from samehands.monitor.defaults import default_setup
from samehands.server.templates import template_state


def test_a_fresh_subject_has_none() -> None:
    state = template_state(MonitorState("p"), default_setup().scorer.readiness)

    assert (state.state, state.version, state.devices) == ("none", 0, ())
    assert (state.windows_due, state.sessions_due) == (10, 2)


def test_nothing_in_it_is_bytes_or_a_vector() -> None:
    state = template_state(MonitorState("p"), default_setup().scorer.readiness)

    def kinds(part: object) -> set[type]:
        if isinstance(part, dict):
            return {kind for one in part.values() for kind in kinds(one)}
        if isinstance(part, list | tuple):
            return {kind for one in part for kind in kinds(one)}
        return {type(part)}

    assert kinds(msgspec.to_builtins(state)) <= {str, int}
