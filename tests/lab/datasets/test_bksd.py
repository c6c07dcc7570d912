"""BKSD: four parts, two known quirks."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from samehands.capture.keystrokes import MISSING
from samehands.capture.positions import UNKNOWN_POSITION, position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.bksd import load_bksd

Task = Literal["Password", "Phrase"]
Language = Literal["English", "Arabic"]


@pytest.mark.parametrize(
    ("task", "language", "people", "recordings", "lost"),
    [
        ("Password", "English", 50, 19_955, 175),
        ("Password", "Arabic", 50, 19_680, 58),
        ("Phrase", "English", 35, 13_598, 105),
        ("Phrase", "Arabic", 35, 13_544, 194),
    ],
)
def test_the_parts_have_their_people_and_repetitions(
    data_root: Path, task: Task, language: Language, people: int, recordings: int, lost: int
) -> None:
    corpus = load_bksd(data_root, task, language)
    assert (len(corpus.people), len(corpus)) == (people, recordings)
    assert len(corpus.keystrokes) == recordings * (8 if task == "Password" else 16)
    assert int(np.sum(corpus.keystrokes.release == MISSING)) == lost
    dd = np.diff(corpus.keystrokes.press)[~corpus.keystrokes.starts_run[1:]]
    assert np.all(dd >= 0)


def test_people_carry_one_name_in_both_languages(data_root: Path) -> None:
    english = load_bksd(data_root, "Phrase", "English").people
    arabic = load_bksd(data_root, "Phrase", "Arabic").people
    assert english == arabic


def test_only_the_passwords_keys_are_known_and_not_of_12_people(data_root: Path) -> None:
    corpus = load_bksd(data_root, "Password", "English")
    password = [f"Key{key}" for key in "THUG"] + ["Minus", "Digit1", "Digit7", "Digit3"]
    rows = corpus.position.reshape(-1, 8)
    known = np.all(rows == [position_of(key) for key in password], axis=1)
    assert np.all(rows[~known] == UNKNOWN_POSITION)
    assert len(np.unique(corpus.person[~known])) == 12
    assert not set(corpus.person[~known].tolist()) & set(corpus.person[known].tolist())
    phrase = load_bksd(data_root, "Phrase", "English")
    assert np.all(phrase.position == UNKNOWN_POSITION)


def test_an_absent_or_broken_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        load_bksd(tmp_path, "Phrase", "Arabic")
    folder = tmp_path / "keystroke" / "bksd"
    folder.mkdir(parents=True)
    (folder / "Phrase-Arabic.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(DataSetError, match="due a zip archive"):
        load_bksd(tmp_path, "Phrase", "Arabic")
