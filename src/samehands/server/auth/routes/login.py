"""Logging in and out, and who is logged in."""

import math
from dataclasses import replace
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from samehands.adapters.sql import AccountRow
from samehands.quantities import MICROS_PER_SECOND
from samehands.server.auth.allow import GREETING, PUBLIC, SIGNED_IN, allow
from samehands.server.auth.authentication import login_token
from samehands.server.auth.entrance import Entrance, GivenEntrance
from samehands.server.auth.logins import Known, principal_of
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.names import GivenName, GivenPassword, plain_name
from samehands.server.auth.password import require_good
from samehands.server.auth.principal import ANONYMOUS, Role
from samehands.server.auth.routes.documented import ALWAYS, BODY, CHANGE
from samehands.server.auth.throttle import network_of
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems


class LoginRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password."""

    name: GivenName
    password: GivenPassword

    def __repr__(self) -> str:
        return "LoginRequest()"


class PasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The own password as it is, and as it shall be."""

    password: GivenPassword
    new_password: GivenPassword

    def __repr__(self) -> str:
        return "PasswordRequest()"


class Named(msgspec.Struct, frozen=True):
    """An account by its id and name."""

    id: str
    name: str


class SignOn(msgspec.Struct, frozen=True):
    """The organisation's own log-in: what its button says."""

    name: str


class LoginState(msgspec.Struct, frozen=True):
    """Who is logged in.

    Args:
        account: who; null for nobody.
        roles: of the account.
        csrf: what every request that changes something repeats in the header X-Samehands-CSRF.
        setup_needed: there is no account yet; the link in the server's terminal makes the first.
        oidc: the organisation's own log-in; null where there is none.
    """

    account: Named | None
    roles: list[Role]
    csrf: str | None
    setup_needed: bool
    oidc: SignOn | None


@get(
    "/v1/login",
    opt=allow(PUBLIC) | GREETING,
    tags=["console"],
    responses=problems(ProblemKind.UNAVAILABLE),
)
async def login_state(
    request: Request[Known | None, Any, Any], entrance: GivenEntrance
) -> Response[LoginState]:
    """Say who is logged in with this browser, and how to log in."""
    return await state_answer(entrance, request.user)


@post(
    "/v1/login",
    opt=allow(PUBLIC) | GREETING,
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(
        *BODY, ProblemKind.LOGIN_REFUSED, ProblemKind.TOO_MANY_REQUESTS, ProblemKind.UNAVAILABLE
    ),
)
async def log_in(
    data: JSONBody[LoginRequest],
    request: Request[Known | None, Any, Any],
    parts: GivenParts,
    entrance: GivenEntrance,
) -> Response[LoginState]:
    """Log in with a local account's name and password."""
    name = plain_name(data.name)
    address = await admit(request, parts, entrance, name)
    account = await sync_to_thread(parts.store.accounts.named, name if name.isprintable() else "")
    kept = None if account is None or account.disabled else account.password_hash
    if not await entrance.fits(data.password, kept) or account is None:
        tried = "no such account" if account is None else f"account {account.id}"
        await record_look(parts, ANONYMOUS, Action.LOGIN_FAILED, reason=f"{tried}, from {address}")
        raise ProblemError(ProblemKind.LOGIN_REFUSED)
    entrance.throttle.succeeded(name.casefold(), address)
    await _refresh_hash(parts, entrance, account, data.password)
    return await admitted(request, parts, entrance, account)


@post(
    "/v1/logout",
    opt=allow(SIGNED_IN),
    status_code=HTTP_204_NO_CONTENT,
    tags=["console"],
    responses=problems(*ALWAYS, *CHANGE),
)
async def log_out(
    request: Request[Known, Any, Any], parts: GivenParts, entrance: GivenEntrance
) -> Response[None]:
    """Log out: the browser's token is worth nothing from now on."""
    await record_look(parts, request.auth, Action.LOGOUT)
    ended = await sync_to_thread(entrance.logins.end, request.user.login)
    return Response(None, cookies=[ended])


@post(
    "/v1/password",
    opt=allow(SIGNED_IN),
    status_code=HTTP_200_OK,
    tags=["console"],
    responses=problems(*ALWAYS, *BODY, ProblemKind.LOGIN_REFUSED, ProblemKind.TOO_MANY_REQUESTS),
)
async def change_password(
    data: JSONBody[PasswordRequest],
    request: Request[Known, Any, Any],
    parts: GivenParts,
    entrance: GivenEntrance,
) -> Response[LoginState]:
    """Change the own password. Every other browser that is logged in with it is logged out."""
    account = request.user.account
    address = await admit(request, parts, entrance, account.name)
    if not await entrance.fits(data.password, account.password_hash):
        raise ProblemError(ProblemKind.LOGIN_REFUSED, "The password as it was is wrong.")
    entrance.throttle.succeeded(account.name.casefold(), address)
    require_good(data.new_password, name=account.name)
    kept = await entrance.hashed(data.new_password)
    await record_look(parts, request.auth, Action.PASSWORD_CHANGED)
    changed = await set_password(parts, entrance, account.id, kept)
    return await admitted(request, parts, entrance, changed)


async def admit(
    request: Request[Any, Any, Any], parts: Parts, entrance: Entrance, name: str
) -> str:
    """Let somebody try a password, unless too many were tried.

    Returns:
        The address that they come from, as far as it is counted.

    Raises:
        ProblemError: `too_many_requests`, with how long to wait.
    """
    address = "" if request.client is None else request.client.host
    wait = entrance.throttle.attempt(name.casefold(), address, parts.clock())
    if wait:
        raise ProblemError(
            ProblemKind.TOO_MANY_REQUESTS,
            "Too many wrong passwords came for this account or from this address.",
            retry_after=math.ceil(wait / MICROS_PER_SECOND),
        )
    return network_of(address)


async def admitted(
    request: Request[Any, Any, Any], parts: Parts, entrance: Entrance, account: AccountRow
) -> Response[LoginState]:
    """The answer to somebody who has shown who they are: a log-in of their own, a fresh token.

    Raises:
        ProblemError: `unavailable`, the access log cannot be written.
        StorageError: the log-in cannot be kept.
    """
    address = network_of("" if request.client is None else request.client.host)
    await record_look(parts, principal_of(account), Action.LOGIN, reason=f"from {address}")
    begun = await sync_to_thread(
        entrance.logins.begin,
        account,
        parts.clock(),
        instead_of=login_token(request, entrance.logins.cookie_name),
    )
    answer = await state_answer(entrance, Known(account, begun.login))
    answer.set_cookie(begun.cookie)
    return answer


async def state_answer(entrance: Entrance, known: Known | None) -> Response[LoginState]:
    """Who is logged in, as it is sent; never kept by anything on the way.

    Raises:
        StorageError: the store cannot be read.
    """
    first = await sync_to_thread(entrance.invitations.first_due) if known is None else False
    chosen = entrance.provider_settings
    state = LoginState(
        None if known is None else Named(known.account.id, known.account.name),
        [] if known is None else sorted(principal_of(known.account).roles),
        None if known is None else known.login.csrf,
        first,
        None if chosen is None else SignOn(chosen.name),
    )
    return Response(state, headers={"Cache-Control": "no-store"})


async def set_password(parts: Parts, entrance: Entrance, account: str, kept: str) -> AccountRow:
    """Keep another password of an account, and log out whoever is logged in with the old one.

    Args:
        parts: of the server.
        entrance: of the server.
        account: its id.
        kept: hash of the password.

    Raises:
        ProblemError: `login_refused`, the account has been disabled meanwhile.
        StorageError: it cannot be kept.
    """
    async with entrance.changing:
        row = await sync_to_thread(parts.store.accounts.get, account)
        if row is None or row.disabled:
            raise ProblemError(ProblemKind.LOGIN_REFUSED)
        changed = replace(row, password_hash=kept)
        await sync_to_thread(parts.store.accounts.change, changed)
        await sync_to_thread(parts.store.logins.remove_of, account)
    return changed


async def _refresh_hash(
    parts: Parts, entrance: Entrance, account: AccountRow, password: str
) -> None:
    """Hash a password anew where it was hashed at lower costs than today's."""
    if account.password_hash is None or not entrance.passwords.wants_rehash(account.password_hash):
        return
    kept = await entrance.hashed(password)
    async with entrance.changing:
        row = await sync_to_thread(parts.store.accounts.get, account.id)
        if row is not None and row.password_hash == account.password_hash:
            await sync_to_thread(parts.store.accounts.change, replace(row, password_hash=kept))
