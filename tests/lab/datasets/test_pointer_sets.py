"""The pointer sets: what the loaders make of files as described, and of the real ones."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from samehands.capture.pointer import PointerKind
from samehands.errors import DataSetError
from samehands.lab.datasets.balabit import ILLEGAL, LEGAL, TRAINING, load_balabit
from samehands.lab.datasets.bogazici import load_bogazici
from samehands.lab.datasets.pointer_corpus import PointerCorpus
from samehands.lab.datasets.sapimouse import ONE_MINUTE, THREE_MINUTES, load_sapimouse

MOVE, DOWN, UP, WHEEL, GAP = PointerKind


def packed(path: Path, files: dict[str, str]) -> None:
    """An archive of some files."""
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:xz") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))


def test_sapimouse_has_the_longer_recording_first(tmp_path: Path) -> None:
    head = "client timestamp,button,state,x,y\n"
    packed(
        tmp_path / "mouse" / "sapimouse" / "sapimouse.tar.xz",
        {
            "sapimouse/user10/session_1min.csv": head + "70,NoButton,Move,5,6\n",
            "sapimouse/user10/session_3min.csv": head
            + "40,NoButton,Move,1,2\n56,Left,Pressed,1,2\n72,Left,Drag,3,2\n90,Left,Released,3,2\n",
            "sapimouse/user2/session_1min.csv": head + "7,Right,Pressed,5,6\n",
        },
    )

    corpus = load_sapimouse(tmp_path)

    assert corpus.people == ("user2", "user10")
    assert corpus.kind.tolist() == [ONE_MINUTE, THREE_MINUTES, ONE_MINUTE]
    own = corpus.recording(1)
    assert own.at.tolist() == [0, 16_000, 32_000, 50_000]
    assert own.kind.tolist() == [MOVE, DOWN, MOVE, UP]
    assert own.button.tolist() == [0, 1, 0, 1]


def test_work_outside_the_office_is_a_gap_and_sessions_come_in_time_order(tmp_path: Path) -> None:
    head = "action,client_timestamp,x,y,button,state,window\n"
    folder = tmp_path / "mouse" / "bogazici-desktop"
    packed(
        folder / "sessions.tar.xz",
        {
            "sessions/user1/session_9": head
            + "Movement,10.0,-5,6,None,Move,office\nMovement,10.5,7,6,None,Move,League\n"
            + "Movement,11.0,9,6,None,Move,work\n",
            "sessions/user1/session_3": head + "Click,50.0,1,1,Left,Pressed,browsing\n",
            "sessions/user1/session_5": head + "Click,50.0,1,1,Left,Pressed,browsing\n",
        },
    )
    (folder / "sessions.csv").write_text(
        "account,session,is_illegal,n_events,t_start_epoch,t_end_epoch\n"
        "user1,session_9,0,3,10.0,11.0\nuser1,session_3,1,1,5.0,5.0\n"
    )

    corpus = load_bogazici(tmp_path)

    assert corpus.kind.tolist() == [1, 0]
    assert corpus.recording(1).kind.tolist() == [MOVE, GAP, MOVE]
    assert corpus.recording(1).at.tolist() == [0, 500_000, 1_000_000]
    assert corpus.recording(1).x.tolist()[0] == -5


def test_balabit_s_unlabelled_sessions_are_left_out(tmp_path: Path) -> None:
    head = "record timestamp,client timestamp,button,state,x,y\n"
    folder = tmp_path / "mouse" / "balabit"
    body = head + "0.0,0.0,NoButton,Move,65535,5\n0.1,0.1,Scroll,Down,0,0\n"
    packed(
        folder / "balabit-full.tar.xz",
        {
            "training_files/user7/session_1": body,
            "test_files/user7/session_2": body,
            "test_files/user7/session_3": body,
            "test_files/user7/session_4": body,
            "README.md": "",
        },
    )
    (folder / "public_labels.csv").write_text("filename,is_illegal\nsession_2,1\nsession_4,0\n")

    corpus = load_balabit(tmp_path)

    assert sorted(corpus.kind.tolist()) == [TRAINING, LEGAL, ILLEGAL]
    assert corpus.recording(0).kind.tolist() == [MOVE, WHEEL]


def test_a_state_that_nobody_described_is_refused(tmp_path: Path) -> None:
    packed(
        tmp_path / "mouse" / "sapimouse" / "sapimouse.tar.xz",
        {"sapimouse/user1/session_1min.csv": "client timestamp,button,state,x,y\n1,a,Fly,1,1\n"},
    )

    with pytest.raises(DataSetError, match="unknown states"):
        load_sapimouse(tmp_path)


@pytest.mark.parametrize("load", [load_sapimouse, load_bogazici, load_balabit])
def test_an_absent_set_is_said(load: Callable[[Path], PointerCorpus], tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        load(tmp_path)


def test_a_damaged_archive_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mouse" / "sapimouse" / "sapimouse.tar.xz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no archive")

    with pytest.raises(DataSetError, match="archive"):
        load_sapimouse(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "people", "strokes"),
    [(load_sapimouse, 70, 20_000), (load_bogazici, 10, 38_000), (load_balabit, 10, 340_000)],
)
def test_of_the_real_sets_no_event_disappears(
    load: Callable[[Path], PointerCorpus], people: int, strokes: int, data_root: Path
) -> None:
    corpus = load(data_root)
    traced = corpus.traced()

    assert len(corpus.people) == people
    assert len(traced.strokes) == traced.lengths.sum() > strokes
    counts = traced.counts
    assert counts.received == len(corpus.events)
    assert counts.received == counts.accepted + sum(counts.rejected.values())
    assert np.all(np.diff(corpus.bounds) >= 0)
