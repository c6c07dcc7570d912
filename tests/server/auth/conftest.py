"""What the tests of who may do what share: a server that runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.auth.house import House, open_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A server at an https address, with nobody in it yet."""
    with open_house(tmp_path) as opened:
        yield opened
