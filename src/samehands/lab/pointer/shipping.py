"""Shipping: the research projection, trained on everybody, into the package."""

from collections.abc import Callable
from importlib.resources import files as resource_files
from pathlib import Path

import msgspec

from samehands.adapters.files import replace_file
from samehands.identity import BackEnd, decode_back_end, encode_back_end
from samehands.lab.pointer.plan import load_pointer_plan
from samehands.lab.pointer.runs import load_pointer_sets
from samehands.rhythm.pointer import RESEARCH, shipped_pointer
from samehands.rhythm.projections import Shipped


def pointer_back_end() -> BackEnd:
    """The back-end of the research projection.

    Raises:
        TemplateError: the file is no back-end.
        ProjectionMismatchError: it belongs to another version of the projection.
    """
    file = resource_files(__package__) / f"back-end-{RESEARCH}.json"
    return decode_back_end(file.read_bytes(), projection=shipped_pointer(RESEARCH).ref)


def ship_pointer(root: Path, package: Path, say: Callable[[str], None]) -> tuple[Path, Path]:
    """Trains on everybody of the three sets and writes projection, back-end and index.

    Args:
        root: the data folder.
        package: the folder `samehands` of a source tree.
        say: told of each stage.

    Returns:
        The files of the projection and of the back-end.

    Raises:
        DataSetError: a data set is absent.
        StorageError: the disk refused.
    """
    plan = load_pointer_plan()
    say("reading the pointer sets")
    sets = load_pointer_sets(root, plan.rate_ms)
    say("training on everybody")
    trained = sets.trained(plan, {})
    folder = package / "rhythm" / "pointer" / "weights"
    files = (
        folder / f"{plan.name}.json",
        package / "lab" / "pointer" / f"back-end-{plan.name}.json",
    )
    replace_file(files[0], trained.file)
    replace_file(files[1], encode_back_end(trained.back_end))
    listed = {plan.name: Shipped(trained.projection.digest.hex(), commercial=False)}
    replace_file(folder / "index.json", msgspec.json.format(msgspec.json.encode(listed), indent=1))
    return files
