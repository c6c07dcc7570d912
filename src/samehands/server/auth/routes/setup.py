"""Using a one-time link: the first account, one more admin, or a password for an account."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody
from litestar.status_codes import HTTP_201_CREATED

from samehands.adapters.sql import AccountRow
from samehands.server.auth.allow import GREETING, PUBLIC, allow
from samehands.server.auth.entrance import Entrance, GivenEntrance
from samehands.server.auth.invitations import Invitation, LinkKind, roles_of
from samehands.server.auth.logins import Known, principal_of
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.names import GivenName, GivenPassword, require_name
from samehands.server.auth.password import require_good
from samehands.server.auth.routes.documented import BODY
from samehands.server.auth.routes.login import LoginState, admitted, set_password
from samehands.server.auth.secret import new_id
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems


class SetupRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The secret of a one-time link, and the account that it shall be used for.

    Args:
        token: of the link.
        name: of the new account, or of the one that the link is for.
        password: that it shall have.
    """

    token: GivenName
    name: GivenName
    password: GivenPassword

    def __repr__(self) -> str:
        return "SetupRequest()"


@post(
    "/v1/setup",
    opt=allow(PUBLIC) | GREETING,
    status_code=HTTP_201_CREATED,
    tags=["console"],
    responses=problems(
        *BODY,
        ProblemKind.LOGIN_REFUSED,
        ProblemKind.NAME_TAKEN,
        ProblemKind.SETUP_DONE,
        ProblemKind.UNAVAILABLE,
    ),
)
async def set_up(
    data: JSONBody[SetupRequest],
    request: Request[Known | None, Any, Any],
    parts: GivenParts,
    entrance: GivenEntrance,
) -> Response[LoginState]:
    """Use a one-time link up, and be logged in with the account."""
    now = parts.clock()
    invitation = await sync_to_thread(entrance.invitations.find, data.token, now)
    if invitation is None:
        raise ProblemError(ProblemKind.SETUP_DONE, "The link was used, or it has run out.")
    name = require_name(data.name)
    require_good(data.password, name=name)
    await _require_fitting(parts, entrance, invitation, name)
    kept = await entrance.hashed(data.password)
    row = await _row(parts, invitation, name, kept)
    used = f"{invitation.kind}, made by {invitation.by}"
    await record_look(parts, principal_of(row), Action.SET_UP, reason=used)
    if not await sync_to_thread(entrance.invitations.take, invitation, now):
        raise ProblemError(ProblemKind.SETUP_DONE, "The link was used, or it has run out.")
    if invitation.account is not None:
        row = await set_password(parts, entrance, invitation.account, kept)
    else:
        await _add(parts, invitation, row)
    answer = await admitted(request, parts, entrance, row)
    answer.status_code = HTTP_201_CREATED
    return answer


async def _require_fitting(parts: Parts, entrance: Entrance, link: Invitation, name: str) -> None:
    """What would go wrong is said before the link is used up."""
    named = await sync_to_thread(parts.store.accounts.named, name)
    if link.account is not None:
        if named is None or named.id != link.account:
            raise ProblemError(
                ProblemKind.INVALID, "The link is for an account of another name.", where="name"
            )
    elif link.kind is LinkKind.FIRST and not await sync_to_thread(entrance.invitations.first_due):
        raise ProblemError(ProblemKind.SETUP_DONE)
    elif named is not None:
        raise ProblemError(ProblemKind.NAME_TAKEN, where="name")


async def _row(parts: Parts, link: Invitation, name: str, kept: str) -> AccountRow:
    """The account as it will be: a new one, or the one that the link is for."""
    known = None
    if link.account is not None:
        known = await sync_to_thread(parts.store.accounts.get, link.account)
    return known or AccountRow(
        id=new_id(),
        name=name,
        password_hash=kept,
        oidc_subject=None,
        roles=frozenset(map(str, roles_of(link))),
        subject=None,
        disabled=False,
        created_at=parts.clock(),
    )


async def _add(parts: Parts, link: Invitation, row: AccountRow) -> None:
    if link.kind is LinkKind.FIRST:
        if not await sync_to_thread(parts.store.accounts.add_first, row):
            raise ProblemError(ProblemKind.SETUP_DONE)
    elif not await sync_to_thread(parts.store.accounts.add, row):
        raise ProblemError(ProblemKind.NAME_TAKEN, where="name")
