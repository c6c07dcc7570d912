import hashlib
import sys
from pathlib import Path

import pytest

from samehands.lab.peers.environment import STAMP, NotInstalled, environment


def _lock(folder: Path, text: str) -> str:
    (folder / "peer.txt").write_text(text, encoding="utf-8")
    return f"{sys.version}\n{hashlib.sha256(text.encode()).hexdigest()}\n"


def test_without_a_lock_a_peer_is_not_installed(tmp_path: Path) -> None:
    outcome = environment("peer", tmp_path, tmp_path / "cache")
    assert isinstance(outcome, NotInstalled)
    assert "source checkout" in outcome.reason
    assert not (tmp_path / "cache").exists()


def test_an_environment_of_the_same_lock_is_used_as_it_is(tmp_path: Path) -> None:
    stamp = _lock(tmp_path, "nothing\n")
    python = tmp_path / "cache" / "peer" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "cache" / "peer" / STAMP).write_text(stamp, encoding="utf-8")
    assert environment("peer", tmp_path, tmp_path / "cache") == python


def test_a_cache_that_cannot_be_made_is_a_reason(tmp_path: Path) -> None:
    _lock(tmp_path, "nothing\n")
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    outcome = environment("peer", tmp_path, tmp_path / "cache")
    assert outcome == NotInstalled("its environment could not be made: FileExistsError")


@pytest.mark.slow
def test_what_cannot_be_installed_is_a_reason_and_leaves_no_environment(tmp_path: Path) -> None:
    _lock(tmp_path, "a-requirement-without-its-hash==1.0\n")  # refused before any network
    cache = tmp_path / "cache"
    stale = cache / "peer"
    stale.mkdir(parents=True)
    (stale / STAMP).write_text("another lock\n", encoding="utf-8")
    outcome = environment("peer", tmp_path, cache)
    assert outcome == NotInstalled("pip could not install it: exit status 1")
    assert not (cache / "peer" / STAMP).exists()
    assert (cache / ".gitignore").read_text(encoding="utf-8") == "*\n"
