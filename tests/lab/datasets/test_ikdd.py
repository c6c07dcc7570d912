"""IKDD: lists of values without order."""

from pathlib import Path

import numpy as np
import pytest

from samehands.capture.positions import UNKNOWN_POSITION, Zone, position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.ikdd import IkddFeatures, load_ikdd


def loaded(folder: Path, lines: str) -> IkddFeatures:
    path = folder / "keystroke" / "ikdd" / "features.csv.zst"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lines)
    return load_ikdd(folder)


def test_80_people_and_265_logs_are_read(data_root: Path) -> None:
    features = load_ikdd(data_root)
    assert (len(features.people), len(features.person), len(features.log)) == (80, 265, 139_508)
    assert (len(features.values), features.rejected) == (1_527_138, 5)
    assert int(np.sum(features.is_hold)) == 14_257
    assert np.mean(features.first == UNKNOWN_POSITION) < 0.01
    holds = features.values[features.is_hold[features.feature_of_value()]]
    assert np.median(holds) == 94_000


def test_lines_become_features_and_negative_values_are_counted(tmp_path: Path) -> None:
    lines = "007,2,65-0,90,80\n007,2,65-161,200\n007,3,32-0,-5,70\n008,1,19-0,1\n"
    features = loaded(tmp_path, lines)
    assert (features.people, features.person.tolist()) == (("007", "008"), [0, 0, 1])
    assert (features.number.tolist(), features.log.tolist()) == ([2, 3, 1], [0, 0, 1, 2])
    assert features.is_hold.tolist() == [True, False, True, True]
    assert features.first.tolist()[:3] == [position_of(c) for c in ("KeyA", "KeyA", "Space")]
    assert features.second[1] == position_of("ShiftRight")
    assert features.first_zone[3] == Zone.OTHER
    assert features.second_zone.tolist() == [-1, Zone.SHIFT, -1, -1]
    assert features.values.tolist() == [90_000, 80_000, 200_000, 70_000, 1_000]
    assert features.bounds.tolist() == [0, 2, 3, 4, 5]
    assert features.rejected == 1


@pytest.mark.parametrize(
    "lines", ["1,1,65-0,x\n", "1,1,65-0\n", "1,1,65,5\n", "1,1,a-0,5\n", "1,1,256-0,5\n", "\n", ""]
)
def test_wrong_lines_are_refused(tmp_path: Path, lines: str) -> None:
    with pytest.raises(DataSetError):
        loaded(tmp_path, lines)


def test_an_absent_data_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        load_ikdd(tmp_path)
