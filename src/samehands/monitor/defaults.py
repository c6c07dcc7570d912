"""The setup that comes with the package: a shipped projection, a budget, a policy for beginners."""

from typing import Final

from samehands.identity import Fallback, PldaScorer
from samehands.identity.back_ends import shipped_back_end
from samehands.monitor.setup import Setup
from samehands.monitor.thresholds import threshold_at
from samehands.rhythm.projections import DEFAULT, shipped
from samehands.trust import Budget, Channel, Check, Hypothesis, Policy, VerdictKind

LEARNING_ALLOWS: Final = Policy({"session": Check(without_data=VerdictKind.ALLOW)})
"""Nobody is asked for a step-up while their template is learnt: fails open, and says so.

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
        thresholds={Hypothesis.OTHER_PERSON: threshold_at(allowed, projection).level},
        channels={Channel.HOLDS: made.hold_share, Channel.FLIGHTS: 1 - made.hold_share},
    )
