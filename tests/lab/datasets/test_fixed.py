"""Passwords in CMU's layout."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from samehands.capture.positions import position_of
from samehands.errors import DataSetError
from samehands.lab.datasets.fixed import load_cmu_corpus, load_iiitbh


def test_cmu_is_51_people_8_sessions_50_times(data_root: Path) -> None:
    corpus = load_cmu_corpus(data_root)
    assert (len(corpus), len(corpus.people), len(corpus.keystrokes)) == (20_400, 51, 224_400)
    assert np.array_equal(np.unique(corpus.session), np.arange(1, 9))
    assert np.all(np.bincount(corpus.person) == 400)
    keys = ["Period", "KeyT", "KeyI", "KeyE", "Digit5", "KeyR", "KeyO", "KeyA", "KeyN", "KeyL"]
    assert corpus.position[:11].tolist() == [position_of(key) for key in [*keys, "Enter"]]


def test_cmu_holds_and_all_three_flights_are_those_of_the_file(data_root: Path) -> None:
    path = data_root / "keystroke" / "cmu-password" / "DSL-StrongPasswordData.csv.gz"
    table = pl.read_csv(path)
    strokes = load_cmu_corpus(data_root).keystrokes
    press, release = strokes.press.reshape(-1, 11), strokes.release.reshape(-1, 11)
    for found, kind in (
        (release - press, "H"),
        (np.diff(press), "DD"),
        (press[:, 1:] - release[:, :-1], "UD"),
    ):
        due = table.select(pl.col(f"^{kind}\\..*$")).to_numpy() * 1e6
        assert np.max(np.abs(found - due)) <= 1


def test_iiitbh_is_12_people_6_sessions_25_times(data_root: Path) -> None:
    corpus = load_iiitbh(data_root)
    assert (len(corpus), len(corpus.people), len(corpus.keystrokes)) == (1_800, 12, 19_800)
    assert np.array_equal(np.unique(corpus.session), np.arange(1, 7))
    assert corpus.prompts == (".xat17padn",)
    assert corpus.position[7] == corpus.position[2] == position_of("KeyA")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("subject,sessionIndex,rep,H.a\nx,1,1,0.1\n", "got 1 columns H and 0 DD"),
        ("subject,rep\nx,1\n", "no column sessionIndex"),
        ("", "due a table"),
    ],
)
def test_another_table_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    folder = tmp_path / "keystroke" / "iiitbh"
    folder.mkdir(parents=True)
    (folder / "IIITBh-Big.csv.gz").write_text(rows)  # the reader looks at the content
    with pytest.raises(DataSetError, match=said):
        load_iiitbh(tmp_path)


def test_negative_times_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keystroke" / "iiitbh"
    folder.mkdir(parents=True)
    names = [*(f"H.{key}" for key in range(11)), *(f"DD.{key}" for key in range(10))]
    (folder / "IIITBh-Big.csv.gz").write_text(
        f"subject,sessionIndex,rep,{','.join(names)}\nx,1,1,{','.join(['-0.1'] * 21)}\n"
    )
    with pytest.raises(DataSetError, match="negative or missing times"):
        load_iiitbh(tmp_path)


def test_an_absent_data_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        load_cmu_corpus(tmp_path)
