"""The application: all routes put together, closed unless they say who may use them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from litestar import Litestar, Router
from litestar.concurrency import sync_to_thread
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from samehands import __version__
from samehands.server.auth import (
    COLLECTOR,
    PUBLIC,
    Role,
    Scope,
    allow,
    declared,
    enforce,
    require_declared,
)
from samehands.server.auth.password import Passwords
from samehands.server.auth.protection import protect
from samehands.server.budget import first_start
from samehands.server.edge import Edge
from samehands.server.failures import handlers
from samehands.server.headers import SafeHeaders
from samehands.server.housekeeping import keep_house
from samehands.server.parts import Parts
from samehands.server.problems import ProblemKind, problems
from samehands.server.refusals import Refusals
from samehands.server.routes import ROUTES
from samehands.server.routes.static import FOLDER, static_routes

EVERYWHERE: Final = problems(ProblemKind.MALFORMED, ProblemKind.INTERNAL)
"""Problems that every route can have."""

API_KEY: Final = "api_key"
"""What a host application shows, as the OpenAPI calls it."""

SESSION_TOKEN: Final = "session_token"  # noqa: S105  # a name, not a token
"""What a collector shows."""

LOGIN: Final = "login"
"""What a browser shows in which somebody has logged in."""

_SHOWN: Final = {Scope: API_KEY, Role: LOGIN}

SCHEMA: Final = "/schema"
"""Where the OpenAPI of the service is."""


def create_app(
    parts: Parts, *, static: Path = FOLDER, passwords: Passwords | None = None
) -> Litestar:
    """The service as an ASGI application.

    Args:
        parts: what it works with.
        static: folder with the builds of the console and the SDK.
        passwords: hashed with other costs than the recommended ones; for tests.

    Raises:
        SettingsError: a route does not declare who may use it, or the settings of the identity
            provider make no sense.
    """
    protection = protect(parts, passwords=passwords)
    headers = SafeHeaders(parts.settings)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await sync_to_thread(first_start, parts.store, parts.clock())
        parts.ingest.start()
        house = asyncio.create_task(keep_house(parts))
        try:
            yield
        finally:
            parts.feed.close()
            house.cancel()
            with suppress(asyncio.CancelledError):
                await house
            await parts.ingest.stop()

    app = Litestar(
        described([*ROUTES, *static_routes(static), *protection.routes]),
        middleware=[Refusals(parts.metrics), protection.middleware],
        guards=[enforce],
        dependencies={
            "parts": Provide(lambda: parts, sync_to_thread=False),
            **protection.dependencies,
        },
        exception_handlers=handlers(parts.metrics),
        before_send=[headers],
        lifespan=[running],
        openapi_config=open_api(),
        logging_config=None,
        request_max_body_size=parts.settings.body_bytes,
    )
    app.asgi_handler = Edge(app.asgi_handler, headers, parts.metrics, parts.clock)
    require_declared(app)
    return app


def described(routes: Sequence[BaseRouteHandler]) -> list[BaseRouteHandler]:
    """Routes that also say which problems every route can have, and what to show to be let in."""
    for route in routes:
        if isinstance(route, HTTPRouteHandler):
            # Instead of what Litestar says of a 400 by itself.
            route.responses = {**EVERYWHERE, **(route.responses or {})}
            shown = {_SHOWN.get(type(one), LOGIN) for one in declared(route) if one is not PUBLIC}
            if COLLECTOR in declared(route):
                shown = {SESSION_TOKEN}
            route.security = [{name: []} for name in sorted(shown)]
    return list(routes)


def open_api() -> OpenAPIConfig:
    """The OpenAPI, as JSON only: a page that shows it would load its script from elsewhere."""
    return OpenAPIConfig(
        title="Samehands",
        version=__version__,
        summary="Are these still the same hands?",
        description=(
            "Sessions in, verdicts out. Times are integers, µs since 1970 UTC; ids are opaque. "
            "Whatever goes wrong is answered as application/problem+json (RFC 9457), from a "
            "closed set."
        ),
        use_handler_docstrings=True,
        components=Components(
            security_schemes={
                API_KEY: SecurityScheme(
                    type="http", scheme="bearer", description="An API key, `sh_…`."
                ),
                SESSION_TOKEN: SecurityScheme(
                    type="http", scheme="bearer", description="The token of a session."
                ),
                LOGIN: SecurityScheme(
                    type="apiKey",
                    security_scheme_in="cookie",
                    name="samehands",
                    description="The cookie of POST /v1/login; with X-Samehands-CSRF to change.",
                ),
            }
        ),
        render_plugins=(JsonRenderPlugin(path="/"),),
        openapi_router=Router(
            SCHEMA, route_handlers=(), opt=allow(PUBLIC), include_in_schema=False
        ),
    )
