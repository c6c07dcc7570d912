"""The monitor: one function from a subject's state and an input to a state, a verdict, findings.

It knows no clock, disk or socket. What it needs from outside is a journal; what it is given is
the setup, the same for everybody. A state can be stored at any moment and gone on from, and a
replay of a recording gives what was given live.
"""

from samehands.monitor.change import EstimatedChange, estimated_change
from samehands.monitor.curve import change_on, evidence_on
from samehands.monitor.exposure import Exposure, exposure_of
from samehands.monitor.findings import FindingKind
from samehands.monitor.inputs import (
    CaseDecided,
    CaseDecision,
    EarlySignArrived,
    Input,
    RecordsRead,
    SessionEnded,
    SessionInput,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
)
from samehands.monitor.journal import Addition, Journal, Kept, Taken, resume, taken_of
from samehands.monitor.memory import MemoryJournal
from samehands.monitor.replay import Entry, Team, answered_by_owner, never_answered, replay
from samehands.monitor.result import SessionOutcome, StepResult
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState
from samehands.monitor.state_codec import decode_state, encode_state
from samehands.monitor.step import step

__all__ = [
    "Addition",
    "CaseDecided",
    "CaseDecision",
    "EarlySignArrived",
    "Entry",
    "EstimatedChange",
    "Exposure",
    "FindingKind",
    "Input",
    "Journal",
    "Kept",
    "MemoryJournal",
    "MonitorState",
    "RecordsRead",
    "SessionEnded",
    "SessionInput",
    "SessionOutcome",
    "SessionStarted",
    "Setup",
    "StepResult",
    "StepUpAnswered",
    "Taken",
    "Team",
    "TemplateRolledBack",
    "WindowArrived",
    "answered_by_owner",
    "change_on",
    "decode_state",
    "encode_state",
    "estimated_change",
    "evidence_on",
    "exposure_of",
    "never_answered",
    "replay",
    "resume",
    "step",
    "taken_of",
]
