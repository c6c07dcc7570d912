"""Finds out who asks, for every request, before any handler: the middleware.

One way of showing who one is per request: with an `Authorization` header the cookie does not
count, and what is sent and wrong is refused, never passed over. What is public asks nobody. Whether
somebody may is not decided here but by `enforce`.
"""

from typing import Any, Final

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from samehands.adapters.sql import SqlStore
from samehands.quantities import Micros
from samehands.server.auth.allow import PUBLIC, declared, greets
from samehands.server.auth.forgery import SAFE_METHODS, require_console, require_csrf
from samehands.server.auth.key_text import PREFIX, KeyText
from samehands.server.auth.logins import USED_WRITTEN_EVERY, Known, Logins, principal_of
from samehands.server.auth.principal import (
    ANONYMOUS,
    Principal,
    PrincipalKind,
)
from samehands.server.auth.principal import (
    Scope as KeyScope,
)
from samehands.server.auth.secret import digest, is_secret, new_secret
from samehands.server.parts import Parts
from samehands.server.problems import ProblemError, ProblemKind
from samehands.server.tokens import TokenError, TokenExpiredError

LONGEST_AUTHORIZATION: Final = 4096
"""Characters of an Authorization header that are looked at: twice the longest token of ours."""

BEARER_PROTOCOL: Final = "bearer."
"""What the subprotocol of a WebSocket begins with that carries the token: a browser can set no
header there."""

SECRET_LENGTH: Final = 64
"""Characters of a log-in's token."""

_Connection = ASGIConnection[Any, Any, Any, Any]

_NO_KEY: Final = digest(new_secret())
"""What a secret is compared with where there is no such key, so that the time does not tell."""


class Authentication(ASGIMiddleware):
    """Puts a `Principal` into `request.auth`, and into `request.user` who is logged in, if so.

    Args:
        parts: of the server.
        logins: of the console.
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET, ScopeType.ASGI)

    def __init__(self, parts: Parts, logins: Logins) -> None:
        self._parts = parts
        self._logins = logins

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Find out who asks, then go on.

        Raises:
            ProblemError: `unauthenticated` or `token_expired`, what was shown is not good; `csrf`,
                a foreign page asks by somebody's browser; `origin_refused`, a token is used by
                another page than it was made for.
        """
        connection: _Connection = ASGIConnection(scope)
        principal, known = await self._who(connection)
        self._refuse_forgery(connection, known)
        scope["auth"] = principal
        scope["user"] = known
        await next_app(scope, receive, send)

    async def _who(self, connection: _Connection) -> tuple[Principal, Known | None]:
        if PUBLIC in declared(connection.route_handler):
            greeted = greets(connection.route_handler)
            return await self._of_cookie(connection) if greeted else (ANONYMOUS, None)
        bearer = _bearer(connection)
        if bearer is None:
            return await self._of_cookie(connection)
        if bearer.startswith(PREFIX):
            now = self._parts.clock()
            return await sync_to_thread(_of_key, self._parts.store, bearer, now), None
        return self._of_session(connection, bearer), None

    async def _of_cookie(self, connection: _Connection) -> tuple[Principal, Known | None]:
        token = login_token(connection, self._logins.cookie_name)
        if token is None or connection.scope["type"] == ScopeType.WEBSOCKET:
            return ANONYMOUS, None
        known = await sync_to_thread(self._logins.find, token, self._parts.clock())
        return (ANONYMOUS, None) if known is None else (principal_of(known.account), known)

    def _of_session(self, connection: _Connection, token: str) -> Principal:
        try:
            claims = self._parts.tokens.verify(token, self._parts.clock())
        except TokenExpiredError:
            raise ProblemError(ProblemKind.TOKEN_EXPIRED) from None
        except TokenError:
            raise _refused() from None
        origins = connection.headers.getall("origin", [])
        if any(origin != claims.origin for origin in origins):
            raise ProblemError(ProblemKind.ORIGIN_REFUSED)
        return Principal(
            PrincipalKind.COLLECTOR,
            claims.session,
            subject=claims.subject,
            session=claims.session,
        )

    def _refuse_forgery(self, connection: _Connection, known: Known | None) -> None:
        scope = connection.scope
        if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE_METHODS:
            return
        if known is None and PUBLIC not in declared(connection.route_handler):
            return
        require_console(connection.headers, scope["scheme"], self._parts.settings.public_url)
        if known is not None:
            require_csrf(connection.headers, known.login.csrf)


def login_token(connection: _Connection, name: str) -> str | None:
    """The token in the log-in's cookie; None where there is none that could be ours."""
    found = cookie_of(connection, name)
    return found if found is not None and len(found) == SECRET_LENGTH else None


def cookie_of(connection: _Connection, name: str) -> str | None:
    """The one cookie of a name; None where there is none, or two.

    Two of a name mean that somebody else set one of them.
    """
    pairs = [
        pair.strip().partition("=")
        for header in connection.headers.getall("cookie", [])
        for pair in header.split(";")
    ]
    found = [value.strip('"') for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 else None


def _bearer(connection: _Connection) -> str | None:
    """The token that a request shows; None where it shows none.

    Raises:
        ProblemError: `unauthenticated`, it shows several, another kind, or none of any length that
            we make.
    """
    headers = connection.headers.getall("authorization", [])
    shown = [_after_scheme(header) for header in headers]
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        shown += [
            protocol.removeprefix(BEARER_PROTOCOL)
            for protocol in connection.scope["subprotocols"]
            if protocol.startswith(BEARER_PROTOCOL)
        ]
    if not shown:
        return None
    if len(shown) > 1 or not 0 < len(shown[0]) <= LONGEST_AUTHORIZATION:
        raise _refused()
    return shown[0]


def _after_scheme(header: str) -> str:
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.isascii():
        raise _refused()
    return token.strip()


def _of_key(store: SqlStore, bearer: str, now: Micros) -> Principal:
    key = KeyText.read(bearer)
    row = None if key is None else store.api_keys.get(key.id)
    kept = _NO_KEY if row is None else row.secret_hash
    good = key is not None and is_secret(key.secret, kept)
    if not good or row is None or row.revoked_at is not None:
        raise _refused()
    if row.last_used_at is None or now - row.last_used_at >= USED_WRITTEN_EVERY:
        store.api_keys.used(row.id, now)
    scopes = frozenset(KeyScope(name) for name in row.scopes if name in frozenset(KeyScope))
    return Principal(PrincipalKind.API_KEY, row.id, scopes=scopes)


def _refused() -> ProblemError:
    return ProblemError(ProblemKind.UNAUTHENTICATED, "What was shown is not good, or no longer.")
