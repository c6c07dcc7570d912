"""The alarm lines that are shipped: from development people whom a projection has not seen."""

from pathlib import Path
from typing import Final

import msgspec

from samehands.adapters.files import replace_file
from samehands.errors import SettingsError
from samehands.identity.back_ends import shipped_back_end
from samehands.lab.evaluation import cross_fit, evaluate
from samehands.lab.split import Role
from samehands.lab.training.noise import Progress
from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import cross_fitted
from samehands.rhythm.projections import shipped
from samehands.trust import Threshold

PROTOCOL: Final = "take_over"
"""What makes genuine months of the people's real sessions."""

MONACO: Final = "monaco-free-text"
"""The corpus of the protocol, as plans call it."""


def measure_threshold(name: str, root: Path, seed: int, say: Progress) -> Threshold:
    """The threshold of a projection at the protocol's budget, on monaco's development people.

    A projection that is trained on monaco is trained anew without the people measured; of its
    several thresholds, one for each division of the people, the middle one counts: single
    divisions of 13 people differ by a factor of two.

    Args:
        name: of a plan, and of the projection shipped by it.
        root: the data folder.
        seed: of every draw.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: no such plan.
    """
    plan = load_plan(name)
    if MONACO in plan.data:
        train = cross_fitted(plan, root, MONACO, say)
        result = cross_fit(PROTOCOL, train, root, seed, Role.DEVELOPMENT, 3, draws=5)
    else:
        back_end = shipped_back_end(name)
        result = evaluate(PROTOCOL, shipped(name), back_end, root, seed, Role.DEVELOPMENT)
    if result.drill is None:
        raise SettingsError(f"protocol {PROTOCOL}", got="no drill", due="thresholds")
    ranked = sorted(result.drill.thresholds, key=lambda threshold: threshold.level)
    return ranked[len(ranked) // 2]


def ship_threshold(threshold: Threshold, name: str, package: Path) -> Path:
    """Puts a threshold into the package.

    Args:
        threshold: what was measured.
        name: of the projection.
        package: the folder `samehands` of a source tree.

    Raises:
        StorageError: the disk refused.
    """
    path = package / "monitor" / "thresholds" / f"{name}.json"
    replace_file(path, msgspec.json.format(msgspec.json.encode(threshold), indent=1) + b"\n")
    return path
