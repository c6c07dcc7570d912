"""The state of a subject's template, for people: how far it is, never what is in it."""

import msgspec

from samehands.identity import DeviceClass, Template, restorable
from samehands.identity.scorer import Readiness
from samehands.monitor import MonitorState
from samehands.rhythm.window import DIMENSIONS

NONE = "none"
"""Nothing was ever gathered."""
ENROLLING = "enrolling"
"""Windows are gathered, and too few yet."""
READY = "ready"
"""There is a template to judge by."""


class DeviceState(msgspec.Struct, frozen=True):
    """What is enrolled of one kind of device.

    Args:
        device: the clock's grid and the input's path, `8 ms clock, local`.
        windows: enrolled.
    """

    device: str
    windows: int


class TemplateState(msgspec.Struct, frozen=True):
    """How far a template is.

    Args:
        state: none, enrolling or ready.
        version: of the template; 0 where there is none.
        windows: of the device with most of them.
        windows_due: of one device, before anything is judged.
        sessions: of the device with most windows.
        sessions_due: of one device, before anything is judged.
        devices: what is enrolled of each.
        versions: that can be gone back to, oldest first; the last is the present one.
        held_windows: windows in doubt that wait for somebody to vouch for them.
    """

    state: str
    version: int
    windows: int
    windows_due: int
    sessions: int
    sessions_due: int
    devices: tuple[DeviceState, ...]
    versions: tuple[int, ...]
    held_windows: int


class SubjectState(msgspec.Struct, frozen=True):
    """What is held about a subject.

    Args:
        subject: a pseudonym.
        group: whose policy applies unless a session says otherwise.
        template: how far it is.
    """

    subject: str
    group: str
    template: TemplateState


def template_state(state: MonitorState, readiness: Readiness) -> TemplateState:
    """How far a subject's template is.

    Args:
        state: of the subject's monitor.
        readiness: how much must be enrolled before anything is judged.
    """
    template = state.template
    counts = _gathered(state) if template is None else _enrolled(template)
    most = max(counts.values(), default=(0, 0))
    gathering = ENROLLING if counts else NONE
    return TemplateState(
        gathering if template is None else READY,
        0 if template is None else template.version,
        most[0],
        readiness.windows,
        most[1],
        readiness.sessions,
        tuple(DeviceState(_called(device), count[0]) for device, count in counts.items()),
        () if template is None else restorable(template),
        sum(len(part.embeddings) for part in state.held) // DIMENSIONS,
    )


_Counts = dict[DeviceClass, tuple[int, int]]


def _gathered(state: MonitorState) -> _Counts:
    """Device → windows and sessions that are gathered for enrolment."""
    counts: _Counts = {}
    for part in state.enrolling:
        windows, sessions = counts.get(part.device, (0, 0))
        counts[part.device] = (windows + len(part.embeddings) // DIMENSIONS, sessions + 1)
    return counts


def _enrolled(template: Template) -> _Counts:
    """Device → windows and sessions that are in use."""
    return {
        device: (template.windows(device), len(template.active(device)))
        for device in template.devices
    }


def _called(device: DeviceClass) -> str:
    clock = device.clock.name.replace("_", " ").lower()
    return f"{clock}, {device.path.name.lower()}"
