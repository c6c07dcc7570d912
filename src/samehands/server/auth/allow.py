"""Who may use a route: every route says so, and a route that does not is closed and not served.

```python
@get("/v1/cases", opt=allow(Role.ANALYST, Role.AUDITOR))
@post("/v1/windows", opt=allow(COLLECTOR))
@get("/healthz", opt=allow(PUBLIC))
```

The declaration stands at the handler itself. `enforce` is the guard of the whole application and
reads it; `require_declared` refuses to start an application in which one is missing.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import ASGIRouteHandler, HTTPRouteHandler, WebsocketRouteHandler
from litestar.handlers.base import BaseRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute

from samehands.errors import SettingsError
from samehands.server.auth.principal import ANONYMOUS, Principal, PrincipalKind, Role, Scope
from samehands.server.problems import ProblemError, ProblemKind


class Caller(StrEnum):
    """Those whom neither a role nor a scope names."""

    ANYONE = "anyone"
    """Also those who have not shown who they are."""
    COLLECTOR = "collector"
    """The page or the agent of a session, by the session's token."""
    SIGNED_IN = "signed_in"
    """Every account that is logged in, whatever its roles."""


PUBLIC: Final = Caller.ANYONE
"""Open to everybody."""

COLLECTOR: Final = Caller.COLLECTOR
"""Only whoever holds a session's token."""

SIGNED_IN: Final = Caller.SIGNED_IN
"""Every account, also one without roles."""

ACCESS: Final = "access"
"""Where a handler's declaration is found among its options."""

_GREETING: Final = "greeting"

GREETING: Final[dict[str, Any]] = {_GREETING: True}
"""Beside `allow(PUBLIC)`: whoever is logged in is recognised. Elsewhere what is public asks nobody
who they are, so that a file is served without a look into the database."""

Who = Role | Scope | Caller
"""Whom a declaration can name."""

Handler = HTTPRouteHandler | WebsocketRouteHandler | ASGIRouteHandler
"""What answers a route."""


def allow(*who: Who) -> dict[str, Any]:
    """Options of a handler that declare who may use it.

    Args:
        who: any of them is enough.

    Raises:
        SettingsError: nobody is named, or PUBLIC beside somebody.

    >>> sorted(map(str, allow(Role.ANALYST, Scope.SESSIONS)["access"]))
    ['analyst', 'sessions']
    """
    if not who or (PUBLIC in who and len(who) > 1):
        raise SettingsError(
            "access of a route",
            got=f"{len(who)} declared",
            due="roles, scopes or callers; PUBLIC stands alone",
        )
    return {ACCESS: frozenset(who)}


def declared(handler: BaseRouteHandler) -> frozenset[Who]:
    """Who may use a handler; nobody where it does not say."""
    found = handler.opt.get(ACCESS, frozenset())
    return found if isinstance(found, frozenset) else frozenset()


def greets(handler: BaseRouteHandler) -> bool:
    """Whether a public handler wants to know who is logged in."""
    return handler.opt.get(_GREETING) is True


def granted(principal: Principal) -> frozenset[Who]:
    """What a principal can be named by in a declaration."""
    match principal.kind:
        case PrincipalKind.ANONYMOUS:
            return frozenset({PUBLIC})
        case PrincipalKind.COLLECTOR:
            return frozenset({PUBLIC, COLLECTOR})
        case PrincipalKind.API_KEY:
            return frozenset({PUBLIC, *principal.scopes})
        case PrincipalKind.ACCOUNT:
            return frozenset({PUBLIC, SIGNED_IN, *principal.roles})


async def enforce(  # a plain function would be run in a thread, for each request
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let only those through whom the handler names. The guard of the whole application.

    Raises:
        ProblemError: `unauthenticated`, who is asking has not shown who they are; `forbidden`,
            who is asking may not.
    """
    principal: Principal = connection.scope.get("auth") or ANONYMOUS
    if declared(handler) & granted(principal):
        return
    if principal.kind is PrincipalKind.ANONYMOUS:
        raise ProblemError(ProblemKind.UNAUTHENTICATED)
    raise ProblemError(ProblemKind.FORBIDDEN)


def require_declared(app: Litestar) -> None:
    """Refuse an application in which a route does not say who may use it.

    Also closes a gap that Litestar leaves: it answers OPTIONS of every path by a handler of its
    own. Whoever may use a path may ask that; nobody else.

    Raises:
        SettingsError: names the first such route; or the application declares for all routes at
            once, which would open those that forgot.
    """
    if ACCESS in app.opt:
        raise SettingsError(
            "application", got="one declaration for all routes", due="one at each handler"
        )
    if enforce not in app.guards:
        raise SettingsError("application", got="no guard", due="`enforce` among its guards")
    for path, methods, handler in _handlers(app):
        if not declared(handler):
            raise SettingsError(
                f"route {'/'.join(sorted(methods))} {path}",
                got="no declaration of who may use it",
                due="opt=allow(...)",
            )


def _handlers(app: Litestar) -> Iterator[tuple[str, frozenset[str], Handler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            _declare_options(route.route_handlers)
            for handler in route.route_handlers:
                yield route.path, frozenset(map(str, handler.http_methods)), handler
        elif isinstance(route, WebSocketRoute):
            yield route.path, frozenset({"WEBSOCKET"}), route.route_handler
        elif isinstance(route, ASGIRoute):
            yield route.path, frozenset({"ASGI"}), route.route_handler


def _declare_options(handlers: Iterable[HTTPRouteHandler]) -> None:
    own = [handler for handler in handlers if not _is_litestars_options(handler)]
    everybody = frozenset[Who]().union(*(declared(handler) for handler in own))
    for handler in handlers:
        if _is_litestars_options(handler):
            handler.opt = {**handler.opt, ACCESS: everybody}


def _is_litestars_options(handler: HTTPRouteHandler) -> bool:
    return handler.fn.__qualname__ == "HTTPRoute.create_options_handler.<locals>.options_handler"
