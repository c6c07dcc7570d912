"""The monitor: one function from a subject's state and an input to a state, a verdict, findings.

It knows no clock, disk or socket. What it needs from outside are the ports; what it is given is
the setup, the same for everybody. A state can be stored at any moment and gone on from, and a
replay of a recording gives what was given live.
"""

from samehands.monitor.delivery import deliver
from samehands.monitor.findings import FindingKind
from samehands.monitor.inputs import (
    Input,
    SessionEnded,
    SessionStarted,
    StepUpAnswered,
    WindowArrived,
)
from samehands.monitor.memory import MemoryStateStore, MemoryVerdictOutlet
from samehands.monitor.ports import Conflict, StateStore, Stored, VerdictOutlet
from samehands.monitor.replay import Entry, Team, answered_by_owner, never_answered, replay
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState
from samehands.monitor.state_codec import decode_state, encode_state
from samehands.monitor.step import StepResult, step

__all__ = [
    "Conflict",
    "Entry",
    "FindingKind",
    "Input",
    "MemoryStateStore",
    "MemoryVerdictOutlet",
    "MonitorState",
    "SessionEnded",
    "SessionStarted",
    "Setup",
    "StateStore",
    "StepResult",
    "StepUpAnswered",
    "Stored",
    "Team",
    "VerdictOutlet",
    "WindowArrived",
    "answered_by_owner",
    "decode_state",
    "deliver",
    "encode_state",
    "never_answered",
    "replay",
    "step",
]
