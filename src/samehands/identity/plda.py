"""The Student-t PLDA scorer: windows against a template, under a back-end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from samehands.errors import ScoreError
from samehands.identity.back_end import BackEnd
from samehands.identity.consistency import flaws
from samehands.identity.likelihood import ReadyTemplate
from samehands.identity.outcome import EnrolmentFailed, Missing, Need, NotReady, Scored
from samehands.identity.scorer import Readiness, nearest_to_ready
from samehands.identity.session_windows import (
    DeviceClass,
    SessionWindows,
    require_one_projection,
    require_projection,
)
from samehands.identity.sitting import Followed, Sitting, follow
from samehands.identity.template import Template
from samehands.quantities import Nats


class Fusing(StrEnum):
    """How the windows of one probe become one score."""

    SUMMED = "summed"
    """Each window scored alone, llrs added: one wild window costs no more than itself."""
    FUSED = "fused"
    """The mean window scored once, with w/k: exact for Gaussian windows, as they share the
    session's shift."""


class Fallback(StrEnum):
    """What to do with a probe whose device class is not enrolled."""

    NONE = "none"
    """`NotReady`: a new keyboard is a new sub-template under step-up, not an alarm."""
    NEAREST_CLOCK = "nearest clock"
    """Score against the nearest clock class on the same path, marked as a substitute. Costs
    accuracy: the grids of clocks shift the statistics."""


@dataclass(frozen=True, slots=True)
class PldaScorer:
    """Scores windows by Student-t PLDA; a `Scorer[Template, SessionWindows]`.

    Args:
        back_end: the model of people, sessions and windows, with its calibration.
        readiness: how much must be enrolled.
        fusing: how several windows of a probe become one score.
        fallback: what to do with a device class that is not enrolled.
    """

    back_end: BackEnd
    readiness: Readiness = field(default_factory=Readiness)
    fusing: Fusing = Fusing.SUMMED
    fallback: Fallback = Fallback.NONE

    def enrol(
        self, sessions: Sequence[SessionWindows], /
    ) -> Template | NotReady | EnrolmentFailed:
        """A template from sessions in time order, or why there is none.

        One device class must be ready by itself; others enrolled beside it become ready as they
        grow. Every device class with enough windows is checked for flaws.

        Raises:
            ProjectionMismatchError: a session is not in the back-end's projection.
        """
        sessions = [session for session in sessions if len(session)]
        if not sessions:
            return self.readiness.nothing()
        require_projection(
            require_one_projection(sessions), self.back_end.projection, where="sessions"
        )
        template = Template.enrolled(sessions)
        waiting = [self._missing(template, device) for device in template.devices]
        lacks = [lack for lack in waiting if lack is not None]
        if len(lacks) == len(waiting):
            return nearest_to_ready(lacks)
        reasons = [
            reason
            for device, lack in zip(template.devices, waiting, strict=True)
            if lack is None
            for reason in flaws(
                self.back_end,
                [session.vectors for session in sessions if session.device == device],
            )
        ]
        return EnrolmentFailed(tuple(reasons)) if reasons else template

    def score(self, template: Template, probe: SessionWindows, /) -> Scored | NotReady:
        """Evidence for the owner from windows of one session.

        Raises:
            ProjectionMismatchError: template or probe is not in the back-end's projection.
        """
        require_projection(probe.projection, self.back_end.projection, where="probe")
        if not len(probe):
            return NotReady((Missing(Need.PROBE_WINDOWS, have=0, due=1),))
        fused = self.fusing is Fusing.FUSED
        ready = self.prepare(template, probe.device, probe_windows=len(probe) if fused else 1)
        if isinstance(ready, NotReady):
            return ready
        vectors = probe.vectors.mean(axis=0, keepdims=True) if fused else probe.vectors
        return Scored(
            # fsum: exact, so that the order of the windows cannot show in the last bit
            Nats(math.fsum(ready.score(vectors).tolist())),
            windows=len(probe),
            enrolled=ready.enrolled,
            substitute=self._stand_in(template, probe.device) != probe.device,
        )

    def follow(
        self, template: Template, sitting: Sitting, probe: SessionWindows, /
    ) -> tuple[Scored, Followed] | NotReady:
        """Evidence for the owner from a session's next window, given its windows before it.

        Args:
            template: whose.
            sitting: what came before, of this session and the probe's device class.
            probe: the one window.

        Returns:
            Its score, and with it the sitting after it.

        Raises:
            ProjectionMismatchError: template or probe is not in the back-end's projection.
            ScoreError: not one window.
        """
        require_projection(probe.projection, self.back_end.projection, where="probe")
        ready = self.prepare(template, probe.device)
        if isinstance(ready, NotReady):
            return ready
        if len(probe) != 1:
            raise ScoreError("probe", got=f"{len(probe)} windows", due="one")
        said = follow(ready, sitting, probe.vectors[0])
        substitute = self._stand_in(template, probe.device) != probe.device
        scored = Scored(said.llr, windows=1, enrolled=ready.enrolled, substitute=substitute)
        return scored, said

    def prepare(
        self, template: Template, device: DeviceClass, *, probe_windows: int = 1
    ) -> ReadyTemplate | NotReady:
        """One sub-template ready to score many probes of its device class.

        Raises:
            ProjectionMismatchError: the template is not in the back-end's projection.
        """
        require_projection(template.projection, self.back_end.projection, where="template")
        stand_in = self._stand_in(template, device)
        lack = self._missing(template, stand_in)
        if lack is not None:
            return lack
        return ReadyTemplate.of(
            self.back_end, template.active(stand_in), probe_windows=probe_windows
        )

    def _missing(self, template: Template, device: DeviceClass) -> NotReady | None:
        active = template.active(device)
        return self.readiness.missing(
            windows=sum(entry.count for entry in active), sessions=len(active)
        )

    def _stand_in(self, template: Template, device: DeviceClass) -> DeviceClass:
        if self.fallback is Fallback.NONE or self._missing(template, device) is None:
            return device
        ready = [
            other
            for other in template.devices
            if other.path == device.path and self._missing(template, other) is None
        ]
        # At equal distance the finer clock: it lost less of the rhythm.
        return min(
            ready,
            key=lambda other: (abs(other.clock - device.clock), other.clock),
            default=device,
        )
