"""What the tests of the service share: one that runs, and a host application that uses it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from server.service import Host, open_service


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    """Write only what went wrong: nobody reads a line for each request of a test."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host application with a service of its own."""
    with open_service(tmp_path) as house:
        yield Host(house)
