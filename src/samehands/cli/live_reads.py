"""Made-up reads, told to a running service by the client that host applications use."""

import secrets
from threading import Event
from typing import Final

from samehands.cli.demo_reads import RESOURCE, SOURCE, MadeUpRead
from samehands.errors import StorageError
from samehands.host import ReadCounts, RecordHash, Records, StartedSession
from samehands.host.record_hash import SECRET_BYTES
from samehands.quantities import Micros

PATIENCE: Final = 30.0
"""Seconds to wait until a read is durable at the service, which runs in the same process."""

LOOK: Final = 0.002
"""Seconds between two looks at whether it is. Longer: the demo's earlier days take longer."""


class LiveReads:
    """Tells a service of reads, one by one, each durable before the story goes on.

    An application would not wait. The demo's clock runs many times faster than a client's timer,
    so that reads would come after what was typed after them.

    Args:
        server: its address.
        api_key: with the scope `access`.

    Raises:
        SettingsError: an address or a key that is none.
    """

    def __init__(self, server: str, api_key: str) -> None:
        hashes = RecordHash(secrets.token_bytes(SECRET_BYTES))
        self._records = Records(server, api_key, hashes, source=SOURCE, batch=1)
        self._waking = Event()

    def close(self) -> None:
        """Let go of the connection."""
        self._records.close()

    def tell(self, session: StartedSession, read: MadeUpRead, at: Micros) -> None:
        """Tell of a read.

        Args:
            session: in which.
            read: of what.
            at: when, on the server's clock.

        Raises:
            StorageError: the server did not take it in.
        """
        self._records.read(read.record, RESOURCE, session=session.session, at=at)
        waited = 0.0
        while (counts := self._records.counts).waiting and waited < PATIENCE:
            self._waking.wait(LOOK)
            waited += LOOK
        if _lost(counts):
            raise StorageError("server: it did not take in a read of a record")


def _lost(counts: ReadCounts) -> bool:
    return counts.told != counts.accepted
