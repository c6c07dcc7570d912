"""Makes a read out of what a request knows: the id becomes a hash before anything is kept."""

import time  # noqa: TID251  # the edge: when a record was read, is measured here
from typing import Final, Literal, TypeAlias

from samehands.errors import SettingsError
from samehands.host.reads import Action, Read
from samehands.host.record_hash import RecordHash, Steps
from samehands.quantities import Micros

ActionName: TypeAlias = Literal["view", "search", "export"]
"""What was done with a record, as it is written in a call."""

MOST_COUNTED: Final = 1_000_000
"""Most records in one read; the service counts no further either."""

WHO_CHARACTERS: Final = 128
"""Most characters of a session or a subject."""

_NANOS_PER_MICRO: Final = 1_000


class ReadMaker:
    """Makes reads. Threads may share one.

    Args:
        hashes: give records their names.
    """

    def __init__(self, hashes: RecordHash) -> None:
        self._hashes = hashes
        self._steps = Steps()

    def made(  # noqa: PLR0913  # what there is to say of a read
        self,
        record: str | int,
        resource: str,
        *,
        session: str | None,
        subject: str | None,
        action: ActionName,
        count: int,
        at: Micros | None,
    ) -> Read | None:
        """A read; None where it is none: a request must not fail because of it.

        Args:
            record: its id in the host application; forgotten when this returns.
            resource: its class.
            session: in which it was read; or
            subject: by whom.
            action: what was done with it.
            count: records that were given out.
            at: when, µs; None for now.
        """
        who = session or subject
        if not who or len(who) > WHO_CHARACTERS or not 0 < count <= MOST_COUNTED:
            return None
        try:
            hashed, done = self._hashes.of(record, resource), Action(action)
        except (SettingsError, ValueError):
            return None
        return Read(
            hashed,
            resource,
            done,
            session or None,
            None if session else subject,
            now() if at is None else at,
            count,
            self._steps.follows(who, resource, record),
        )


def now() -> Micros:
    """The time, µs since 1970."""
    return Micros(time.time_ns() // _NANOS_PER_MICRO)
