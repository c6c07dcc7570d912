"""Changing accounts: who may do what about whom, and what is written of it. Blocks.

Nobody changes the own rights, so the last admin can neither be disabled nor lose the role: somebody
else would have to do it who is an admin too, and that is looked up while no other account is being
changed.
"""

from dataclasses import replace
from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from samehands.adapters.sql import AccountRow, SqlStore
from samehands.quantities import Micros
from samehands.server.auth.invitations import Invitations, LinkKind
from samehands.server.auth.looks import Action, look_of, write_look
from samehands.server.auth.names import GivenName, GivenSubject, require_name
from samehands.server.auth.principal import Principal, Role
from samehands.server.auth.secret import is_id, new_id
from samehands.server.problems import ProblemError, ProblemKind

Roles: TypeAlias = frozenset[Role]
"""What an account may do."""


class NewAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account to be made. It has no password until its one-time link is used.

    Args:
        name: what the person logs in with.
        roles: what they may do.
        subject: whose data the role `self` sees; only with that role.
    """

    name: GivenName
    roles: Roles
    subject: GivenSubject | None = None


class AccountChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be changed about an account; what is left out stays.

    Args:
        roles: what they may do.
        subject: whose data the role `self` sees.
        disabled: whether they may no longer log in.
        new_link: make a one-time link with which they choose a new password.
    """

    roles: Roles | UnsetType = UNSET
    subject: GivenSubject | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET
    new_link: bool = False


class AccountChanges:
    """Adds and changes accounts.

    Args:
        store: has them.
        invitations: the one-time links.
    """

    def __init__(self, store: SqlStore, invitations: Invitations) -> None:
        self._store = store
        self._invitations = invitations

    def add(self, actor: Principal, wanted: NewAccount, now: Micros) -> tuple[AccountRow, str]:
        """A new account, and the secret of its one-time link.

        Args:
            actor: who adds it.
            wanted: what it shall be.
            now: µs on the server's clock.

        Raises:
            ProblemError: `name_taken`; `invalid`, the role `self` without a subject or the other
                way round; `forbidden`, the actor is an admin no more; `unavailable`.
            StorageError: it cannot be kept.
        """
        self._require_admin(actor)
        row = AccountRow(
            id=new_id(),
            name=require_name(wanted.name),
            password_hash=None,
            oidc_subject=None,
            roles=frozenset(map(str, wanted.roles)),
            subject=wanted.subject,
            disabled=False,
            created_at=now,
        )
        _require_subject_for_self(row)
        if self._store.accounts.named(row.name) is not None:
            raise ProblemError(ProblemKind.NAME_TAKEN, where="name")
        reason = f"account {row.id}: {_rights(row)}"
        self._write(actor, Action.ACCOUNT_ADDED, reason, now, row.subject)
        if not self._store.accounts.add(row):
            raise ProblemError(ProblemKind.NAME_TAKEN, where="name")
        return row, self._link(actor, row, now)

    def change(
        self, actor: Principal, account: str, wanted: AccountChange, now: Micros
    ) -> tuple[AccountRow, str | None]:
        """An account as it is after a change, and the secret of a link where one was asked for.

        Who is logged in with an account whose rights change is logged out.

        Args:
            actor: who changes it.
            account: its id.
            wanted: what is to be changed.
            now: µs on the server's clock.

        Raises:
            ProblemError: `account_unknown`; `forbidden`, it is the actor's own, or the actor is
                an admin no more; `conflict`, the identity provider decides that; `invalid`, as
                when it is added; `unavailable`.
            StorageError: it cannot be kept.
        """
        self._require_admin(actor)
        row = self._store.accounts.get(account) if is_id(account) else None
        if row is None:
            raise ProblemError(ProblemKind.ACCOUNT_UNKNOWN)
        if row.id == actor.id:
            raise ProblemError(ProblemKind.FORBIDDEN, "Nobody changes the own account's rights.")
        changed = _changed(row, wanted)
        _require_own_business(row, changed, wanted)
        _require_subject_for_self(changed)
        if wanted.new_link and changed.disabled:
            raise ProblemError(ProblemKind.CONFLICT, "A disabled account is not given a link.")
        if changed != row:
            self._keep(actor, row, changed, now)
        return changed, self._link(actor, changed, now) if wanted.new_link else None

    def _keep(self, actor: Principal, row: AccountRow, changed: AccountRow, now: Micros) -> None:
        reason = f"account {row.id}: {_rights(row)} → {_rights(changed)}"
        self._write(actor, Action.ACCOUNT_CHANGED, reason, now, changed.subject)
        if not self._store.accounts.change(changed):
            raise ProblemError(ProblemKind.ACCOUNT_UNKNOWN)
        self._store.logins.remove_of(row.id)
        if changed.disabled:
            self._invitations.withdraw(row.id, by=actor.id, now=now)

    def _link(self, actor: Principal, row: AccountRow, now: Micros) -> str:
        reason = f"account {row.id}: a new password"
        self._write(actor, Action.LINK_MADE, reason, now, row.subject)
        return self._invitations.make(LinkKind.PASSWORD, by=actor.id, now=now, account=row.id)

    def _write(
        self, actor: Principal, action: Action, reason: str, now: Micros, subject: str | None
    ) -> None:
        """Write it down; where somebody is given a subject's data, its person sees that, too."""
        write_look(self._store, look_of(now, actor, action, subject, reason=reason))

    def _require_admin(self, actor: Principal) -> None:
        own = self._store.accounts.get(actor.id)
        if own is None or own.disabled or Role.ADMIN not in own.roles:
            raise ProblemError(ProblemKind.FORBIDDEN)


def _changed(row: AccountRow, wanted: AccountChange) -> AccountRow:
    if wanted.roles is not UNSET:
        row = replace(row, roles=frozenset(map(str, wanted.roles)))
    if wanted.subject is not UNSET:
        row = replace(row, subject=wanted.subject)
    if wanted.disabled is not UNSET:
        row = replace(row, disabled=wanted.disabled)
    return row


def _require_own_business(row: AccountRow, changed: AccountRow, wanted: AccountChange) -> None:
    if row.oidc_subject is None:
        return
    if (row.roles, row.subject) != (changed.roles, changed.subject) or wanted.new_link:
        raise ProblemError(
            ProblemKind.CONFLICT, "Roles and password of this account are the provider's business."
        )


def _require_subject_for_self(row: AccountRow) -> None:
    shows = row.subject is None or row.subject.isprintable()
    if (Role.SELF in row.roles) != (row.subject is not None) or not shows:
        raise ProblemError(
            ProblemKind.INVALID,
            "The role self needs a subject, all of which shows; no other role has one.",
            where="subject",
        )


def _rights(row: AccountRow) -> str:
    roles = ", ".join(sorted(row.roles)) or "no roles"
    return f"{roles}, disabled" if row.disabled else roles
