"""The look: all detectors at one window, or at one early sign, as evidence and findings."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import ProjectionMismatchError
from samehands.finding import Finding
from samehands.liveness.answer import Answer, Said
from samehands.liveness.combiner import bounded, combine
from samehands.liveness.detector import Counts, DetectorId
from samehands.liveness.early import answer as answer_sign
from samehands.liveness.model import LivenessModel
from samehands.liveness.recollection import Recollection, recall
from samehands.liveness.registry import DETECTORS
from samehands.liveness.seen import LONGEST_RUN, Seen, Watch
from samehands.liveness.tool import Tool, excuses_burst, excuses_injected
from samehands.quantities import Nats
from samehands.rhythm.early import EarlySign
from samehands.rhythm.window import PathFlag, Window

FOUND_FROM: Final = Nats(3.0)
"""Evidence from which what a detector says is a finding: odds of 20 to 1 in one window.

Lower: findings that mean nothing. Higher: an alarm comes without a reason in words."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen.

    Args:
        evidence: nats for a machine, bounded; None where nothing can be told.
        raw: the same without bounds.
        findings: what is worth saying.
        answers: of each detector.
        watch: of the session, after it.
        recollection: of the subject, after it.
    """

    evidence: Nats | None
    raw: Nats | None
    findings: tuple[Finding, ...]
    answers: dict[DetectorId, Answer] = field(repr=False)
    watch: Watch
    recollection: Recollection = field(repr=False)


def look_at_window(  # all that may be known of a window, each by its name
    window: Window,
    *,
    habit: NDArray[np.float64] | None,
    watch: Watch,
    recollection: Recollection,
    allowed: Collection[Tool],
    model: LivenessModel,
) -> Look:
    """Look at a window.

    What hands cannot have typed is not remembered: it could only be recognised as itself.

    Args:
        window: what came.
        habit: shape (64,), where the subject's windows usually lie, steps; None where unknown.
        watch: of the session, before it.
        recollection: of the subject, before it.
        allowed: tools that may type for the subject.
        model: of the window's projection.

    Raises:
        ProjectionMismatchError: the window is of another projection.
    """
    _require(window.projection, model)
    path = window.path
    injected = min(watch.injected + 1, LONGEST_RUN) if path & PathFlag.INJECTED else 0
    bursts = min(watch.bursts + bool(path & PathFlag.DISCARDED), LONGEST_RUN)
    typed = not path & (PathFlag.INJECTED | PathFlag.DICTATION)
    recalled = recall(recollection, watch.trail, window.vector, model.cuts, model.numbers)
    seen = Seen(
        window,
        habit,
        recalled,
        burst_excused=excuses_burst(allowed, bursts),
        injected_excused=excuses_injected(allowed, injected),
    )
    answers = {
        detector.id: detector.looks(seen, model)
        for detector in DETECTORS
        if detector.looks is not None and (typed or detector.id is DetectorId.PROVENANCE)
    }
    raw = combine(answers, model)
    evidence = None if raw is None else bounded(raw)
    if typed:
        # Hands have typed, unless this window speaks against it: a run of bursts is over.
        bursts = bursts if evidence is None or evidence > 0 else 0
        recollection = recollection.with_window(window.vector)
        watch = Watch(recalled.trail, bursts, 0)
    else:
        watch = msgspec.structs.replace(watch, bursts=bursts, injected=injected)
    return Look(evidence, raw, _findings(answers), answers, watch, recollection)


def look_at_sign(
    sign: EarlySign, watch: Watch, allowed: Collection[Tool], model: LivenessModel
) -> tuple[Nats | None, Watch]:
    """Look at an early sign; the monitor says in words what the device saw.

    Args:
        sign: as it came.
        watch: of the session, before it.
        allowed: tools that may type for the subject.
        model: of the sign's projection.

    Returns:
        Nats for a machine, or None where a tool explains it; and the watch after it.

    Raises:
        ProjectionMismatchError: the sign is of another projection.
    """
    _require(sign.projection, model)
    bursts = min(watch.bursts + 1, LONGEST_RUN)
    said = answer_sign(sign, excused=excuses_burst(allowed, bursts))
    evidence = said.evidence if isinstance(said, Said) else None
    after = msgspec.structs.replace(watch, bursts=bursts)
    return evidence, after


def _findings(answers: dict[DetectorId, Answer]) -> tuple[Finding, ...]:
    """What speaks clearly for a machine, in the order of the registry."""
    said = []
    for detector in DETECTORS:
        answer = answers.get(detector.id)
        if not isinstance(answer, Said):
            continue
        least = Nats(0.0) if detector.counts is Counts.NOT else FOUND_FROM
        if answer.evidence > least:
            said.append(Finding(detector.id, answer.sentence, answer.numbers))
    return tuple(said)


def _require(projection: bytes, model: LivenessModel) -> None:
    if projection != model.projection:
        raise ProjectionMismatchError(
            "liveness",
            got=f"projection {projection.hex()}",
            due=f"projection {model.projection.hex()}",
        )
