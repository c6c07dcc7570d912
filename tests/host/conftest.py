"""A service for all tests of its client: it is started once and has nothing of another's in it."""

from collections.abc import Iterator

import pytest

from fixtures.service import Service
from samehands.host import Samehands


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service."""
    running = Service(tmp_path_factory.mktemp("service")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def api_key(service: Service) -> str:
    """Of a host application."""
    return service.api_key()


@pytest.fixture
def samehands(service: Service, api_key: str) -> Iterator[Samehands]:
    """A client of the service."""
    with Samehands(service.url, api_key, patience=30.0) as client:
        yield client
