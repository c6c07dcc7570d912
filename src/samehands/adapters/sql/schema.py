"""The schema: brought to the version that this code is written for, before anything else."""

from pathlib import Path
from typing import Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from samehands.adapters.sql.database import Database, Turn
from samehands.errors import StorageError

_SCRIPTS: Final = ScriptDirectory(str(Path(__file__).parent / "migrations"))


def newest() -> str:
    """The version that this code is written for.

    Raises:
        StorageError: the package has none: it is not whole.
    """
    version = _SCRIPTS.get_current_head()
    if version is None:
        raise StorageError("migrations: got none in the package, due one at least")
    return version


def present(connection: Connection) -> str | None:
    """The version that a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> None:
    """Bring a database to the newest version: in one transaction, one process at a time.

    Raises:
        StorageError: it was made by a newer Samehands, or the database refuses; nothing is
            changed then.
    """
    with database.writing() as connection:
        database.take_turn(connection, Turn.MIGRATION)
        context = MigrationContext.configure(connection)
        at = context.get_current_revision()
        if at == newest():
            return
        known = [script.revision for script in _SCRIPTS.walk_revisions()]
        if at is not None and at not in known:
            raise StorageError(
                f"database: got schema {at}, due {newest()} or older: a newer Samehands has "
                "used it; start that one"
            )
        due = known[: known.index(at)] if at is not None else known
        with Operations.context(context):
            for version in reversed(due):
                script = _SCRIPTS.get_revision(version)
                script.module.upgrade()
                context.stamp(_SCRIPTS, version)
