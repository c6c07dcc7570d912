"""From somebody as the identity provider knows them to their account here."""

from dataclasses import replace
from typing import Final

from samehands.adapters.sql import AccountRow, SqlStore
from samehands.quantities import Micros
from samehands.server.auth.logins import principal_of
from samehands.server.auth.looks import Action, look_of, write_look
from samehands.server.auth.names import LONGEST_NAME, plain_name
from samehands.server.auth.provider import Person
from samehands.server.auth.secret import new_id
from samehands.server.problems import ProblemError, ProblemKind

MOST_NAMESAKES: Final = 5
"""Tries to find a name that is free, each with another number of random digits behind it."""


def account_of(store: SqlStore, person: Person, now: Micros) -> AccountRow:
    """The account of somebody whom the provider vouches for; made when they first come. Blocks.

    An account is found by issuer and subject claim only: never by a name, which a local account
    may have too. Roles and subject are the provider's each time, so what is taken away there is
    gone here at the next log-in.

    Args:
        store: has the accounts.
        person: as the provider knows them.
        now: µs on the server's clock.

    Raises:
        ProblemError: `login_refused`, the account is disabled; `unavailable`, the access log
            cannot be written.
        StorageError: the account cannot be kept.
    """
    known = store.accounts.of_oidc(person.key)
    if known is None:
        return _added(store, person, now)
    if known.disabled:
        raise ProblemError(ProblemKind.LOGIN_REFUSED, "The account is disabled here.")
    roles = frozenset(map(str, person.roles))
    if (known.roles, known.subject) == (roles, person.subject):
        return known
    changed = replace(known, roles=roles, subject=person.subject)
    _write(store, changed, Action.ACCOUNT_CHANGED, now)
    store.accounts.change(changed)
    return changed


def _added(store: SqlStore, person: Person, now: Micros) -> AccountRow:
    account = new_id()
    row = AccountRow(
        id=account,
        name=_shown(person.name) or account,
        password_hash=None,
        oidc_subject=person.key,
        roles=frozenset(map(str, person.roles)),
        subject=person.subject,
        disabled=False,
        created_at=now,
    )
    _write(store, row, Action.ACCOUNT_ADDED, now)
    for _ in range(MOST_NAMESAKES):
        if store.accounts.add(row):
            return row
        known = store.accounts.of_oidc(person.key)
        if known is not None:  # the same person, from two browsers at the same moment
            return known
        row = replace(row, name=f"{_shown(person.name)} {new_id()[:6]}")
    raise ProblemError(ProblemKind.PROVIDER_FAILED, "No name is free for the account.")


def _write(store: SqlStore, row: AccountRow, action: Action, now: Micros) -> None:
    roles = ", ".join(sorted(row.roles)) or "none"
    reason = f"account {row.id}: roles from the identity provider: {roles}"
    write_look(store, look_of(now, principal_of(row), action, reason=reason))


def _shown(name: str) -> str:
    """A provider's name, cut so that digits find room behind it, of characters that show."""
    shown = "".join(letter for letter in plain_name(name) if letter.isprintable())
    return shown[: LONGEST_NAME - 7].strip()
