"""BB-MAS: raw events through the same pairing as on a device."""

from pathlib import Path

import numpy as np
import pytest

from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import UNKNOWN_POSITION
from samehands.errors import DataSetError
from samehands.lab.datasets.bbmas import load_bbmas


def test_the_clean_people_are_43(data_root: Path) -> None:
    corpus = load_bbmas(data_root)
    assert (len(corpus.people), len(corpus), len(corpus.keystrokes)) == (43, 43, 243_465)
    holds = corpus.keystrokes.hold
    assert int(np.sum(holds == MISSING)) == 91
    assert 60_000 < np.median(holds[holds != MISSING]) < 120_000
    assert int(np.sum(corpus.position == UNKNOWN_POSITION)) == 498


@pytest.mark.slow
def test_all_people_are_116_and_the_clean_ones_come_out_the_same_among_them(
    data_root: Path,
) -> None:
    corpus, clean = load_bbmas(data_root, clean_only=False), load_bbmas(data_root)
    assert (len(corpus.people), len(corpus.keystrokes)) == (116, 647_216)
    for number, name in enumerate(clean.people):
        whole, alone = corpus.recording(corpus.people.index(name)), clean.recording(number)
        assert np.array_equal(whole.press, alone.press)
        assert np.array_equal(whole.release, alone.release)


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keystroke" / "bbmas-desktop"
    with pytest.raises(DataSetError, match="no such file"):
        load_bbmas(tmp_path)
    folder.mkdir(parents=True)
    (folder / "subjects.csv").write_text("subject,logger_floor_47ms\n1,0\n")
    (folder / "events.csv.zst").write_text("subject,eid,key,direction,time_ms\n1,0,a,2,5\n")
    with pytest.raises(DataSetError, match="another direction"):
        load_bbmas(tmp_path)
