"""The whole benchmark of machine input: from the data folder to the result."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from samehands.errors import SettingsError
from samehands.lab.liveness.attacks import ATTACK_FILES, generators
from samehands.lab.liveness.cases import CASE_FILES, bona_fide_cases
from samehands.lab.liveness.detector import Detector, Sign
from samehands.lab.liveness.early import DeviceSign
from samehands.lab.liveness.halves import load_cast
from samehands.lab.liveness.protocol import Protocol, load_protocol
from samehands.lab.liveness.reference import Reference
from samehands.lab.liveness.result import LivenessResult
from samehands.lab.liveness.rules import Duckhunt, Ukip
from samehands.lab.liveness.signs import SignTrial
from samehands.lab.liveness.sources import SOURCES
from samehands.lab.liveness.synapse import Synapse
from samehands.lab.liveness.trial import Trial
from samehands.lab.liveness.windows import SCALARS
from samehands.lab.results import DataFile, code_commit, data_files
from samehands.rhythm import Projection

Say = Callable[[str], None]

Detectors = Mapping[str, Callable[[], Detector]]
"""Name → what makes a new detector of windows, in the order of reports."""

REFERENCE: Final[Detectors] = {"reference": Reference}
"""What every run tries, whatever else."""

SIGNS: Final[dict[str, Sign]] = {
    "early sign": DeviceSign(),
    "ukip": Ukip(),
    "duckhunt": Duckhunt(),
    "synapse-shield": Synapse(),
}
"""Signs of raw streams by name, in the order of reports."""


def run_liveness(
    projection: Projection,
    root: Path,
    seed: int,
    say: Say,
    *,
    detectors: Detectors = REFERENCE,
    protocol: Protocol | None = None,
) -> LivenessResult:
    """Tries detectors and signs on people and forgers.

    Args:
        projection: that makes the windows.
        root: the data folder.
        seed: of every draw.
        say: told of each stage.
        detectors: of windows.
        protocol: the one that comes with the laboratory where not given.

    Raises:
        DataSetError: a data set is absent or not as described.
        SettingsError: there is no detector.
    """
    if not detectors:
        raise SettingsError("detectors", got="none", due="at least one")
    protocol = load_protocol() if protocol is None else protocol
    rng = np.random.default_rng(seed)
    say("people, and the forgers at work")
    cast = load_cast(protocol, projection, root, rng)
    say("hard cases")
    cases = bona_fide_cases(cast, protocol, projection, root, rng)
    names = generators(cast.recorded)
    n = projection.keystrokes
    trial = Trial(cast, cases, names, protocol, n, seed)
    reports = []
    for name, make in detectors.items():
        say(f"detector {name}")
        reports.append(trial.report(name, make))
    signs = SignTrial(cast.evaluation.attacks, cases, names, protocol, n, seed)
    say("rules")
    return LivenessResult(
        protocol.title,
        projection.name,
        projection.digest.hex(),
        SCALARS,
        protocol.bpcer,
        protocol.early_keystrokes,
        n,
        seed,
        code_commit(),
        _files(protocol, root),
        tuple(reports),
        tuple(signs.report(name, sign) for name, sign in SIGNS.items()),
    )


def _files(protocol: Protocol, root: Path) -> tuple[DataFile, ...]:
    people = [
        path
        for name in (*protocol.people, *protocol.measured_only)
        for path in SOURCES[name].files
    ]
    recorded = sorted(
        str(path.relative_to(root)) for path in (root / "bot/tool-generated").glob("*/*.csv.gz")
    )
    used = [path for path in recorded if "/typing/" in path or "/remote/" in path]
    return data_files(root, sorted({*people, *ATTACK_FILES, *CASE_FILES, *used}))
