"""Access: how many customer records are read, against the habit of the subject and of the role.

The host application says which records it gave out, as keyed hashes. Distinct records are counted
on five time scales and set against the subject's own habit, which starts from the role's; what
comes out is evidence of mass reading in nats, and findings. Scoring never learns: `read` judges,
`learn` is for sessions that stayed genuine. Nothing here is a measure of work: counts leave it
only inside a finding, and bins without a read are not modelled, so absence is never seen.
"""

from samehands.access.findings import AccessFindingKind
from samehands.access.learning import forget, learn
from samehands.access.model import (
    AccessModel,
    RoleHabit,
    ScaleHabit,
    model_from_json,
    model_to_json,
)
from samehands.access.reading import AccessStep, Counted, pace, quieted, read, unusual
from samehands.access.reads import RECORD_BYTES, Action, RecordRead
from samehands.access.roles import shipped_model
from samehands.access.scales import Scale
from samehands.access.state import AccessState

__all__ = [
    "RECORD_BYTES",
    "AccessFindingKind",
    "AccessModel",
    "AccessState",
    "AccessStep",
    "Action",
    "Counted",
    "RecordRead",
    "RoleHabit",
    "Scale",
    "ScaleHabit",
    "forget",
    "learn",
    "model_from_json",
    "model_to_json",
    "pace",
    "quieted",
    "read",
    "shipped_model",
    "unusual",
]
