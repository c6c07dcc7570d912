"""The demo page's application: its files, its routes, and the guard before its records."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from importlib import resources
from typing import Any, Final, cast
from urllib.parse import urlsplit

from litestar import Litestar, Request, Response, get
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath

from samehands.host import AsyncRulings, AsyncSamehands, HostError
from samehands.host.asgi import App, Guard, Scope
from samehands.host.demo_page.routes import COOKIE, RECORDS, ROUTES
from samehands.host.demo_page.visitors import Visitors

TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""End of a file's name → its media type; no other file of the page is served."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def policy_of(server: str) -> str:
    """The page's content security policy: itself, and the service for its script and its windows."""
    return (
        f"default-src 'none'; script-src 'self' {server}; connect-src 'self' {server}; "
        "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def create_page(server: str, api_key: str, origin: str) -> App:
    """The application.

    Args:
        server: address of the service, whose `allowed_origins` has the page's origin.
        api_key: with the scopes `sessions` and `subjects`.
        origin: of the page.

    Raises:
        SettingsError: an address or a key that is none.
    """
    samehands = AsyncSamehands(server, api_key)
    # A record is what the demo protects: while nobody can vouch for anybody, it asks.
    rulings = AsyncRulings(samehands, when_away="step_up")
    visitors = Visitors(samehands, origin)

    @asynccontextmanager
    async def connected(_: Litestar) -> AsyncIterator[None]:
        async with samehands:
            yield

    app = Litestar(
        [_index(samehands.server), _file, *ROUTES],
        allowed_hosts=AllowedHostsConfig([urlsplit(origin).netloc]),
        exception_handlers={HostError: _host_error},
        guards=[_own_page_only(origin)],
        lifespan=[connected],
        logging_config=None,
        openapi_config=None,
        response_headers={
            "Content-Security-Policy": policy_of(samehands.server),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        },
        state=State({"samehands": samehands, "rulings": rulings, "visitors": visitors}),
    )

    def session_of(scope: Scope) -> str | None:
        visitor = visitors.known(_cookie(scope))
        return None if visitor is None else visitor.session

    return Guard(cast("App", app), rulings=rulings, session_of=session_of, protects=(RECORDS,))


def _index(server: str) -> Any:  # noqa: ANN401  # a handler
    page = _read("index.html").replace(b"{{server}}", server.encode())

    @get("/", media_type="text/html")
    async def index() -> bytes:
        return page

    return index


@get("/page/{name:str}")
async def _file(name: FromPath[str]) -> Response[bytes]:
    """A file of the page, by its name; nothing outside its folder has one."""
    suffix = name[name.rfind(".") :]
    files = {file.name for file in (resources.files(__package__) / "page").iterdir()}
    if suffix not in TYPES or name not in files:
        raise NotFoundException
    return Response(_read(name), media_type=TYPES[suffix])


def _read(name: str) -> bytes:
    return (resources.files(__package__) / "page" / name).read_bytes()


def _own_page_only(origin: str) -> Any:  # noqa: ANN401  # a guard of Litestar
    def require(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Refuse a change that another page asks for."""
        method = str(connection.scope.get("method", ""))
        if method not in _SAFE and connection.headers.get("Origin") != origin:
            raise PermissionDeniedException(detail="Only this page may ask for that.")

    return require


def _host_error(_: Request[Any, Any, Any], error: HostError) -> Response[dict[str, str]]:
    return Response({"detail": f"Samehands: {error}"}, status_code=502)


def _cookie(scope: Scope) -> str | None:
    """The visitor's secret among a request's cookies."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                return None
            return None if found is None else found.value
    return None
