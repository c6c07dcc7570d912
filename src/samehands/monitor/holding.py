"""Holding: windows typed in doubt wait until a strong proof of the owner vouches for them.

An analyst who takes an alarm for a false one can be wrong, careless or deceived, so no decision
teaches a template. What it does is to keep the windows, for a while. They are learnt from only if
the same subject passes a strong step-up within that time, goes on typing, and types like them.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.finding import Finding
from samehands.identity import (
    BackEnd,
    DeviceClass,
    ReadyTemplate,
    SessionEvidence,
    SessionWindows,
    Template,
    admit,
)
from samehands.identity.adaptation import AdmissionRule
from samehands.identity.consistency import flaws
from samehands.identity.template import SessionSum
from samehands.monitor.findings import FindingKind, found
from samehands.monitor.setup import Setup
from samehands.monitor.state import HELD_PARTS, HELD_WINDOWS, Held, OpenSession, Proof, Quarantined
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.rhythm.window import DIMENSIONS
from samehands.trust import run_cusum

HELD_FOR: Final = Micros(14 * 24 * 3600 * MICROS_PER_SECOND)
"""How long windows are held: 14 days, two weeks of shifts in which to pass a strong step-up.

Longer: windows that nobody vouched for lie about longer. Shorter: who is off sick after the injury
that caused the alarm loses them."""

VOUCHING_WINDOWS: Final = 5
"""Windows typed after a strong step-up before they vouch for others: some 500 keystrokes.

Fewer: a step-up and a chance likeness teach. More: short sessions vouch for nothing."""


def hold(
    held: tuple[Held, ...], session: str, windows: Iterable[Quarantined], at: Micros
) -> tuple[Held, ...]:
    """Hold a session's windows beside those held already; if too many, the oldest leave.

    Args:
        held: of earlier decisions.
        session: that the windows were typed in.
        windows: in time order.
        at: when it was decided.
    """
    by_device: dict[DeviceClass, list[bytes]] = {}
    for window in windows:
        by_device.setdefault(window.device, []).append(window.embedding)
    kept = [
        *held,
        *(
            Held(session, device, b"".join(embeddings), Micros(at + HELD_FOR))
            for device, embeddings in by_device.items()
        ),
    ]
    while windows_in(kept) > HELD_WINDOWS or len(kept) > HELD_PARTS:
        kept.pop(0)
    return tuple(kept)


def windows_in(held: Iterable[Held]) -> int:
    """How many windows are held."""
    return sum(len(part.embeddings) for part in held) // DIMENSIONS


def in_time(held: tuple[Held, ...], at: Micros) -> tuple[Held, ...]:
    """Those that nobody is too late for."""
    return tuple(part for part in held if part.until >= at) if held else held


def dropped(before: tuple[Held, ...], after: tuple[Held, ...]) -> tuple[Finding, ...]:
    """What to say of windows that are held no longer and were not learnt from."""
    gone = windows_in(before) - windows_in(after)
    return (found(FindingKind.HELD_WINDOWS_DROPPED, windows=float(gone)),) if gone else ()


def release(
    held: tuple[Held, ...], template: Template, session: OpenSession, at: Micros, setup: Setup
) -> tuple[tuple[Held, ...], Template, tuple[Finding, ...]]:
    """Let held windows teach, if a session that has ended without doubt vouches for them.

    What it vouches for is learnt from as far as the rule's limits for a day allow, and what it
    denies is dropped. Held windows of a device that it says nothing about stay held.

    Returns:
        What is held still, the template, and what was done.
    """
    kept, admitted, refused = [], 0, 0
    for part in held:
        vouching = [
            window.embedding
            for window in session.quarantine
            if window.proof is Proof.STRONG and window.device == part.device
        ]
        if len(vouching) < VOUCHING_WINDOWS:
            kept.append(part)
            continue
        windows = SessionWindows(setup.projection, part.device, _rows([part.embeddings]))
        outcome = admit(
            setup.scorer,
            template,
            windows[vouched(_rows(vouching), windows, setup.scorer.back_end, setup.admission)],
            SessionEvidence(alarmed=False, confirmed=True),
            at,
            setup.admission,
        )
        template = outcome.template
        admitted += outcome.admitted
        refused += len(windows) - outcome.admitted
    findings = []
    if admitted:
        findings.append(found(FindingKind.HELD_WINDOWS_ADMITTED, windows=float(admitted)))
    if refused:
        findings.append(found(FindingKind.HELD_WINDOWS_DROPPED, windows=float(refused)))
    return tuple(kept), template, tuple(findings)


def vouched(
    vouching: NDArray[np.int8], held: SessionWindows, back_end: BackEnd, rule: AdmissionRule
) -> NDArray[np.bool_]:
    """Which held windows were clearly typed by the hands that typed after the strong proof.

    The checks are those of any windows that teach: together they must not look like two typists,
    and scored against the others the held ones must be clearly genuine, without a stretch that is
    not; a window that by itself speaks against them is left out. Of five windows held against
    five that vouch, real people's on two days, 91 % pass of the same person's and 1.4 % of
    another's.

    Args:
        vouching: shape (n, 64), steps, typed after the proof.
        held: those to be vouched for.
        back_end: how people vary.
        rule: how clear is clear.

    Returns:
        Shape (k,), a row for each held window.
    """
    none = np.zeros(len(held), np.bool_)
    if flaws(back_end, [vouching, held.vectors]):
        return none
    proven = SessionWindows(held.projection, held.device, vouching)
    owner = ReadyTemplate.of(back_end, [SessionSum.of(proven, confirmed=True, added=1)])
    llr = owner.score(held.vectors)
    worst = run_cusum(np.minimum(-llr, rule.dip_within / 2)).max()
    genuine = llr.sum() >= rule.session_above and worst <= rule.dip_within
    return llr > 0 if genuine else none


def _rows(embeddings: list[bytes]) -> NDArray[np.int8]:
    return np.frombuffer(b"".join(embeddings), np.int8).reshape(-1, DIMENSIONS)
