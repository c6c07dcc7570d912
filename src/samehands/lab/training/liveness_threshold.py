"""The alarm line for machine input: from genuine windows of people whom the fit has not seen."""

from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from samehands.adapters.files import replace_file
from samehands.errors import EmptyScoresError
from samehands.lab.liveness.windows import Label, Windows, sent
from samehands.lab.training.liveness import PERMISSIVE
from samehands.lab.training.liveness_detector import LivenessDetector
from samehands.lab.training.liveness_windows import attacks, bona_fide, streams_of
from samehands.lab.training.noise import Progress
from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import load_sources
from samehands.liveness.combiner import CEILING, FLOOR
from samehands.liveness.models import shipped_model
from samehands.rhythm.projections import shipped
from samehands.trust import Budget, GenuineRuns, Threshold, assumed_threshold, threshold_for

FOLDS: Final = 3
"""Parts of the people: each is judged by a fit on the others."""

STREAMS: Final = 1
"""Sessions of a person that each forger is put into, for these fits."""


def genuine_runs(name: str, root: Path, seed: int, say: Progress) -> GenuineRuns:
    """The evidence, bounded as the monitor bounds it, of every window of every permissive person.

    Windows are in the order in which they were typed, and each person's earlier sessions are
    remembered, so that chance likenesses to them count as they would.

    Args:
        name: of the projection.
        root: the data folder.
        seed: of every draw.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent.
    """
    projection = shipped(name)
    say("reading people")
    streams = streams_of([source.corpus for source in load_sources(load_plan(PERMISSIVE), root)])
    rng = np.random.default_rng(seed)
    people = np.array(sorted({stream.person for stream in streams}))
    part = dict(zip(people.tolist(), (rng.permutation(len(people)) % FOLDS).tolist(), strict=True))
    evidence, person, session = [], [], []
    for fold in range(FOLDS):
        say(f"part {fold + 1} of {FOLDS}")
        others = [stream for stream in streams if part[stream.person] != fold]
        detector = LivenessDetector(shipped_model(name), seed)
        detector.fit(
            bona_fide(others, projection, rng),
            attacks(others, projection, root, rng, sessions=STREAMS),
        )
        history: dict[int, list[Windows]] = {}
        for number, stream in enumerate(streams):
            if part[stream.person] != fold:
                continue
            typed = sent(stream.keystrokes, projection, Label(stream.person, number)).windows
            before = history.setdefault(stream.person, [])
            said = detector.score(typed, Windows.joined(before))
            evidence.append(np.clip(said, FLOOR, CEILING))
            person.append(typed.person)
            session.append(typed.session)
            before.append(typed)
    return GenuineRuns(np.concatenate(evidence), np.concatenate(person), np.concatenate(session))


def machine_threshold(runs: GenuineRuns, budget: Budget, seed: int) -> Threshold:
    """The line that keeps the budget on genuine windows; the assumed one where they hardly alarm.

    Never below the assumed one, which holds for calibrated evidence: too few windows are there to
    go below it.

    Args:
        runs: genuine evidence.
        budget: of false alarms.
        seed: of every draw.
    """
    assumed = assumed_threshold(budget)
    try:
        found, _ = threshold_for(budget, runs, np.random.default_rng(seed))
    except EmptyScoresError:
        return assumed
    return found if found.level >= assumed.level else assumed


def ship_machine_threshold(threshold: Threshold, name: str, package: Path) -> Path:
    """Puts a threshold into the package.

    Args:
        threshold: what was measured.
        name: of the projection.
        package: the folder `samehands` of a source tree.

    Raises:
        StorageError: the disk refused.
    """
    path = package / "monitor" / "thresholds" / f"machine-{name}.json"
    replace_file(path, msgspec.json.format(msgspec.json.encode(threshold), indent=1) + b"\n")
    return path
