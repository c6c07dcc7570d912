"""Whether hands typed: a message of a session before the detectors of machine input."""

from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.finding import Finding
from samehands.liveness import Recollection, Watch, look_at_sign, look_at_window
from samehands.liveness.look import FOUND_FROM
from samehands.monitor.setup import Setup
from samehands.monitor.state import MonitorState, OpenSession
from samehands.quantities import Micros, Nats
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import Window
from samehands.trust import Evidence, Hypothesis, weigh_aside


@dataclass(frozen=True, slots=True)
class Machine:
    """What the detectors say of one window.

    Args:
        evidence: for a machine; empty where nothing can be told.
        findings: what is worth saying.
        watch: of the session, after the window.
        recollection: of the subject, after it.
    """

    evidence: Evidence
    findings: tuple[Finding, ...]
    watch: Watch
    recollection: Recollection = field(repr=False)

    @property
    def typed_by_machine(self) -> bool:
        """Whether the window alone speaks so clearly that it says nothing about whose hands type."""
        return self.evidence.get(Hypothesis.MACHINE, Nats(0.0)) > FOUND_FROM


def look_for_machine(
    session: OpenSession,
    window: Window,
    habit: NDArray[np.float64] | None,
    state: MonitorState,
    setup: Setup,
) -> Machine:
    """Ask the detectors about a window.

    Args:
        session: that it is of.
        window: what came.
        habit: shape (64,), where the subject's windows usually lie; None where unknown.
        state: of the subject.
        setup: with the model, or without: then nothing can be told.
    """
    if setup.liveness is None:
        return Machine({}, (), session.watch, state.recollection)
    look = look_at_window(
        window,
        habit=habit,
        watch=session.watch,
        recollection=state.recollection,
        allowed=setup.policy.allowed,
        model=setup.liveness,
    )
    evidence = {} if look.evidence is None else {Hypothesis.MACHINE: look.evidence}
    return Machine(evidence, look.findings, look.watch, look.recollection)


def take_sign(session: OpenSession, sign: EarlySign, at: Micros, setup: Setup) -> OpenSession:
    """The session after an early sign. It raises doubt, and verifies nobody.

    Args:
        session: that it is of.
        sign: as it came.
        at: when.
        setup: with the model, or without: then a sign is a finding only.
    """
    if setup.liveness is None:
        return session
    evidence, watch = look_at_sign(sign, session.watch, setup.policy.allowed, setup.liveness)
    trust = session.trust
    if evidence is not None:
        trust = weigh_aside(
            trust,
            {Hypothesis.MACHINE: evidence},
            at,
            thresholds=setup.thresholds,
            marks=setup.policy.marks,
        )
    return msgspec.structs.replace(session, trust=trust, watch=watch)
