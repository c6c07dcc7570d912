import pytest

from samehands.cli.demo_clock import DemoClock, real_time
from samehands.cli.demo_reads import MadeUpRead
from samehands.cli.host_application import HostApplication
from samehands.cli.live_demo import running
from samehands.cli.live_reads import LiveReads
from samehands.errors import StorageError
from samehands.quantities import Micros
from samehands.rhythm import DEFAULT
from samehands.server.auth.key_text import KeyText
from samehands.wire.records import Place

pytestmark = pytest.mark.slow

READ = MadeUpRead(Place("seat-1", "day-1", Micros(0)), 4711)


def test_a_read_is_durable_when_telling_it_returns_and_a_service_that_refuses_is_an_error() -> (
    None
):
    clock = DemoClock()
    clock.set(real_time())
    with running(DEFAULT, 0, clock, "http://127.0.0.1:9") as service:
        host = HostApplication(service.address, service.api_key)
        told = LiveReads(service.address, service.api_key)
        stranger = LiveReads(service.address, str(KeyText.fresh()))
        try:
            session = host.open("seat-1")
            told.tell(session, READ, clock())
            with pytest.raises(StorageError, match="a read of a record"):
                stranger.tell(session, READ, clock())
        finally:
            for each in (told, stranger, host):
                each.close()
