import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cli.typists import COLLEAGUE, OWNER, QUICK, STRANGER, Command, Recorder
from samehands.identity import decode_template, encode_back_end
from samehands.identity.back_ends import shipped_back_end
from samehands.rhythm import shipped


def test_sittings_become_a_template_that_only_its_owner_can_read(
    recorded: Recorder, samehands: Command, tmp_path: Path
) -> None:
    path = tmp_path / "me.template"
    sittings = [recorded(OWNER, session) for session in range(2)]
    status, out, err = samehands("enrol", *sittings, "-o", path, "--subject", "ann")

    template = decode_template(path.read_bytes(), projection=shipped().ref)
    assert (status, err) == (0, "")
    assert "ann is enrolled from 12 windows in 2 sessions" in out
    assert len(template.sessions) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"ann" not in path.read_bytes()


def test_too_little_typing_says_what_is_missing_and_writes_nothing(
    recorded: Recorder, samehands: Command, tmp_path: Path
) -> None:
    path = tmp_path / "me.template"
    status, _, err = samehands("enrol", recorded(OWNER, 0), "-o", path)

    assert status == 3
    assert "6 of 10 windows: about 400 more keystrokes." in err
    assert "1 of 2 sessions" in err
    assert not path.exists()


def test_recordings_of_several_people_make_no_template(
    recorded: Recorder, samehands: Command, tmp_path: Path
) -> None:
    path, back_end = tmp_path / "me.template", tmp_path / "back-end.json"
    # Without a share of outliers, which would excuse any one window.
    back_end.write_bytes(encode_back_end(replace(shipped_back_end(), outliers=0.0)))
    typists = (QUICK, STRANGER, QUICK, STRANGER)
    sittings = [recorded(typist, session, 940) for session, typist in enumerate(typists)]
    status, _, err = samehands("enrol", *sittings, "-o", path, "--back-end", back_end)

    assert status == 3
    assert "do not look like one person's" in err
    assert not path.exists()


def test_the_same_recording_twice_is_one_sitting_too_few(
    recorded: Recorder, samehands: Command, tmp_path: Path
) -> None:
    sitting = recorded(OWNER, 0)
    status, _, err = samehands("enrol", sitting, sitting, "-o", tmp_path / "me.template")

    assert status == 2
    assert "twice" in err


def test_a_bad_recording_among_good_ones_leaves_the_old_template(
    template: Path, recorded: Recorder, samehands: Command
) -> None:
    old = template.read_bytes()
    bad = recorded(COLLEAGUE, 0)
    bad.write_bytes(bad.read_bytes()[:-9])
    status, _, err = samehands("enrol", recorded(COLLEAGUE, 1), bad, "-o", template)

    assert status == 2
    assert bad.name in err
    assert template.read_bytes() == old


def test_a_full_disk_is_status_1_and_leaves_the_old_template(
    template: Path, recorded: Recorder, samehands: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = template.read_bytes()
    sittings = [recorded(COLLEAGUE, session) for session in range(2)]

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = samehands("enrol", *sittings, "-o", template)

    assert status == 1
    assert os.strerror(errno.ENOSPC) in err
    assert template.read_bytes() == old
