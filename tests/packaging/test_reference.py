"""The reference pages say what the code says."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_pages_that_are_made_from_code_are_current(checkout: Path) -> None:
    asked = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, str(checkout / "tools" / "reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.stdout == "not current: none\n", f"{asked.stderr}Renew: python tools/reference.py"
