"""Who may use a route: closed unless it says so."""

import pytest
from litestar import Litestar, WebSocket, asgi, get, post, websocket
from litestar.datastructures import State
from litestar.static_files import create_static_files_router
from litestar.testing import create_test_client
from litestar.types import Receive, Send
from litestar.types import Scope as AsgiScope

from samehands.errors import SettingsError
from samehands.server.auth import (
    ANONYMOUS,
    COLLECTOR,
    PUBLIC,
    SIGNED_IN,
    Principal,
    PrincipalKind,
    Role,
    Scope,
    allow,
    enforce,
    require_declared,
)
from samehands.server.auth.allow import Who, granted
from samehands.server.failures import handlers
from samehands.server.metrics import Metrics


@get("/declared", opt=allow(Role.ANALYST))
async def _declared() -> None:
    """Declared."""


@get("/forgotten")
async def _forgotten() -> None:
    """Says nothing."""


@post("/declared", opt=allow(Scope.SESSIONS))
async def _same_path() -> None:
    """The same path by another method."""


@websocket("/live")
async def _live(socket: WebSocket[object, object, State]) -> None:
    await socket.accept()


@asgi("/mounted", is_mount=True, copy_scope=True)
async def _mounted(scope: AsgiScope, receive: Receive, send: Send) -> None:
    """An application of somebody else."""


def _application(*routes: object, **options: object) -> Litestar:
    return Litestar(
        routes,  # type: ignore[arg-type]  # handlers of all kinds
        openapi_config=None,
        **{"guards": [enforce], **options},  # type: ignore[arg-type]  # as above
    )


def test_a_route_that_says_nothing_is_named() -> None:
    with pytest.raises(SettingsError, match="GET /forgotten"):
        require_declared(_application(_declared, _forgotten))


def test_a_websocket_that_says_nothing_is_named() -> None:
    with pytest.raises(SettingsError, match="WEBSOCKET /live"):
        require_declared(_application(_live))


def test_a_mounted_application_that_says_nothing_is_named() -> None:
    with pytest.raises(SettingsError, match="ASGI /mounted"):
        require_declared(_application(_mounted))


def test_static_files_that_say_nothing_are_named(tmp_path: object) -> None:
    files = create_static_files_router("/console", [str(tmp_path)])

    with pytest.raises(SettingsError, match="/console"):
        require_declared(_application(files))


def test_the_schema_that_says_nothing_is_named() -> None:
    with pytest.raises(SettingsError, match="/schema"):
        require_declared(Litestar([_declared], guards=[enforce]))


def test_static_files_that_are_declared_pass(tmp_path: object) -> None:
    files = create_static_files_router("/console", [str(tmp_path)], opt=allow(PUBLIC))

    require_declared(_application(files))


def test_declaring_for_everything_at_once_is_refused() -> None:
    with pytest.raises(SettingsError, match="one declaration for all routes"):
        require_declared(_application(_forgotten, opt=allow(PUBLIC)))


def test_an_application_without_the_guard_is_refused() -> None:
    with pytest.raises(SettingsError, match="no guard"):
        require_declared(_application(_declared, guards=[]))


def test_a_declaration_names_somebody() -> None:
    with pytest.raises(SettingsError):
        allow()


def test_public_stands_alone() -> None:
    with pytest.raises(SettingsError):
        allow(PUBLIC, Role.ADMIN)


def test_what_is_not_made_by_allow_is_no_declaration() -> None:
    @get("/strange", opt={"access": ["anyone"]})
    async def strange() -> None:
        """Declared by hand, wrongly."""

    with pytest.raises(SettingsError, match="GET /strange"):
        require_declared(_application(strange))


def test_a_forgotten_route_is_closed_even_where_nobody_checked() -> None:
    with create_test_client(
        [_forgotten], guards=[enforce], exception_handlers=handlers(Metrics())
    ) as client:
        assert client.get("/forgotten").status_code == 401


def test_options_are_for_those_who_may_use_the_path() -> None:
    app = _application(_declared, _same_path)
    require_declared(app)

    options = next(
        handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if "OPTIONS" in handler.http_methods
    )

    assert options.opt["access"] == {Role.ANALYST, Scope.SESSIONS}


@pytest.mark.parametrize(
    ("principal", "rights"),
    [
        (ANONYMOUS, {PUBLIC}),
        (Principal(PrincipalKind.COLLECTOR, "se-1"), {PUBLIC, COLLECTOR}),
        (
            Principal(PrincipalKind.API_KEY, "k", scopes=frozenset({Scope.METRICS})),
            {PUBLIC, Scope.METRICS},
        ),
        (
            Principal(PrincipalKind.ACCOUNT, "a", roles=frozenset({Role.SELF})),
            {PUBLIC, SIGNED_IN, Role.SELF},
        ),
    ],
    ids=["anonymous", "collector", "key", "account"],
)
def test_everybody_is_granted_what_they_have_shown(principal: Principal, rights: set[Who]) -> None:
    assert granted(principal) == rights


def test_roles_of_a_key_and_scopes_of_an_account_count_for_nothing() -> None:
    odd = frozenset({Role.ADMIN}), frozenset({Scope.SESSIONS})
    key = Principal(PrincipalKind.API_KEY, "k", *odd)
    account = Principal(PrincipalKind.ACCOUNT, "a", *odd)

    assert Role.ADMIN not in granted(key)
    assert Scope.SESSIONS not in granted(account)
