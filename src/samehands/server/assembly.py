"""Assembly: the parts of a server made out of its settings, and the store opened with its keys."""

from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from sqlalchemy.engine import make_url

from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.errors import SettingsError, StorageError
from samehands.server.auth.secret import new_id
from samehands.server.clock import Clock
from samehands.server.feed import Feed
from samehands.server.ingest import Ingest
from samehands.server.metrics import MetricName, Metrics
from samehands.server.parts import Parts
from samehands.server.routes.settings import SETTING
from samehands.server.settings import Settings
from samehands.server.setups import Judging, Setups
from samehands.server.standing import Standing
from samehands.server.tokens import SessionTokens

KEY_SUFFIX: Final = ".keys"
"""What the file of the master keys beside a SQLite database is called, after the database."""

AUDIENCE: Final = "samehands"
"""Of session tokens where there is no `public_url` to name this server by."""


class Keys(NamedTuple):
    """The master keys, and the file that was made for them just now, if one was."""

    ring: KeyRing
    made: Path | None = None


def keys_of(settings: Settings) -> Keys:
    """The master keys that the settings name; a new file of them for a new SQLite database.

    Raises:
        SettingsError: there are none, or their file is not safe.
    """
    if settings.master_keys is not None:
        return Keys(KeyRing.from_environment(settings.master_keys.get_secret_value()))
    if settings.key_file is not None:
        return Keys(KeyRing.from_file(Path(settings.key_file)))
    database = sqlite_file(settings)
    if database is None:
        raise SettingsError(
            "master_keys", got="none, and PostgreSQL", due="master_keys or key_file"
        )
    file = database.with_name(database.name + KEY_SUFFIX)
    if file.exists():
        return Keys(KeyRing.from_file(file))
    if database.exists():
        # A new key would open nothing that is in there, and hide that the old one is lost.
        raise SettingsError(
            "key_file", got=f"a database without its {file.name}", due="the keys it was made with"
        )
    return Keys(KeyRing.generate(file), file)


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the database; None for PostgreSQL."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)


def open_durable(settings: Settings, keys: KeyRing) -> SqlStore:
    """The store that the settings name; the folder of a SQLite file is made where it is missing.

    Raises:
        SettingsError: another kind of URL.
        StorageError: it cannot be opened.
    """
    return open_store(settings.database, keys=keys)


def make_folder(settings: Settings) -> None:
    """Make the folder of a SQLite file where it is missing, for its owner only.

    Raises:
        StorageError: the disk refuses.
    """
    file = sqlite_file(settings)
    if file is None or file.parent.is_dir():
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StorageError(f"folder of the database: {why}") from None


def make_parts(settings: Settings, store: SqlStore, clock: Clock) -> Parts:
    """The parts of a server on an open store. Blocks while it reads who is there.

    Raises:
        SettingsError: a projection, a budget or a policy that makes no sense.
        StorageError: the store cannot be read.
    """
    metrics = Metrics()
    feed = Feed(listeners=settings.listeners)
    feed.publish(Standing(row, row.last_at) for row in store.sessions.open())
    setups = setups_of(settings, store)
    ingest = Ingest(
        store,
        setups,
        feed,
        metrics,
        new_id=new_id,
        queue=settings.queue,
        group_commit=settings.group_commit,
        snapshot_every=settings.snapshot_every,
        states=settings.states_in_memory,
    )
    metrics.watch(MetricName.SESSIONS, lambda: len(feed))
    metrics.watch(MetricName.LISTENERS, lambda: feed.listening)
    tokens = SessionTokens(store.service_keys.get, audience=settings.public_url or AUDIENCE)
    return Parts(settings, store, ingest, feed, clock, tokens, metrics, setups)


def setups_of(settings: Settings, store: SqlStore) -> Setups:
    """How sessions are judged: as was last set in the console, or else as the settings say.

    Raises:
        SettingsError: a projection, a budget or a policy that makes no sense.
        StorageError: the store cannot be read.
    """
    row = store.settings.get(SETTING)
    if row is None:
        return Setups(settings.projection, Judging(settings.budget))
    try:
        judging = msgspec.json.decode(row.value, type=Judging)
    except msgspec.MsgspecError:
        raise SettingsError(
            f"setting {SETTING}, version {row.version}", got="something else", due="policies"
        ) from None
    return Setups(settings.projection, judging, row.version)
