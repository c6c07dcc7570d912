"""The prepared template: what a subject's next window is scored against, worked out once."""

from dataclasses import dataclass

from samehands.identity import (
    DeviceClass,
    NotReady,
    PldaScorer,
    ReadyTemplate,
    Scored,
    SessionWindows,
    Sitting,
    Template,
    follow,
)
from samehands.monitor.setup import Setup
from samehands.quantities import Nats
from samehands.rhythm.window import Window
from samehands.trust import Explanation, explain


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A template as one scorer compares windows of one device class with it.

    It follows from the three, so a state that has lost it is the same state.

    Args:
        scorer: that compares.
        template: that it was made of.
        device: whose windows.
        ready: the sub-template, or what is missing for one.
        substitute: whether the nearest device class stands in.
    """

    scorer: PldaScorer
    template: Template
    device: DeviceClass
    ready: ReadyTemplate | NotReady
    substitute: bool

    @classmethod
    def of(cls, scorer: PldaScorer, template: Template, probe: SessionWindows) -> "Prepared":
        """Of a template, for windows like one that came."""
        outcome = scorer.score(template, probe)
        substitute = isinstance(outcome, Scored) and outcome.substitute
        ready = scorer.prepare(template, probe.device)
        return cls(scorer, template, probe.device, ready, substitute)

    def fits(self, scorer: PldaScorer, template: Template, device: DeviceClass) -> bool:
        """Whether it was made of these very objects."""
        return self.template is template and self.scorer is scorer and self.device == device


def scored(  # what the monitor knows that a score depends on
    window: Window,
    device: DeviceClass,
    sitting: Sitting,
    template: Template | None,
    known: Prepared | None,
    setup: Setup,
) -> tuple[Scored | NotReady, Explanation | None, Prepared | None, Sitting]:
    """The score of a window with its explanation, and what to score the next one with.

    Args:
        window: what came.
        device: that it came from.
        sitting: what the session's windows from that device have shown before it.
        template: of the subject; None before enrolment.
        known: what the last window was scored with.
        setup: how.
    """
    if template is None:
        return setup.scorer.readiness.nothing(), None, None, sitting
    if known is None or not known.fits(setup.scorer, template, device):
        known = Prepared.of(setup.scorer, template, SessionWindows.of(window))
    ready = known.ready
    if isinstance(ready, NotReady):
        return ready, None, known, sitting
    said = follow(ready, sitting, window.vector)
    explanation = explain(
        {
            channel: Nats(float(said.by_dimension @ shares))
            for channel, shares in setup.channels.items()
        }
    )
    outcome = Scored(said.llr, windows=1, enrolled=ready.enrolled, substitute=known.substitute)
    return outcome, explanation, known, said.sitting
