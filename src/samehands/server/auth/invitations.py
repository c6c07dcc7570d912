"""One-time links: how somebody gets a password of their own without anybody else knowing it.

A link carries 256 random bits, of which only the hash is kept. It is good for an hour and once.
The live ones are one setting of the store, so that taking one is a change of a version: of two who
use a link at the same moment, one gets it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec

from samehands.adapters.sql import Look, SettingRow, SqlStore, VersionConflict
from samehands.errors import StorageError
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth.looks import Action
from samehands.server.auth.principal import Role
from samehands.server.auth.secret import digest, is_secret, new_secret

LINK_LASTS: Final = Micros(60 * 60 * MICROS_PER_SECOND)
"""How long a link is good: an hour. Longer: a forwarded mail is worth something for longer."""

MOST_LINKS: Final = 200
"""Links that are live at once; the oldest go first. No hour has more new colleagues."""

MOST_CONFLICTS: Final = 20
"""Tries to change the list while others change it too."""

SETTING: Final = "one_time_links"
"""Name of the setting that they are kept in."""

TERMINAL: Final = "terminal"
"""Who makes a link from the command line: whoever has the machine."""


class LinkKind(StrEnum):
    """What a link is for."""

    FIRST = "first"
    """The first account, an admin; worth nothing once there is an account."""
    ADMIN = "admin"
    """One more admin, who chooses a name."""
    PASSWORD = "password"  # noqa: S105  # the kind of a link
    """A password for an account that there is."""


class Invitation(msgspec.Struct, frozen=True):
    """A link, as it is kept.

    Args:
        kind: what it is for.
        hash: SHA-256 of its secret.
        expires_at: µs; worth nothing from then on.
        by: id of the account that made it, or the terminal.
        account: id of the account whose password it sets; None for the others.
    """

    kind: LinkKind
    hash: bytes
    expires_at: Micros
    by: str
    account: str | None = None


_Change = Callable[[tuple[Invitation, ...]], tuple[Invitation, ...] | None]


class Invitations:
    """The live links of a store. Its calls block.

    Args:
        store: keeps them.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._has_account = False  # once there is one, there always will be: none is deleted

    def first_due(self) -> bool:
        """Whether there is no account yet.

        Raises:
            StorageError: the store cannot be read.
        """
        self._has_account = self._has_account or bool(self._store.accounts.listed())
        return not self._has_account

    def make(self, kind: LinkKind, *, by: str, now: Micros, account: str | None = None) -> str:
        """A new link's secret, to be shown once. One of the same kind and account is replaced.

        Raises:
            StorageError: it cannot be kept.
        """
        secret = new_secret()
        made = Invitation(kind, digest(secret), Micros(now + LINK_LASTS), by, account)
        replaces = kind is not LinkKind.ADMIN

        def change(live: tuple[Invitation, ...]) -> tuple[Invitation, ...]:
            kept = tuple(
                one
                for one in live
                if not (replaces and (one.kind, one.account) == (kind, account))
            )
            return (*kept, made)[-MOST_LINKS:]

        self._change(change, by=by, now=now)
        return secret

    def find(self, secret: str, now: Micros) -> Invitation | None:
        """The link with this secret; None where there is none, or it has run out or was used."""
        return next((one for one in self._live(now) if is_secret(secret, one.hash)), None)

    def take(self, invitation: Invitation, now: Micros) -> bool:
        """Use a link up; False where somebody else did first.

        Raises:
            StorageError: it cannot be kept that it was used.
        """

        def change(live: tuple[Invitation, ...]) -> tuple[Invitation, ...] | None:
            return tuple(one for one in live if one != invitation) if invitation in live else None

        return self._change(change, by=invitation.by, now=now)

    def withdraw(self, account: str, *, by: str, now: Micros) -> None:
        """Make the links of an account worthless, as when it is disabled.

        Raises:
            StorageError: it cannot be kept.
        """

        def change(live: tuple[Invitation, ...]) -> tuple[Invitation, ...] | None:
            kept = tuple(one for one in live if one.account != account)
            return kept if len(kept) < len(live) else None

        self._change(change, by=by, now=now)

    def _live(self, now: Micros) -> tuple[Invitation, ...]:
        return _alive(self._store.settings.get(SETTING), now)

    def _change(self, change: _Change, *, by: str, now: Micros) -> bool:
        for _ in range(MOST_CONFLICTS):
            row = self._store.settings.get(SETTING)
            changed = change(_alive(row, now))
            if changed is None:
                return False
            kept = self._store.settings.put(
                SETTING,
                msgspec.json.encode(changed),
                after=0 if row is None else row.version,
                by=by,
                at=now,
            )
            if not isinstance(kept, VersionConflict):
                return True
        raise StorageError("one-time links: changed by others all the time")


def _alive(row: SettingRow | None, now: Micros) -> tuple[Invitation, ...]:
    if row is None:
        return ()
    kept = msgspec.json.decode(row.value, type=tuple[Invitation, ...])
    return tuple(one for one in kept if now < one.expires_at)


def first_link(store: SqlStore, public_url: str, now: Micros) -> str | None:
    """The address at which the first account is made; None where there is an account.

    `samehands serve` prints it when it starts. Each start makes the one before worthless.

    Raises:
        StorageError: it cannot be kept.
    """
    if store.accounts.listed():
        return None
    secret = Invitations(store).make(LinkKind.FIRST, by=TERMINAL, now=now)
    return address_of(public_url, secret)


def admin_link(store: SqlStore, public_url: str, now: Micros) -> str:
    """The address at which one more admin, or the first one, is made; written in the access log.

    Raises:
        StorageError: it cannot be kept, or not be written that it was made.
    """
    store.access_log.append(Look(now, TERMINAL, "", Action.LINK_MADE, reason="one more admin"))
    first = first_link(store, public_url, now)
    if first is not None:
        return first
    return address_of(public_url, Invitations(store).make(LinkKind.ADMIN, by=TERMINAL, now=now))


def address_of(public_url: str, secret: str) -> str:
    """Where a link leads. What follows # is not sent to any server, so it is in no log."""
    return f"{public_url.rstrip('/')}/console/#/setup/{secret}"


def roles_of(invitation: Invitation) -> frozenset[Role]:
    """The roles of an account that a link makes."""
    made = invitation.kind in {LinkKind.FIRST, LinkKind.ADMIN}
    return frozenset({Role.ADMIN}) if made else frozenset()
