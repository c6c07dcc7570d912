"""Setups: how the sessions of each group are judged, as far as the console can change it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import msgspec

from samehands.errors import SettingsError
from samehands.monitor import Setup
from samehands.monitor.defaults import LEARNING_ALLOWS, default_setup
from samehands.rhythm.projections import shipped
from samehands.trust import Budget, Policy

DEFAULT_GROUP: Final = "default"
"""The group of sessions that name none; its policy is also that of groups that have none."""

GROUPS: Final = 100
"""Most groups with a policy of their own; with more, nobody knows which one applies to whom."""

GROUP_CHARACTERS: Final = 64
"""Most characters of a group's name."""


class Judging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the console can change: the budget, and the policies.

    Args:
        false_alarms: allowed per person and month.
        policies: group → its policy; the groups that are not named have the default one's.

    Raises:
        SettingsError: a name or a number that makes no sense.
    """

    false_alarms: float = 1.0
    policies: dict[str, Policy] = {}  # msgspec copies an empty default

    def __post_init__(self) -> None:
        if len(self.policies) > GROUPS:
            raise SettingsError("policies", got=f"{len(self.policies)}", due=f"at most {GROUPS}")
        if not all(0 < len(group) <= GROUP_CHARACTERS for group in self.policies):
            raise SettingsError(
                "policies", got="a group's name too short or long", due=f"1 to {GROUP_CHARACTERS}"
            )


class Setups:
    """Group → how its sessions are judged.

    Args:
        projection: name of a shipped projection.
        judging: what applies at first.
        version: of that; 0 for what comes with the settings, before anybody changed it.

    Raises:
        ProjectionError: there is no projection of that name.
        SettingsError: a budget or a policy that makes no sense.
    """

    def __init__(self, projection: str, judging: Judging, version: int = 0) -> None:
        self.name = projection
        """Of the projection."""
        self.projection = shipped(projection)
        """What devices make windows with."""
        # One scorer for all groups and for good: what was prepared with it is known by it.
        self._base = default_setup(projection, self._budget(judging))
        self._now = (version, judging, self._made(judging))

    @property
    def version(self) -> int:
        """Of what applies now."""
        return self._now[0]

    @property
    def judging(self) -> Judging:
        """What applies now."""
        return self._now[1]

    @property
    def budget(self) -> Budget:
        """Of false alarms, as it applies now."""
        return self._budget(self.judging)

    def of(self, group: str) -> Setup:
        """How sessions of a group are judged."""
        setups = self._now[2]
        return setups.get(group) or setups[DEFAULT_GROUP]

    def require_sound(self, judging: Judging) -> None:
        """Refuse what could not be applied.

        Raises:
            SettingsError: a budget or a policy that makes no sense.
        """
        self._made(judging)

    def adopt(self, judging: Judging, version: int) -> None:
        """Judge by this from the next input on.

        Raises:
            SettingsError: a budget or a policy that makes no sense; nothing has changed.
        """
        self._now = (version, judging, self._made(judging))

    def _budget(self, judging: Judging) -> Budget:
        return Budget(
            false_alarms=judging.false_alarms, keystrokes_per_window=self.projection.keystrokes
        )

    def _made(self, judging: Judging) -> Mapping[str, Setup]:
        thresholds = default_setup(self.name, self._budget(judging)).thresholds
        policies = {DEFAULT_GROUP: LEARNING_ALLOWS, **judging.policies}
        return MappingProxyType(
            {
                group: replace(self._base, policy=policy, thresholds=thresholds)
                for group, policy in policies.items()
            }
        )
