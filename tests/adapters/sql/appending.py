"""A process that appends until it is killed, and says what was acknowledged, a line each.

    python -m adapters.sql.appending KEY_FILE URL

The URL may hold a password, and everybody can see a command's arguments: for tests only.
"""

import sys
from pathlib import Path

from laws.journal_laws import some_taken
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.monitor.journal import Addition
from samehands.monitor.state import MonitorState

SUBJECTS = 20
SNAPSHOT_EVERY = 7


def append_for_ever(store: SqlStore) -> None:
    """One input more for each subject, again and again, from where they are."""
    names = [f"subject-{place}" for place in range(SUBJECTS)]
    at = {name: store.journal.load(name).ordinal for name in names}
    while True:
        additions = [
            Addition(
                name,
                at[name],
                some_taken(1, after=at[name]),
                MonitorState(name) if at[name] % SNAPSHOT_EVERY == 0 else None,
            )
            for name in names
        ]
        if store.journal.append(additions):
            sys.exit("a conflict, though nobody else writes")
        for name in names:
            at[name] += 1
        sys.stdout.write(f"{min(at.values())}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    key_file, url = sys.argv[1:]
    append_for_ever(open_store(url, keys=KeyRing.from_file(Path(key_file))))
