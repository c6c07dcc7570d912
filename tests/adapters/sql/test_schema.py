import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from adapters.sql.examples import beginning, change, rows
from samehands.adapters.sql import KeyRing, SqlStore, open_store, schema
from samehands.adapters.sql.tables import METADATA
from samehands.errors import StorageError

NEWEST = schema.newest()
NEXT = f"{int(NEWEST) + 1:04}"


def test_the_migrations_make_the_tables_that_the_code_knows(store: SqlStore) -> None:
    with store._database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []


def test_names_are_ordered_by_their_bytes_on_both_databases(store: SqlStore) -> None:
    """The tests' PostgreSQL has an order of its own, in which a comes before B."""
    store.journal.append([beginning(name) for name in ("a", "B", "ä", "_")])
    due = ["B", "_", "a", "ä"]
    assert [row.subject for row in store.subjects.listed(9)] == due


def test_versions_are_numbered_and_follow_each_other() -> None:
    scripts = list(schema._SCRIPTS.walk_revisions())
    revisions = [script.revision for script in reversed(scripts)]
    assert revisions == [f"{number:04}" for number in range(1, len(scripts) + 1)]
    assert all(Path(one.path).name.startswith(f"v{one.revision}_") for one in scripts)
    assert schema.newest() == revisions[-1]


def test_a_newer_schema_is_refused_and_nothing_is_changed(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as store:
        store.journal.append([beginning("s")])
        change(store, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=f"got schema 9999, due {schema.newest()} or older"):
        open_store(store_url, keys=keys)


def test_of_those_who_open_an_empty_database_at_once_all_do(empty_url: str, keys: KeyRing) -> None:
    together, opened = threading.Barrier(4), []

    def start() -> None:
        together.wait()
        opened.append(open_store(empty_url, keys=keys))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    opened[0].journal.append([beginning("s")])
    assert opened[3].journal.load("s").ordinal == 2
    for store in opened:
        store.close()


@pytest.fixture
def add_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A function that puts a further version behind the newest, or none where it is empty."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder)
    file = folder / "versions" / f"v{NEXT}_test.py"

    def add(version: str) -> None:
        file.write_text(version, encoding="utf-8")
        if not version:
            file.unlink()
        monkeypatch.setattr(schema, "_SCRIPTS", ScriptDirectory(str(folder)))

    return add


_FURTHER = '''
"""A test's version."""
import sqlalchemy as sa
from alembic import op
revision = "NEXT"
down_revision = "NEWEST"
def upgrade() -> None:
    op.create_table("added", sa.Column("n", sa.Integer, primary_key=True))
    op.execute("INSERT INTO added VALUES (7)")
'''.replace("NEXT", NEXT).replace("NEWEST", NEWEST)
_FAILING = f"{_FURTHER}    op.drop_table('nowhere')\n"


def test_an_older_database_is_brought_up_to_date(
    store_url: str, keys: KeyRing, add_version: Callable[[str], None]
) -> None:
    with open_store(store_url, keys=keys) as store:
        store.journal.append([beginning("s")])
    add_version(_FURTHER)
    with open_store(store_url, keys=keys) as store:
        assert store.facts().schema == NEXT
        assert rows(store, "SELECT n FROM added") == [(7,)]
        assert store.journal.load("s").ordinal == 2


def test_a_version_that_fails_leaves_the_database_as_it_was(
    store_url: str, keys: KeyRing, add_version: Callable[[str], None]
) -> None:
    open_store(store_url, keys=keys).close()
    add_version(_FAILING)
    with pytest.raises(StorageError) as caught:
        open_store(store_url, keys=keys)
    assert "nowhere" not in str(caught.value)
    add_version("")
    with open_store(store_url, keys=keys) as store:
        assert store.facts().schema == NEWEST
        with pytest.raises(StorageError), store._database.reading() as connection:
            connection.exec_driver_sql("SELECT n FROM added")
