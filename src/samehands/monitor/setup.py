"""The setup of a monitor: everything that is decided beforehand, and the same for all subjects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.access import AccessFindingKind, AccessModel, shipped_model
from samehands.errors import SettingsError
from samehands.identity import AdmissionRule, PldaScorer
from samehands.identity.session_windows import require_projection
from samehands.liveness import DetectorId, LivenessModel
from samehands.monitor.findings import FindingKind
from samehands.quantities import Nats
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import Channel, Hypothesis, Policy

Shares = NDArray[np.float64]
"""Shape (64,): how much of each dimension belongs to a channel; [0, 1]."""

UNDIVIDED: Final[Mapping[Channel, Shares]] = {Channel.TYPING: np.ones(DIMENSIONS)}
"""Channels of a projection of which it is not known what its dimensions are made of."""

SUM_SLACK: Final = 1e-6
"""How far the shares of a dimension may miss 1: they are stored with six digits."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How sessions are judged.

    Args:
        scorer: who is typing.
        policy: what follows from doubt.
        thresholds: hypothesis → nats at which its CUSUM alarms; each comes from a budget. That
            of mass reading is the access model's where none is given.
        admission: what ended sessions may teach.
        channels: channel → how much of each dimension of the embedding belongs to it.
        access: how many records people of each role read.
        liveness: how windows of hands and of machines look; None where nobody knows, and machine
            input is then not looked for.

    Raises:
        SettingsError: no threshold for another person, one that is not above zero, a policy for
            a finding that nobody makes, or channels that do not share out all dimensions.
    """

    scorer: PldaScorer
    policy: Policy
    thresholds: Mapping[Hypothesis, Nats]
    admission: AdmissionRule = field(default_factory=AdmissionRule)
    channels: Mapping[Channel, Shares] = field(default_factory=lambda: UNDIVIDED)
    access: AccessModel = field(default_factory=shipped_model)
    liveness: LivenessModel | None = None

    def __post_init__(self) -> None:
        lines = {Hypothesis.MASS_ACCESS: self.access.alarm_at, **self.thresholds}
        object.__setattr__(self, "thresholds", lines)
        levels = self.thresholds.values()
        if Hypothesis.OTHER_PERSON not in self.thresholds or not all(
            0 < level < np.inf for level in levels
        ):
            raise SettingsError(
                "thresholds",
                got=f"{dict(self.thresholds)}",
                due=f"finite nats above zero, for {Hypothesis.OTHER_PERSON} at least",
            )
        self._check_liveness()
        kinds = {*FindingKind, *AccessFindingKind, *DetectorId}
        named = {rule.finding for rule in self.policy.joint if rule.finding is not None}
        strangers = sorted({*self.policy.findings, *self.policy.tells, *named} - kinds)
        if strangers:
            raise SettingsError(
                "policy, findings", got=f"{strangers}", due=f"among {sorted(kinds)}"
            )
        shares = np.array(list(self.channels.values()), np.float64)
        if (
            shares.shape != (len(self.channels), DIMENSIONS)
            or not (shares >= 0).all()
            or not (np.abs(shares.sum(axis=0) - 1) <= SUM_SLACK).all()
        ):
            raise SettingsError(
                "channels",
                got=f"shares of shape {shares.shape}, or that do not add up",
                due=f"for each of {DIMENSIONS} dimensions, shares that add up to 1",
            )

    def _check_liveness(self) -> None:
        if self.liveness is None:
            return
        require_projection(self.liveness.projection, self.projection, where="liveness")
        if Hypothesis.MACHINE not in self.thresholds:
            raise SettingsError(
                "thresholds", got="none for a machine", due="one, as machine input is looked for"
            )

    @property
    def projection(self) -> bytes:
        """The projection whose windows this setup can judge."""
        return self.scorer.back_end.projection
