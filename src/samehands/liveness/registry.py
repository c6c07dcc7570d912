"""The registry: every detector, in the order in which they are told of; and what no message tells."""

from typing import Final, NamedTuple

from samehands.liveness.detector import Detector
from samehands.liveness.discarded import DISCARDED_INPUT
from samehands.liveness.early import EARLY_SIGN
from samehands.liveness.even import TOO_EVEN
from samehands.liveness.forged import FORGED_TIMING
from samehands.liveness.habit import UNLIKE_HABIT
from samehands.liveness.provenance import PROVENANCE
from samehands.liveness.replay import REPLAY

DETECTORS: Final[tuple[Detector, ...]] = (
    FORGED_TIMING,
    TOO_EVEN,
    EARLY_SIGN,
    REPLAY,
    PROVENANCE,
    DISCARDED_INPUT,
    UNLIKE_HABIT,
)
"""All of them."""


class Unseen(NamedTuple):
    """A sign of machines that a server cannot look for.

    Args:
        sign: what would give a machine away.
        why: it is not in the message.
    """

    sign: str
    why: str


UNSEEN: Final = (
    Unseen(
        "missing corrections",
        "How many backspaces a window has is text; a message never tells it.",
    ),
    Unseen(
        "keys without a change of focus, the first chord of an injector",
        "Fields, forms and modifiers are not in the message.",
    ),
    Unseen(
        "typing and pointer at once",
        "A message has no times; windows are sent on a timer.",
    ),
    Unseen(
        "the device that typed",
        "No name or number of a device leaves it, so an allow-list is of tools and not of devices.",
    ),
    Unseen(
        "how fast windows come",
        "They are sent on a timer and kept through outages, so their arrival says nothing.",
    ),
)
"""What detectors of other systems use, and why these do not."""
