"""Barkworth: people and a bot in the same application."""

from pathlib import Path

import numpy as np
import pytest

from samehands.capture.keystrokes import MISSING
from samehands.errors import DataSetError
from samehands.lab.datasets.barkworth import load_barkworth_keys


def test_there_are_34_sessions_of_people_and_30_of_a_bot(data_root: Path) -> None:
    keys = load_barkworth_keys(data_root)
    corpus = keys.corpus
    assert (len(corpus), int(np.sum(keys.is_bot))) == (64, 30)
    assert len(corpus.keystrokes) == 9_154
    assert [name.startswith("simple") for name in corpus.people] == keys.is_bot.tolist()
    assert not np.any(corpus.keystrokes.release == MISSING)


def test_the_bot_lets_go_of_a_key_much_faster_than_anybody(data_root: Path) -> None:
    keys = load_barkworth_keys(data_root)
    medians = np.array(
        [np.median(keys.corpus.recording(index).hold) for index in range(len(keys.corpus))]
    )
    assert medians[~keys.is_bot].min() > medians[keys.is_bot].max()


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keystroke" / "bot-barkworth"
    with pytest.raises(DataSetError, match="no such file"):
        load_barkworth_keys(tmp_path)
    folder.mkdir(parents=True)
    (folder / "key.csv.zst").write_text("session,class,t_s,pressed,released\ns,human,1.0,a,a\n")
    with pytest.raises(DataSetError, match="a row that is no event"):
        load_barkworth_keys(tmp_path)
