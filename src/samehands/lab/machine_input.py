"""The benchmark of machine input with the product's own detectors in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from samehands.errors import SettingsError
from samehands.lab.liveness.protocol import load_protocol
from samehands.lab.liveness.result import LivenessResult
from samehands.lab.liveness.run import REFERENCE, Detectors, run_liveness
from samehands.lab.training.liveness_detector import LivenessDetector
from samehands.liveness.models import index, shipped_model
from samehands.rhythm import Projection

PRODUCT: Final = "samehands"
"""The name of the product's detectors in reports."""


def measure_liveness(
    projection: Projection,
    root: Path,
    seed: int,
    say: Callable[[str], None],
    only: tuple[str, ...] = (),
    streams: int | None = None,
) -> LivenessResult:
    """Tries the plain reference, and the product's detectors where the projection has a model.

    Args:
        projection: that makes the windows.
        root: the data folder.
        seed: of every draw.
        say: told of each stage.
        only: detectors by name; all where none.
        streams: of each forger in each half; as the protocol says where not given.

    Raises:
        DataSetError: a data set is absent or not as described.
        SettingsError: no detector of that name.
    """
    detectors: Detectors = dict(REFERENCE)
    if projection.name in index():
        model = shipped_model(projection.name)
        product: Detectors = {PRODUCT: lambda: LivenessDetector(model)}
        detectors = {**product, **detectors}
    strangers = sorted(set(only) - set(detectors))
    if strangers:
        raise SettingsError("detector", got=", ".join(strangers), due=f"of {', '.join(detectors)}")
    chosen = {name: make for name, make in detectors.items() if not only or name in only}
    protocol = load_protocol()
    if streams is not None:
        protocol = msgspec.structs.replace(protocol, streams=streams, development_streams=streams)
    return run_liveness(projection, root, seed, say, detectors=chosen, protocol=protocol)
