"""Accounts: who may use the console, and as what."""

from typing import Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from samehands.adapters.sql import AccountRow
from samehands.quantities import Micros
from samehands.server.auth.account_changes import AccountChange, NewAccount
from samehands.server.auth.addresses import own_origin
from samehands.server.auth.allow import allow
from samehands.server.auth.entrance import GivenEntrance
from samehands.server.auth.invitations import address_of
from samehands.server.auth.logins import Known
from samehands.server.auth.principal import Role
from samehands.server.auth.routes.documented import ALWAYS, BODY
from samehands.server.parts import GivenParts
from samehands.server.problems import ProblemKind, problems


class AccountView(msgspec.Struct, frozen=True):
    """An account; nothing that could be used to log in with it.

    Args:
        id: of the account; never used again.
        name: what the person logs in with.
        roles: what they may do.
        subject: whose data the role `self` sees.
        disabled: whether they may no longer log in.
        created_at: µs.
        single_sign_on: whether they log in at the identity provider, which decides the roles.
    """

    id: str
    name: str
    roles: list[str]
    subject: str | None
    disabled: bool
    created_at: Micros
    single_sign_on: bool


class AccountWithLink(AccountView, frozen=True):
    """An account, and the one-time link with which its person chooses a password.

    Args:
        link: good for an hour and once; null where none was asked for. Never shown again.
    """

    link: str | None

    def __repr__(self) -> str:
        return f"AccountWithLink({self.id!r})"


class Accounts(msgspec.Struct, frozen=True):
    """All accounts."""

    accounts: list[AccountView]


@get(
    "/v1/accounts",
    opt=allow(Role.ADMIN, Role.AUDITOR),
    tags=["console"],
    responses=problems(*ALWAYS),
)
async def list_accounts(parts: GivenParts) -> Accounts:
    """All accounts, by name."""
    rows = await sync_to_thread(parts.store.accounts.listed)
    return Accounts([AccountView(*_fields(row)) for row in sorted(rows, key=lambda row: row.name)])


@post(
    "/v1/accounts",
    opt=allow(Role.ADMIN),
    tags=["console"],
    responses=problems(*ALWAYS, *BODY, ProblemKind.NAME_TAKEN),
)
async def add_account(
    data: JSONBody[NewAccount],
    request: Request[Known, Any, Any],
    parts: GivenParts,
    entrance: GivenEntrance,
) -> Response[AccountWithLink]:
    """Make an account. Its person chooses the password by the link in the answer."""
    async with entrance.changing:
        row, secret = await sync_to_thread(
            entrance.accounts.add, request.auth, data, parts.clock()
        )
    link = address_of(own_origin(request, parts), secret)
    return _answer(row, link, HTTP_201_CREATED)


@patch(
    "/v1/accounts/{account:str}",
    opt=allow(Role.ADMIN),
    tags=["console"],
    responses=problems(*ALWAYS, *BODY, ProblemKind.ACCOUNT_UNKNOWN, ProblemKind.CONFLICT),
)
async def change_account(
    account: FromPath[str],
    data: JSONBody[AccountChange],
    request: Request[Known, Any, Any],
    parts: GivenParts,
    entrance: GivenEntrance,
) -> Response[AccountWithLink]:
    """Change somebody else's roles, disable or enable the account, or make a one-time link."""
    async with entrance.changing:
        row, secret = await sync_to_thread(
            entrance.accounts.change, request.auth, account, data, parts.clock()
        )
    link = None if secret is None else address_of(own_origin(request, parts), secret)
    return _answer(row, link)


def _answer(
    row: AccountRow, link: str | None, status_code: int | None = None
) -> Response[AccountWithLink]:
    return Response(
        AccountWithLink(*_fields(row), link),
        status_code=status_code,
        headers={"Cache-Control": "no-store"},
    )


def _fields(row: AccountRow) -> tuple[str, str, list[str], str | None, bool, Micros, bool]:
    return (
        row.id,
        row.name,
        sorted(row.roles),
        row.subject,
        row.disabled,
        row.created_at,
        row.oidc_subject is not None,
    )
