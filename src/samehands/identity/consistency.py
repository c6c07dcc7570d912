"""Failure to enrol: windows that together make no one person."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.identity.back_end import BackEnd
from samehands.identity.likelihood import ReadyTemplate
from samehands.identity.outcome import EnrolmentFlaw, FailureReason
from samehands.identity.session_windows import DeviceClass, SessionWindows
from samehands.identity.template import SessionSum
from samehands.rhythm.window import EMBEDDING_CLIP, STEPS_PER_SIGMA, ClockClass

CLIPPED_SHARE: Final = 0.25
"""A window is clipped when more than this share of its 64 numbers lies at the edge.

A number four deviations out is one in 16,000 if normal; an unusual but human typist reaches a
few of 64."""

CLIPPED_WINDOWS: Final = 0.5
"""Enrolment fails when more than this share of the windows is clipped: "mostly"."""

SCATTER_LIMIT: Final = 3.0
"""Most a person's median squared scatter may be, in units of the population's.

A person of twice the population's deviation has 4. Lower: more unusual people cannot enrol.
Higher: mixtures of people and of machines enrol."""

TWO_TYPISTS_LIMIT: Final = 6.9
"""Most nats by which two groups of windows may deny each other: odds of 1 to 1000.

Of each group the median window is scored against the other, as a probe would be. Real people's
sessions differ more than any variance says, so this, not the split's evidence, is the bar.
Lower: catches people more alike, refuses more owners whose sessions differ."""

SPLIT_EVIDENCE: Final = 9.2
"""Nats for two people over one, after paying for the choice of the split, to look at it at all.

The best of many splits of one person's windows also looks like two people; this keeps them out."""

SMALLEST_GROUP: Final = 3
"""Windows that make a second typist: fewer are wild windows, of which everybody has some."""

SPLIT_ROUNDS: Final = 20
"""Most rounds of moving windows between two groups; they settle in a handful."""


def flaws(back_end: BackEnd, sessions: Sequence[NDArray[np.int8]]) -> list[FailureReason]:
    """What speaks against these sessions being one person's typing; empty when nothing does.

    The order of the windows within a session and of the sessions makes no difference.

    Args:
        back_end: what is usual.
        sessions: one array of shape (n, 64) each, in steps, none empty.
    """
    # A share of outliers would bound what any window can say against a person, and so what two
    # groups can say against each other: no second typist would ever be noticed.
    back_end = replace(back_end, outliers=0.0)
    ordered = sorted((_ordered(session) for session in sessions), key=lambda rows: rows.tobytes())
    label = np.repeat(np.arange(len(ordered)), [len(session) for session in ordered])
    steps = np.concatenate(ordered)
    windows = steps / STEPS_PER_SIGMA - back_end.mean
    scatter = _scatter(back_end, windows, label)
    two_typists = _two_typists(back_end, steps, label, scatter)
    clipped = np.mean(np.abs(steps.astype(np.int16)) == EMBEDDING_CLIP, axis=1) > CLIPPED_SHARE
    checks = (
        (EnrolmentFlaw.CLIPPED, float(clipped.mean()), CLIPPED_WINDOWS),
        (EnrolmentFlaw.SCATTERED, scatter, SCATTER_LIMIT),
        (EnrolmentFlaw.TWO_TYPISTS, two_typists, TWO_TYPISTS_LIMIT),
    )
    return [
        FailureReason(flaw, measured, limit)
        for flaw, measured, limit in checks
        if not measured <= limit  # written so that NaN is a flaw
    ]


def _ordered(session: NDArray[np.int8]) -> NDArray[np.int8]:
    return session[np.lexsort(session.T)]


def _scatter(back_end: BackEnd, windows: NDArray[np.float64], label: NDArray[np.intp]) -> float:
    """Median squared distance of windows from their session's mean; 1 is usual, 0 unknown."""
    count = np.bincount(label)
    mean = _sums(windows, label) / count[:, np.newaxis]
    several = count[label] > 1
    if not several.any():
        return 0.0
    expected = back_end.within * (1 - 1 / count[label[several], np.newaxis])
    squared = (windows[several] - mean[label[several]]) ** 2 / expected
    return float(np.median(squared.mean(axis=1)))


def _two_typists(
    back_end: BackEnd, steps: NDArray[np.int8], label: NDArray[np.intp], scatter: float
) -> float:
    """Nats by which two groups of the windows deny being one person, at the worst split found.

    Half of the prior goes to splits between sessions, half to splits through them, evenly among
    each: a split is charged for all that might have been chosen. A person who merely varies more
    than others is judged by their own scatter, and windows that fit neither group are left out.
    """
    windows = steps / STEPS_PER_SIGMA - back_end.mean
    within = back_end.within * max(1.0, scatter)
    session_charge = (int(label.max()) + 1) * math.log(2)
    window_charge = len(windows) * math.log(2)
    worst = 0.0
    for second in _splits(windows / np.sqrt(back_end.within), label):
        parts = [part & _fitting(back_end, within, windows, part) for part in (second, ~second)]
        if min(part.sum() for part in parts) < SMALLEST_GROUP:
            continue
        two = sum(_log_evidence(back_end, within, windows[part], label[part]) for part in parts)
        either = parts[0] | parts[1]
        one = _log_evidence(back_end, within, windows[either], label[either])
        through = len(np.intersect1d(label[second], label[~second]))
        if two - one > SPLIT_EVIDENCE + (window_charge if through else session_charge):
            worst = max(worst, _denial(back_end, steps, label, parts))
    return worst


def _denial(
    back_end: BackEnd,
    steps: NDArray[np.int8],
    label: NDArray[np.intp],
    parts: Sequence[NDArray[np.bool_]],
) -> float:
    """By how many nats the median window of the milder part denies the other part's person."""
    medians = []
    for person, probe in (parts, parts[::-1]):
        sessions = [
            _sum(back_end, steps[person & (label == session)])
            for session in np.unique(label[person])
        ]
        medians.append(np.median(ReadyTemplate.of(back_end, sessions).score(steps[probe])))
    return -float(max(medians))


def _sum(back_end: BackEnd, steps: NDArray[np.int8]) -> SessionSum:
    anywhere = DeviceClass(ClockClass.ONE_MS)  # sums are only compared with each other here
    session = SessionWindows(back_end.projection, anywhere, steps)
    return SessionSum.of(session, confirmed=True, added=1)


def _fitting(
    back_end: BackEnd,
    within: NDArray[np.float64],
    windows: NDArray[np.float64],
    part: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which windows are likelier from the person behind the part's others than from anybody."""
    others = part.sum() - part[:, np.newaxis]
    mean = (windows[part].sum(axis=0) - part[:, np.newaxis] * windows) / np.maximum(others, 1)
    precision = np.where(others > 0, 1 / (back_end.session + within / np.maximum(others, 1)), 0)
    variance = 1 / (1 / back_end.between + precision)
    owner = variance + back_end.session + within
    anybody = back_end.between + back_end.session + within
    departure = windows - variance * precision * mean
    twice = np.log(anybody / owner) - departure**2 / owner + windows**2 / anybody
    fits: NDArray[np.bool_] = twice.sum(axis=1) > 0
    return fits


def _splits(scaled: NDArray[np.float64], label: NDArray[np.intp]) -> Iterator[NDArray[np.bool_]]:
    """Ways to give some windows to a second typist: each session, the two nearest groups."""
    for session in range(int(label.max()) + 1):
        yield label == session
    centred = scaled - scaled.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    second = centred @ axis > 0
    for _ in range(SPLIT_ROUNDS):
        if second.all() or not second.any():
            return
        centres = [scaled[part].mean(axis=0) for part in (~second, second)]
        distance = [((scaled - centre) ** 2).sum(axis=1) for centre in centres]
        moved = distance[1] < distance[0]
        if np.array_equal(moved, second):
            break
        second = moved
    yield second
    by_session = np.bincount(label, second) / np.bincount(label)
    yield by_session[label] > 0.5  # noqa: PLR2004  # the majority of the session's windows


def _log_evidence(
    back_end: BackEnd,
    within: NDArray[np.float64],
    windows: NDArray[np.float64],
    label: NDArray[np.intp],
) -> float:
    """Log-probability of windows as one person's, whoever it is, in sessions; Gaussian.

    The person and the sessions are integrated out; constants that no split changes are left out.
    """
    present, label = np.unique(label, return_inverse=True)
    count = np.bincount(label, minlength=len(present))[:, np.newaxis]
    mean = _sums(windows, label) / count
    squares = (windows**2).sum(axis=0) - (count * mean**2).sum(axis=0)
    precision = 1 / (back_end.session + within / count)
    total = 1 / back_end.between + precision.sum(axis=0)
    pull = (precision * mean).sum(axis=0)
    terms = (
        ((1 - count) * np.log(within) - np.log(count) + np.log(precision)).sum(axis=0)
        - squares / within
        - (precision * mean**2).sum(axis=0)
        - np.log(total * back_end.between)
        + pull**2 / total
    )
    return float(0.5 * terms.sum())


def _sums(windows: NDArray[np.float64], label: NDArray[np.intp]) -> NDArray[np.float64]:
    sums = np.zeros((int(label.max()) + 1, windows.shape[1]))
    np.add.at(sums, label, windows)
    return sums
