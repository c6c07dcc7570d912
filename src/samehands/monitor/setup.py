"""The setup of a monitor: everything that is decided beforehand, and the same for all subjects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from samehands.errors import SettingsError
from samehands.identity import AdmissionRule, PldaScorer
from samehands.monitor.findings import FindingKind
from samehands.quantities import Nats
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import Channel, Hypothesis, Policy

UNDIVIDED: Final[Mapping[Channel, tuple[int, ...]]] = {Channel.TYPING: tuple(range(DIMENSIONS))}
"""Channels of a projection that mixes them all."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How sessions are judged.

    Args:
        scorer: who is typing.
        policy: what follows from doubt.
        thresholds: hypothesis → nats at which its CUSUM alarms; each comes from a budget.
        admission: what ended sessions may teach.
        channels: channel → the dimensions of the embedding that belong to it.

    Raises:
        SettingsError: no threshold for another person, one that is not above zero, a policy for
            a finding that nobody makes, or channels that are not a division of all dimensions.
    """

    scorer: PldaScorer
    policy: Policy
    thresholds: Mapping[Hypothesis, Nats]
    admission: AdmissionRule = field(default_factory=AdmissionRule)
    channels: Mapping[Channel, tuple[int, ...]] = field(default_factory=lambda: UNDIVIDED)

    def __post_init__(self) -> None:
        levels = self.thresholds.values()
        if Hypothesis.OTHER_PERSON not in self.thresholds or not all(
            0 < level < np.inf for level in levels
        ):
            raise SettingsError(
                "thresholds",
                got=f"{dict(self.thresholds)}",
                due=f"finite nats above zero, for {Hypothesis.OTHER_PERSON} at least",
            )
        strangers = sorted(set(self.policy.findings) - set(FindingKind))
        if strangers:
            raise SettingsError(
                "policy, findings", got=f"{strangers}", due=f"among {sorted(FindingKind)}"
            )
        divided = sorted(place for places in self.channels.values() for place in places)
        if divided != list(range(DIMENSIONS)):
            raise SettingsError(
                "channels",
                got=f"{len(divided)} dimensions",
                due=f"each of {DIMENSIONS} dimensions in one channel",
            )

    @property
    def projection(self) -> bytes:
        """The projection whose windows this setup can judge."""
        return self.scorer.back_end.projection
