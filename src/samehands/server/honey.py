"""The register of honey records, as whoever watches holds it: a set of hashes, never shown."""

from typing import Final

from litestar.concurrency import sync_to_thread

from samehands.adapters.sql import SqlStore
from samehands.quantities import MICROS_PER_SECOND, Micros

READ_AGAIN: Final = Micros(10 * MICROS_PER_SECOND)
"""How old what is held may be, µs: another process may have registered more.

Longer: a honey record works later there. Shorter: more reading for nothing."""


class HoneyRegister:
    """Knows whether a record is one.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._held: frozenset[bytes] = frozenset()
        self._good_until = Micros(-1)

    def __repr__(self) -> str:
        return "HoneyRegister()"

    async def current(self, now: Micros) -> frozenset[bytes]:
        """The hashes, not older than `READ_AGAIN`.

        Raises:
            StorageError: the store cannot be read.
        """
        if now >= self._good_until:
            self._held = await sync_to_thread(self._store.honey.all)
            self._good_until = Micros(now + READ_AGAIN)
        return self._held

    def changed(self) -> None:
        """Read it anew the next time."""
        self._good_until = Micros(-1)
