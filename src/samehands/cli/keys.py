"""`samehands keys`: the master keys, made and rotated by whoever has the machine."""

# The server's imports are inside the commands: they would make `samehands --help` wait.
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from samehands.cli.accounts import store_of
from samehands.cli.setting_options import ConfigOption
from samehands.cli.terminal import terminal
from samehands.errors import SettingsError

if TYPE_CHECKING:
    from samehands.server.settings import Settings

keys = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The master keys, for whoever has the server's machine.",
)


@keys.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Must not be there yet.")],
) -> None:
    """Make a key file with one new master key, which only its owner can read.

    Keep a copy where the database's backups are not: without it nobody can read them.
    """
    from samehands.adapters.sql import KeyRing  # noqa: PLC0415  # see above

    ring = KeyRing.generate(file)
    terminal().print(f"{file}: master key {ring.newest}.", soft_wrap=True)


@keys.command()
def add(*, config: ConfigOption = None) -> None:
    """Put a new master key in front of those in the server's key file.

    The server takes it when it is next started; `samehands keys rewrap` then makes use of it for
    what there is. The older keys stay in the file, and open what they had closed.
    """
    from samehands.adapters.sql import KeyRing  # noqa: PLC0415  # see above
    from samehands.server.configuration import load_settings  # noqa: PLC0415  # see above

    file = _key_file(load_settings(config))
    ring = KeyRing.rotate(file)
    terminal().print(
        f"{file}: {len(ring.ids)} master keys, the newest is {ring.newest}. Start the server again, "
        "then `samehands keys rewrap`.",
        soft_wrap=True,
    )


@keys.command()
def rewrap(*, config: ConfigOption = None) -> None:
    """Wrap the keys of all subjects, and the server's own, with the newest master key.

    The server may run, once it was started with that key. Afterwards the older master keys are
    needed for backups only.
    """
    with store_of(config) as (_, store):
        count = store.rewrap()
    terminal().print(f"{count} keys are wrapped with the newest master key now.", soft_wrap=True)


def _key_file(settings: "Settings") -> Path:
    """The file that the server reads its master keys from.

    Raises:
        SettingsError: it reads them from elsewhere.
    """
    from samehands.server.assembly import KEY_SUFFIX, sqlite_file  # noqa: PLC0415  # see above

    if settings.key_file is not None:
        return Path(settings.key_file)
    database = sqlite_file(settings)
    if settings.master_keys is not None or database is None:
        raise SettingsError(
            "key_file", got="none", due="a key file; keys in the environment are changed there"
        )
    return database.with_name(database.name + KEY_SUFFIX)
