"""The setup that comes with the package: a shipped projection, a budget, a policy for beginners."""

from typing import Final

from samehands.access import AccessFindingKind, shipped_model
from samehands.identity import Fallback, PldaScorer
from samehands.identity.back_ends import shipped_back_end
from samehands.liveness.models import index as liveness_index
from samehands.liveness.models import shipped_model as shipped_liveness
from samehands.monitor.setup import Setup
from samehands.monitor.thresholds import machine_threshold_at, threshold_at
from samehands.rhythm.projections import DEFAULT, shipped
from samehands.trust import Budget, Channel, Check, Hypothesis, Policy, VerdictKind

LEARNING_ALLOWS: Final = Policy(
    {"session": Check(without_data=VerdictKind.ALLOW)},
    findings={AccessFindingKind.HONEY_RECORD: VerdictKind.STEP_UP},
)
"""Nobody is asked for a step-up while their template is learnt: fails open, and says so.

But for who reads records in bulk, at an hour that is known not to be theirs, or a honey record.
Once a template is ready, an alarm asks for a step-up and a failed one locks."""


def default_setup(projection: str = DEFAULT, budget: Budget | None = None) -> Setup:
    """A setup with a shipped projection.

    A device whose clock class is not enrolled is scored against the nearest one that is: the
    shipped projections null the tick of the clock, and one machine's timer can change within an
    hour.

    Args:
        projection: its name.
        budget: of false alarms; one a person and month where None.

    Raises:
        ProjectionError: there is no projection of that name.
    """
    made = shipped(projection)
    allowed = Budget(keystrokes_per_window=made.keystrokes) if budget is None else budget
    return Setup(
        scorer=PldaScorer(shipped_back_end(projection), fallback=Fallback.NEAREST_CLOCK),
        policy=LEARNING_ALLOWS,
        thresholds={
            Hypothesis.OTHER_PERSON: threshold_at(allowed, projection).level,
            Hypothesis.MASS_ACCESS: shipped_model().alarm_within(allowed.false_alarms),
            Hypothesis.MACHINE: machine_threshold_at(allowed, projection).level,
        },
        channels={Channel.HOLDS: made.hold_share, Channel.FLIGHTS: 1 - made.hold_share},
        liveness=shipped_liveness(projection) if projection in liveness_index() else None,
    )
