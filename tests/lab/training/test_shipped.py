from pathlib import Path

import msgspec
import pytest

from samehands.lab.training.plan import load_plan
from samehands.lab.training.shipped import train_shipped

pytestmark = pytest.mark.slow


def test_a_second_training_goes_on_from_what_was_measured(data_root: Path, tmp_path: Path) -> None:
    plan = load_plan("open-1")
    first_said: list[str] = []
    first = train_shipped(plan, data_root, tmp_path, first_said.append)
    (kept,) = tmp_path.iterdir()

    again_said: list[str] = []
    again = train_shipped(plan, data_root, tmp_path, again_said.append)
    other = msgspec.structs.replace(plan, kappa=2 * plan.kappa)
    weighted = train_shipped(other, data_root, tmp_path, lambda _: None)

    assert again_said == [first_said[0], f"as measured before: {kept}", "directions"]
    assert again.file == first.file
    assert weighted.file != first.file
    assert list(tmp_path.iterdir()) == [kept]


def test_another_seed_is_another_measurement(data_root: Path, tmp_path: Path) -> None:
    plan = load_plan("open-1")
    for seed in (1, 2):
        seeded = msgspec.structs.replace(plan, seed=seed)
        train_shipped(seeded, data_root, tmp_path, lambda _: None)

    assert len(list(tmp_path.iterdir())) == 2
