"""What people call the actors of the access log: an account or a key by its name."""

from collections.abc import Iterable

from samehands.adapters.sql import SqlStore
from samehands.server.auth.principal import PrincipalKind


def called(store: SqlStore, actors: Iterable[str | None]) -> dict[str | None, str | None]:
    """Actor → name, each looked up once. Blocks; for those who are in a worker thread already.

    Args:
        store: where the names are.
        actors: as `Principal.actor` gives them; None, for nobody, is called None.

    Returns:
        For an actor that is there no more, or that never had a name, the actor itself.

    Raises:
        StorageError: the store cannot be read.
    """
    return {actor: None if actor is None else _name(store, actor) for actor in set(actors)}


def _name(store: SqlStore, actor: str) -> str:
    kind, _, name = actor.partition(":")
    if kind == PrincipalKind.ACCOUNT:
        account = store.accounts.get(name)
        return actor if account is None else account.name
    if kind == PrincipalKind.API_KEY:
        key = store.api_keys.get(name)
        return actor if key is None else key.name
    return actor
