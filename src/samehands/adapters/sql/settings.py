"""Settings that are changed while the service runs: every version is kept, with who changed it."""

from typing import Final

import sqlalchemy as sa

from samehands.adapters.sql.database import Database
from samehands.adapters.sql.rows import SettingRow, VersionConflict
from samehands.adapters.sql.tables import SETTINGS
from samehands.errors import SettingsError
from samehands.quantities import Micros

LISTED: Final = 1_000
"""Most versions that one call lists."""

SETTING_BYTES: Final = 262_144
"""Most bytes of a setting: the policies of a thousand groups. More is a mistake."""


class Settings:
    """Keeps settings, by name.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> SettingRow | None:
        """The present version; None where it was never set.

        Raises:
            StorageError: the database refuses.
        """
        found = self.history(name, 1)
        return found[0] if found else None

    def put(
        self, name: str, value: bytes, *, after: int, by: str, at: Micros
    ) -> SettingRow | VersionConflict:
        """Keep a new version.

        Args:
            name: which setting.
            value: JSON.
            after: the version that was changed; 0 for the first.
            by: id of the account that changed it.
            at: when, µs.

        Returns:
            The new version; or a conflict, where another is the present one.

        Raises:
            SettingsError: too many bytes.
            StorageError: the database refuses.
        """
        if len(value) > SETTING_BYTES:
            raise SettingsError(
                f"setting {name}", got=f"{len(value)} bytes", due=f"at most {SETTING_BYTES}"
            )
        row = SettingRow(name, after + 1, value, by, at)
        record = {field: getattr(row, field) for field in SettingRow.__slots__}
        newest = sa.select(sa.func.max(SETTINGS.c.version)).where(SETTINGS.c.name == name)
        with self._database.writing() as connection:
            there = connection.scalar(newest) or 0
            if there == after:
                # Another process may do the same at this moment; one of the two is kept.
                new = self._database.insert(SETTINGS).values(record).on_conflict_do_nothing()
                counted = {"preserve_rowcount": True}
                if connection.execute(new, execution_options=counted).rowcount == 1:
                    return row
                there = after + 1
        return VersionConflict(there)

    def history(self, name: str, limit: int) -> tuple[SettingRow, ...]:
        """Versions, the newest first; never more than `LISTED`.

        Raises:
            StorageError: the database refuses.
        """
        wanted = SETTINGS.select().where(SETTINGS.c.name == name)
        ordered = wanted.order_by(SETTINGS.c.version.desc()).limit(max(0, min(limit, LISTED)))
        with self._database.reading() as connection:
            return tuple(SettingRow(**row) for row in connection.execute(ordered).mappings())
