"""Every route × everybody who may ask: who is let in, who is not, and nothing forgotten.

The routes come from the application; who may use them stands here a second time, so that a wrong
declaration is as visible as a missing one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute
from litestar.testing import TestClient

from samehands.adapters.sql import AccountRow, ApiKeyRow, SqlStore, open_store
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.app import create_app
from samehands.server.assembly import make_parts
from samehands.server.auth import COLLECTOR, PUBLIC, SIGNED_IN, Role, Scope, declared
from samehands.server.auth.allow import Who
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.logins import Logins
from samehands.server.auth.secret import digest, new_id
from samehands.server.parts import Parts
from samehands.server.settings import Settings
from samehands.server.tokens import SessionClaims
from server.auth.asgi import status_of
from server.auth.house import HOUR, NOON, ORIGIN, PUBLIC_URL, Clock, quick_passwords, ring

ANALYST, ADMIN, AUDITOR, SELF = Role.ANALYST, Role.ADMIN, Role.AUDITOR, Role.SELF
OFFICER = Role.PRIVACY_OFFICER

_TABLE: Final[Mapping[str, set[Who]]] = {
    # The host application's back end.
    "POST /v1/sessions": {Scope.SESSIONS},
    "DELETE /v1/sessions/{session}": {Scope.SESSIONS},
    "PUT /v1/sessions/{session}/consent": {Scope.SESSIONS},
    "GET /v1/sessions/{session}/verdict": {Scope.SESSIONS},
    "POST /v1/sessions/{session}/step-up": {Scope.SESSIONS},
    "GET /v1/sessions/{session}/events": {Scope.SESSIONS, ANALYST},
    "POST /v1/access": {Scope.ACCESS},
    "GET /v1/sessions/{session}/allowance": {Scope.SESSIONS, Scope.ACCESS},
    "GET /v1/subjects/{subject}": {Scope.SUBJECTS, OFFICER, ANALYST},
    "DELETE /v1/subjects/{subject}": {Scope.SUBJECTS, OFFICER},
    "POST /v1/subjects/{subject}/rollback": {Scope.SUBJECTS},
    # Collectors.
    "POST /v1/windows": {COLLECTOR},
    "POST /v1/pause": {COLLECTOR},
    "WEBSOCKET /v1/windows/live": {COLLECTOR},
    # The console: sessions and cases.
    "GET /v1/now": {ANALYST},
    "GET /v1/now/events": {ANALYST},
    "GET /v1/sessions/{session}": {ANALYST},
    "GET /v1/sessions/{session}/comparison": {ANALYST},
    "GET /v1/cases": {ANALYST, OFFICER, AUDITOR},
    "GET /v1/cases/{case}": {ANALYST, OFFICER},
    "POST /v1/cases/{case}/decision": {ANALYST},
    "GET /v1/health": {ANALYST, OFFICER, AUDITOR, ADMIN},
    # The console: what governs it.
    "GET /v1/settings": {ADMIN, OFFICER, AUDITOR},
    "PUT /v1/settings": {ADMIN},
    "GET /v1/accounts": {ADMIN, AUDITOR},
    "POST /v1/accounts": {ADMIN},
    "PATCH /v1/accounts/{account}": {ADMIN},
    "GET /v1/keys": {ADMIN, AUDITOR},
    "POST /v1/keys": {ADMIN},
    "DELETE /v1/keys/{key}": {ADMIN},
    "GET /v1/honey": {ADMIN},
    "POST /v1/honey": {ADMIN},
    "DELETE /v1/honey/{record}": {ADMIN},
    "GET /v1/access-log": {OFFICER, AUDITOR},
    "GET /v1/me": {SELF},
    # Logging in and out.
    "GET /v1/login": {PUBLIC},
    "POST /v1/login": {PUBLIC},
    "POST /v1/logout": {SIGNED_IN},
    "POST /v1/password": {SIGNED_IN},
    "POST /v1/setup": {PUBLIC},
    "GET /v1/login/oidc": {PUBLIC},
    "GET /v1/login/oidc/callback": {PUBLIC},
    # For everybody, and for what watches the service.
    "GET /v1/projections/{name}/{sha256}": {PUBLIC},
    "GET /healthz": {PUBLIC},
    "GET /readyz": {PUBLIC},
    "GET /metrics": {Scope.METRICS},
    "GET /schema": {PUBLIC},
    "GET /schema/{path}": {PUBLIC},
    "GET /schema/openapi.json": {PUBLIC},
    "GET /": {PUBLIC},
    "GET /console": {PUBLIC},
    "GET /console/{path}": {PUBLIC},
    "GET /sdk/{path}": {PUBLIC},
}
"""Method and path → who may use it. A new route goes in here, with somebody's thought."""

EXPECTED: Final = {route: frozenset(who) for route, who in _TABLE.items()}

NOT_SHOWN, MAY_NOT = 401, 403


@dataclass(frozen=True)
class Asker:
    """Somebody who asks.

    Args:
        headers: that they send, made anew for each request.
        rights: what they may be named by; None where what they show is not good.
        anonymous: whether nobody is known to be asking.
        by_cookie: whether a cookie shows who they are, which it does over HTTP only.
        protocols: of a WebSocket.
    """

    headers: Callable[[], list[tuple[str, str]]]
    rights: frozenset[Who] | None
    anonymous: bool = False
    by_cookie: bool = False
    protocols: tuple[str, ...] = ()

    def due(self, may: frozenset[Who], method: str = "GET") -> int | None:
        """The status that is due; None for any but 401 and 403."""
        if PUBLIC in may:
            return None
        if self.rights is None:
            return NOT_SHOWN
        if self.rights & may:
            return None
        unseen = self.by_cookie and method == "WEBSOCKET"
        return NOT_SHOWN if self.anonymous or unseen else MAY_NOT


class People:
    """Everybody who may ask, on a server's store.

    Args:
        parts: of the server.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store: SqlStore = parts.store
        self._logins = Logins(parts.store, parts.settings)
        self._hash = quick_passwords().hashed("never used")
        self.askers = dict(
            self._anonymous() | self._accounts() | self._keys() | self._collectors()
        )

    def _anonymous(self) -> dict[str, Asker]:
        nobody = frozenset[Who]({PUBLIC})
        return {
            "anonymous": Asker(list, nobody, anonymous=True),
            "guessed cookie": Asker(
                lambda: [("cookie", f"__Host-samehands={'0' * 64}")], nobody, anonymous=True
            ),
            "disabled account": Asker(
                self._login("disabled", ANALYST, ADMIN, disabled=True), nobody, anonymous=True
            ),
            "log-in that ran out": Asker(
                self._login("late", ANALYST, ADMIN, ago=13 * HOUR), nobody, anonymous=True
            ),
        }

    def _accounts(self) -> dict[str, Asker]:
        signed_in = frozenset[Who]({PUBLIC, SIGNED_IN})
        no_role = Asker(self._login("without roles"), signed_in, by_cookie=True)
        return {"without roles": no_role} | {
            str(role): Asker(self._login(str(role), role), signed_in | {role}, by_cookie=True)
            for role in Role
        }

    def _keys(self) -> dict[str, Asker]:
        public = frozenset[Who]({PUBLIC})
        return {
            "key without scopes": Asker(self._key(), public),
            "revoked key": Asker(self._key(*Scope, revoked=True), None),
            "unknown key": Asker(_bearer(str(KeyText.fresh())), None),
        } | {f"key {scope}": Asker(self._key(scope), public | {scope}) for scope in Scope}

    def _collectors(self) -> dict[str, Asker]:
        good, late = self._token(HOUR), self._token(-1)
        rights = frozenset[Who]({PUBLIC, COLLECTOR})
        return {
            "collector": Asker(_bearer(good), rights),
            "collector by subprotocol": Asker(list, rights, protocols=(f"bearer.{good}",)),
            "collector whose token ran out": Asker(_bearer(late), None),
            "collector with a changed token": Asker(_bearer(good[:-4] + "AAAA"), None),
        }

    def _login(
        self, name: str, *roles: Role, disabled: bool = False, ago: int = 0
    ) -> Callable[[], list[tuple[str, str]]]:
        row = AccountRow(
            id=new_id(),
            name=name,
            password_hash=self._hash,
            oidc_subject=None,
            roles=frozenset(map(str, roles)),
            subject="s-17" if SELF in roles else None,
            disabled=disabled,
            created_at=NOON,
        )
        assert self._store.accounts.add(row)

        def headers() -> list[tuple[str, str]]:
            at = Micros(self._parts.clock() - ago * MICROS_PER_SECOND)
            begun = self._logins.begin(row, at)
            return [
                ("cookie", f"{begun.cookie.key}={begun.cookie.value}"),
                ("x-samehands-csrf", begun.login.csrf),
                ("origin", PUBLIC_URL),
                ("sec-fetch-site", "same-origin"),
            ]

        return headers

    def _key(self, *scopes: Scope, revoked: bool = False) -> Callable[[], list[tuple[str, str]]]:
        key = KeyText.fresh()
        names = frozenset(map(str, scopes))
        self._store.api_keys.add(
            ApiKeyRow(key.id, "key", digest(key.secret), names, NOON, "account")
        )
        if revoked:
            self._store.api_keys.revoke(key.id, NOON)
        return _bearer(str(key))

    def _token(self, seconds: int) -> str:
        until = Micros(self._parts.clock() + seconds * MICROS_PER_SECOND)
        claims = SessionClaims("se-1", "s-17", "browser", ORIGIN, "default", until)
        return self._parts.tokens.issue(claims, self._parts.clock())


def _bearer(token: str) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [("authorization", f"Bearer {token}")]


@dataclass
class Served:
    """An application that runs, everybody who may ask it, and the client that runs it."""

    app: Litestar
    askers: dict[str, Asker]
    client: TestClient[Litestar]

    def status(self, asker: Asker, method: str, path: str) -> int:
        """The status that somebody is answered with."""
        concrete = re.sub(r"\{\w+\}", "x", path)
        protocols = ["samehands.v1", *asker.protocols]
        with self.client.portal() as portal:
            return portal.call(status_of, self.app, method, concrete, asker.headers(), protocols)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The whole application, as `samehands serve` runs it."""
    folder = tmp_path_factory.mktemp("matrix")
    settings = Settings(public_url=PUBLIC_URL)
    with open_store(f"sqlite:///{folder / 'samehands.db'}", keys=ring()) as store:
        parts = make_parts(settings, store, Clock())
        app = create_app(parts, passwords=quick_passwords())
        with TestClient(app, base_url=PUBLIC_URL) as client:
            yield Served(app, People(parts).askers, client)


def declarations(app: Litestar) -> dict[str, frozenset[Who]]:
    """Method and path → who the handler says may use it; OPTIONS of Litestar's own apart."""
    found = {}
    for route in app.routes:
        if isinstance(route, WebSocketRoute):
            found[f"WEBSOCKET {route.path_format}"] = declared(route.route_handler)
        elif isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in set(handler.http_methods) - {"OPTIONS"}:
                    found[f"{method} {route.path_format}"] = declared(handler)
        else:
            found[f"ASGI {route.path_format}"] = frozenset()
    return found


def test_every_route_is_in_the_table_and_the_table_has_no_others(served: Served) -> None:
    assert set(declarations(served.app)) == set(EXPECTED)


@pytest.mark.parametrize("route", EXPECTED)
def test_a_route_declares_what_the_table_says(served: Served, route: str) -> None:
    assert declarations(served.app)[route] == EXPECTED[route]


@pytest.mark.parametrize("route", EXPECTED)
def test_everybody_is_answered_as_the_table_says(served: Served, route: str) -> None:
    method, path = route.split(" ")
    wrong = {}
    for name, asker in served.askers.items():
        if asker.protocols and method != "WEBSOCKET":
            continue  # over HTTP it shows nothing
        status, due = served.status(asker, method, path), asker.due(EXPECTED[route], method)
        if due != (status if status in {NOT_SHOWN, MAY_NOT} else None):
            wrong[name] = (status, due)

    assert not wrong


PATHS: Final = sorted({route.split(" ")[1] for route in EXPECTED if "WEBSOCKET" not in route})


@pytest.mark.parametrize("path", PATHS)
def test_whoever_may_not_use_a_path_is_not_told_its_methods(served: Served, path: str) -> None:
    may = frozenset[Who]().union(
        *(who for route, who in EXPECTED.items() if route.endswith(f" {path}"))
    )
    for name, asker in served.askers.items():
        if asker.protocols:
            continue
        status, due = served.status(asker, "OPTIONS", path), asker.due(may)
        assert status == (due or 204), name


@pytest.mark.parametrize("path", PATHS)
def test_head_is_no_way_round(served: Served, path: str) -> None:
    for name, asker in served.askers.items():
        if not asker.protocols:
            due = asker.due(EXPECTED.get(f"GET {path}", frozenset()))
            status = served.status(asker, "HEAD", path)
            assert status == 405 or due in {status, None}, name


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", "X"])
def test_a_method_that_there_is_not_is_refused(served: Served, method: str) -> None:
    assert served.status(served.askers["admin"], method, "/v1/access-log") == 405


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/accounts/x/y",
        "/V1/accounts",
        "/v1/nothing",
        "/v1/%61ccounts",
        "//v1/accounts",
        "/console/../v1/accounts",
        "/.env",
    ],
)
def test_what_there_is_not_is_found_by_nobody(served: Served, path: str) -> None:
    for asker in (served.askers["anonymous"], served.askers["analyst"]):
        assert served.status(asker, "GET", path) in {NOT_SHOWN, MAY_NOT, 404}
