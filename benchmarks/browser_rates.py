"""What the windows of a browser are worth beside those of the recording: error rates, distances."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.identity.back_ends import shipped_back_end
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.decisions import Decisions, Pairing, decide
from samehands.lab.evaluation.protocol import ReFit, Verification, load_protocol
from samehands.lab.evaluation.samples import Samples, ordinals
from samehands.lab.evaluation.templates import Templates, fewest_windows, fitted_to_site
from samehands.lab.metrics import equal_error_rate
from samehands.rhythm import shipped
from samehands.rhythm.window import Window

SEED: Final = 20261124
REPEATS: Final = 400
"""Resamples of people for the interval of a difference."""

Typed = dict[tuple[str, int], tuple[Window, ...]]
"""(clock, or "recording"; number of the recording) → its windows."""


class Apart(msgspec.Struct, frozen=True):
    """How far the messages of one clock are from those of the recording, window by window.

    Args:
        windows: that both have.
        only_one_has: windows that only one of the two has.
        same_embedding: share of windows whose 64 numbers are the same.
        same_numbers: share of the numbers that are the same.
        mean_steps: mean distance of two numbers, int8 steps of 1/31 σ.
        p99_steps: 99th percentile of the same.
        most_steps: the largest.
        clocks: class of the clock in the message → windows.
    """

    windows: int
    only_one_has: int
    same_embedding: float
    same_numbers: float
    mean_steps: float
    p99_steps: float
    most_steps: int
    clocks: dict[str, int]


class Rate(msgspec.Struct, frozen=True):
    """An error rate, and how far it is from that of the recording, in points with 95 % interval."""

    keystrokes: int
    genuine: int
    impostor: int
    eer: float
    points_apart: float
    low: float
    high: float


def samples_of(corpus: Corpus, windows: Typed, clock: str) -> Samples:
    """The windows of one clock as the laboratory has them."""
    rows = [
        (window.embedding, int(corpus.person[recording]), int(corpus.session[recording]))
        for (of, recording), found in sorted(windows.items(), key=lambda each: each[0][1])
        if of == clock
        for window in found
    ]
    person, session = (np.array([row[at] for row in rows], np.int64) for at in (1, 2))
    return Samples(
        np.stack([np.frombuffer(row[0], np.int8) for row in rows]),
        person,
        session,
        ordinals(person * (int(session.max()) + 1) + session),
        np.zeros(len(corpus.people), np.int64),
    )


def decided(
    samples: Samples, groups: list[NDArray[np.int64]], name: str, length: int
) -> Decisions:
    """The decisions of the cross-session protocol, all splits and groups."""
    protocol = load_protocol("cross_session")
    if not isinstance(protocol, Verification):
        raise TypeError(protocol)
    projection, parts = shipped(name), []
    for people in groups:
        own = samples.chosen(np.isin(samples.person, people))
        for number, split in enumerate(protocol.splits):
            enrol = own.chosen(np.isin(own.session, split.enrol))
            probe = own.chosen(np.isin(own.session, split.probe))
            back_end = fitted_to_site(shipped_back_end(name), enrol, ReFit.MEAN, projection)
            templates = Templates.enrolled(enrol, back_end, fewest_windows(projection.keystrokes))
            rng = np.random.default_rng(SEED)
            pairing = Pairing.drawn(len(templates), None, protocol.impostor_probes, rng)
            parts.append(
                decide(templates, probe, length, pairing, rng).labelled(group=0, split=number)
            )
    return Decisions.joined(parts)


def rate_of(here: Decisions, there: Decisions, keystrokes: int) -> Rate:
    """The error rate of some decisions, and its distance from others about the same people."""

    def eer(decisions: Decisions, weight: NDArray[np.int64] | None = None) -> float:
        rows = np.arange(len(decisions))
        if weight is not None:
            rows = np.repeat(rows, weight[decisions.owner])
        llr, genuine = decisions.llr[rows], decisions.is_genuine[rows]
        return equal_error_rate(llr[genuine], llr[~genuine])

    people, rng = np.unique(here.owner), np.random.default_rng(SEED)
    draws = []
    for _ in range(REPEATS):
        drawn = rng.choice(people, len(people))
        weight = np.bincount(drawn, minlength=int(people.max()) + 1)
        draws.append(eer(here, weight) - eer(there, weight))
    low, high = np.quantile(draws, [0.025, 0.975]) * 100
    genuine = int(here.is_genuine.sum())
    own = eer(here)
    return Rate(
        keystrokes,
        genuine,
        len(here) - genuine,
        own,
        (own - eer(there)) * 100,
        float(low),
        float(high),
    )


def apart(windows: Typed, clock: str) -> Apart:
    """How far the messages of a clock are from the recording's."""
    recordings = {recording for _, recording in windows}
    pairs, alone = [], 0
    for recording in recordings:
        found, due = windows[clock, recording], windows["recording", recording]
        pairs += list(zip(found, due, strict=False))
        alone += abs(len(found) - len(due))
    here, there = (
        np.stack([np.frombuffer(pair[side].embedding, np.int8).astype(np.int64) for pair in pairs])
        for side in (0, 1)
    )
    steps = np.abs(here - there)
    classes, count = np.unique([one.clock.name for one, _ in pairs], return_counts=True)
    return Apart(
        windows=len(pairs),
        only_one_has=alone,
        same_embedding=float((steps == 0).all(axis=1).mean()),
        same_numbers=float((steps == 0).mean()),
        mean_steps=float(steps.mean()),
        p99_steps=float(np.quantile(steps, 0.99)),
        most_steps=int(steps.max()),
        clocks=dict(zip(classes.tolist(), count.tolist(), strict=True)),
    )
