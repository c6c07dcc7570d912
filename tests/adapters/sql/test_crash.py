"""Kill -9 in the middle of appending: what was acknowledged is there, and nothing twice."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.sql.appending import SUBJECTS
from samehands.adapters.sql import KeyRing, open_store

KILLS = 5


@pytest.mark.slow
def test_what_was_acknowledged_outlives_being_killed(
    store_url: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    key_file = tmp_path / "keys"
    keys = KeyRing.generate(key_file)
    moments = random.Random(7)  # noqa: S311  # moments to kill at, no secret
    before = 0
    for _ in range(KILLS):
        acknowledged = _killed_after(
            moments.uniform(0.01, 0.3), key_file, store_url, pytestconfig.rootpath
        )
        assert acknowledged > before
        with open_store(store_url, keys=keys) as store:
            kept = [store.journal.load(f"subject-{place}") for place in range(SUBJECTS)]
            ordinals = {one.ordinal for one in kept}
            # All of an append or none of it: the last may have been kept and not yet been told.
            assert ordinals <= {acknowledged, acknowledged + 1}
            assert len(ordinals) == 1
            points = store.journal.taken("subject-0", "a", limit=10_000)
            assert [point.ordinal for point in points] == list(range(1, kept[0].ordinal + 1))
        before = kept[0].ordinal


def _killed_after(seconds: float, key_file: Path, url: str, root: Path) -> int:
    """Start appending, kill it some time after its first acknowledgement; the last one."""
    path = os.pathsep.join([str(root / "tests"), str(root / "src")])
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "adapters.sql.appending", str(key_file), url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest, errors = process.communicate()
    assert process.returncode == -9, errors
    # The last line may be torn: then nobody was told.
    told = [first, *rest.splitlines(keepends=True)]
    return max(int(line) for line in told if line.endswith("\n"))
