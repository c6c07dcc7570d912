"""The limits: how many records of each action a session may read per minute. Data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from samehands.errors import SettingsError


class Unreachable(StrEnum):
    """What the host application does while nobody can tell it the allowance."""

    OPEN = "open"
    """It goes on without a limit: the work matters more."""
    CLOSED = "closed"
    """It gives nothing out: what leaves cannot be called back."""


class ActionLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many records of one action a session may read per minute.

    Args:
        per_minute: with no doubt; generous, so that ordinary work never meets it.
        full_until: doubt up to which that is not touched, [0, 1[.
        none_from: doubt from which it is zero; at most 1, where an alarm would be.
        when_unreachable: what the host does without an answer.

    Raises:
        SettingsError: a limit that makes no sense.
    """

    per_minute: float
    full_until: float = 0.25
    none_from: float = 0.9
    when_unreachable: Unreachable = Unreachable.OPEN

    def __post_init__(self) -> None:
        sound = 0 < self.per_minute < float("inf") and 0 <= self.full_until < self.none_from <= 1
        if not sound:
            raise SettingsError(
                "allowance",
                got=f"{self.per_minute} a minute, full until {self.full_until}, none from "
                f"{self.none_from}",
                due="more than zero, and 0 <= full_until < none_from <= 1",
            )

    def at(self, doubt: float) -> float:
        """Records per minute at a doubt: whole, then falling in a straight line to zero.

        >>> limit = ActionLimit(60.0, full_until=0.25, none_from=0.75)
        >>> limit.at(0.1), limit.at(0.5), limit.at(0.8)
        (60.0, 30.0, 0.0)
        """
        left = (self.none_from - doubt) / (self.none_from - self.full_until)
        return self.per_minute * min(max(left, 0.0), 1.0)


DEFAULT_LIMITS: Final[Mapping[str, ActionLimit]] = {
    "view": ActionLimit(60.0),
    "search": ActionLimit(300.0),
    "export": ActionLimit(
        600.0, full_until=0.1, none_from=0.5, when_unreachable=Unreachable.CLOSED
    ),
}
"""Action → its limit, where a policy has none of its own.

People of a bank touch at most 11 files a minute (agent_touch_rates.json); views are several for
each. An export leaves the house, so it stops at half the doubt and without an answer."""
