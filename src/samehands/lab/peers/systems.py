"""Our own systems as the comparison sees them: a scorer of keystrokes, or one of windows."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import ClockClass, clock_class
from samehands.capture.keystrokes import Keystrokes
from samehands.identity import (
    BackEnd,
    DeviceClass,
    EnrolmentFailed,
    LabelledWindows,
    ManhattanScorer,
    NotReady,
    PldaScorer,
    Scored,
    Scorer,
    SessionWindows,
    with_site_mean,
)
from samehands.lab.peers.trials import ScoreMatrix, Scores, Trials
from samehands.lab.references import KeyedKeystrokes
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.projection import Projection
from samehands.rhythm.statistics import durations

FittedToSite: TypeAlias = Callable[[LabelledWindows], Scorer[Any, SessionWindows]]
"""Makes a scorer from all enrolment windows of a site."""


def of_keystrokes(scorer: Scorer[Any, KeyedKeystrokes]) -> Scores:
    """A scorer of keyed keystrokes, such as a reference from the literature."""

    def scores(trials: Trials) -> ScoreMatrix:
        probes = [trials.probe(index) for index in range(len(trials.typist))]
        return _scored(trials, scorer, [trials.sessions(o) for o in _owners(trials)], probes)

    return scores


def samehands(projection: Projection, back_end: BackEnd) -> Scores:
    """The product: windows of the projection under its back-end, centred on the site's people."""
    return _of_windows(projection, lambda enrolled: PldaScorer(with_site_mean(back_end, enrolled)))


def manhattan(projection: Projection) -> Scores:
    """Scaled Manhattan on the same windows: what the back-end adds to the embedding."""
    return _of_windows(projection, lambda _: ManhattanScorer())


def _of_windows(projection: Projection, fitted: FittedToSite) -> Scores:
    def scores(trials: Trials) -> ScoreMatrix:
        # One keyboard and clock for a corpus: what a window's 200 durations may say is left aside.
        clock = clock_class(trials.corpus.keystrokes)
        device = DeviceClass(ClockClass.ONE_MS if clock is None else clock)

        def windows(keyed: KeyedKeystrokes) -> SessionWindows:
            return SessionWindows(projection.ref, device, _vectors(keyed.keystrokes, projection))

        enrolled = [list(map(windows, trials.sessions(owner))) for owner in _owners(trials)]
        probes = [windows(trials.probe(index)) for index in range(len(trials.typist))]
        return _scored(trials, fitted(_labelled(enrolled)), enrolled, probes)

    return scores


def _vectors(keystrokes: Keystrokes, projection: Projection) -> NDArray[np.int8]:
    """The windows of a session as a device would send them: no partial one, none but typing."""
    each = projection.keystrokes
    rows = np.arange(len(keystrokes) // each * each).reshape(-1, each)
    if len(rows):
        rows = rows[normal_typing(durations(keystrokes)[Channel.DD][rows])]
    return projection.embed(keystrokes, rows)


def _labelled(enrolled: list[list[SessionWindows]]) -> LabelledWindows:
    table = [
        (session.vectors, person, number)
        for person, sessions in enumerate(enrolled)
        for number, session in enumerate(sessions)
    ]
    counts = [len(vectors) for vectors, _, _ in table]
    return LabelledWindows(
        np.concatenate([vectors for vectors, _, _ in table]),
        np.repeat([person for _, person, _ in table], counts),
        np.repeat([number for _, _, number in table], counts),
    )


def _scored(
    trials: Trials, scorer: Scorer[Any, Any], enrolled: list[list[Any]], probes: list[Any]
) -> ScoreMatrix:
    """Every comparison asked for; NaN where the scorer was not ready or enrolment failed."""
    scores = np.full(trials.asked.shape, np.nan)
    for owner, sessions in enumerate(enrolled):
        template = scorer.enrol(sessions)
        if isinstance(template, NotReady | EnrolmentFailed):
            continue
        for index in np.flatnonzero(trials.asked[owner]):
            outcome = scorer.score(template, probes[index])
            if isinstance(outcome, Scored):
                scores[owner, index] = outcome.llr
    return scores


def _owners(trials: Trials) -> range:
    return range(len(trials.owners))
