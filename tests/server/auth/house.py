"""A server with a door: the real parts on a real database, and people who come to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final

from httpx import Response
from litestar import Litestar, get, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from litestar.testing import TestClient
from pwdlib.hashers.argon2 import Argon2Hasher

from samehands.adapters.sql import (
    AccessEntry,
    AccountRow,
    ApiKeyRow,
    KeyRing,
    SqlStore,
    open_store,
)
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth import PUBLIC, Role, Scope, allow, enforce, require_declared
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.password import Passwords
from samehands.server.auth.protection import protect
from samehands.server.auth.secret import digest, new_id
from samehands.server.failures import handlers
from samehands.server.feed import Feed
from samehands.server.ingest import Ingest
from samehands.server.metrics import Metrics
from samehands.server.parts import Parts
from samehands.server.settings import Settings
from samehands.server.setups import Judging, Setups
from samehands.server.tokens import SessionClaims, SessionTokens

NOON: Final = Micros(1_795_000_000 * MICROS_PER_SECOND)
HOUR: Final = 3600
PUBLIC_URL: Final = "https://samehands.example"
PASSWORD: Final = "a heron stands in the reeds"  # noqa: S105  # of everybody in the tests
ORIGIN: Final = "https://crm.example"


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, now: Micros = NOON) -> None:
        self.now = now

    def __call__(self) -> Micros:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now = Micros(self.now + int(seconds * MICROS_PER_SECOND))


def quick_passwords() -> Passwords:
    """Argon2 at the least costs it has: a test's passwords are no secret."""
    return Passwords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))


def ring() -> KeyRing:
    return KeyRing([bytes(range(100, 132))])


@cache  # the same for all: nobody changes it here
def _setups(projection: str, budget: float) -> Setups:
    return Setups(projection, Judging(budget))


def parts_of(folder: Path, clock: Callable[[], Micros], **settings: Any) -> Parts:
    """The parts of a server, as they are made when it starts."""
    chosen = Settings(**{"public_url": PUBLIC_URL, **settings})
    store = open_store(f"sqlite:///{folder / 'samehands.db'}", keys=ring())
    metrics, feed = Metrics(), Feed(listeners=chosen.listeners)
    setups = _setups(chosen.projection, chosen.budget)
    ingest = Ingest(
        store,
        setups,
        feed,
        metrics,
        new_id=new_id,
        queue=chosen.queue,
        group_commit=chosen.group_commit,
        snapshot_every=chosen.snapshot_every,
        states=chosen.states_in_memory,
    )
    tokens = SessionTokens(store.service_keys.get, audience=PUBLIC_URL)
    return Parts(chosen, store, ingest, feed, clock, tokens, metrics, setups)


@dataclass
class Browser:
    """A browser: keeps its own cookies, and sends what a browser sends of itself."""

    client: TestClient[Litestar]
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Response:
        """Ask as the console does: same origin, and with the CSRF token where it has one."""
        sent = {"Sec-Fetch-Site": "same-origin"}
        if method != "GET":
            sent["Origin"] = PUBLIC_URL
            if self.csrf is not None:
                sent["X-Samehands-CSRF"] = self.csrf
        return self.ask_plainly(method, path, json, {**sent, **(headers or {})}, **options)

    def ask_plainly(
        self,
        method: str,
        path: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Response:
        """Ask with the cookies and nothing else."""
        sent = dict(headers or {})
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            sent.setdefault("Cookie", "; ".join(pairs))
        self.client.cookies.clear()
        answer = self.client.request(
            method, path, json=json, headers=sent, follow_redirects=False, **options
        )
        for header in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(header).items():
                self.cookies.pop(name, None)
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
        return answer

    def log_in(self, name: str, password: str = PASSWORD) -> Response:
        """Log in, and remember the CSRF token."""
        answer = self.ask("POST", "/v1/login", {"name": name, "password": password})
        if answer.is_success:
            self.csrf = answer.json()["csrf"]
        return answer


@dataclass
class House:
    """A server that runs, and what a test needs to fill it."""

    parts: Parts
    clock: Clock
    app: Litestar
    client: TestClient[Litestar]

    @property
    def store(self) -> SqlStore:
        return self.parts.store

    def browser(self) -> Browser:
        return Browser(self.client)

    def account(self, name: str, *roles: Role, **changed: Any) -> AccountRow:
        """Somebody with an account, and the password of all of them."""
        row = AccountRow(
            **{
                "id": new_id(),
                "name": name,
                "password_hash": quick_passwords().hashed(PASSWORD),
                "oidc_subject": None,
                "roles": frozenset(map(str, roles)),
                "subject": None,
                "disabled": False,
                "created_at": self.clock.now,
                **changed,
            }
        )
        assert self.store.accounts.add(row)
        return row

    def logged_in(self, name: str, *roles: Role, **changed: Any) -> Browser:
        """A browser in which somebody with these roles has logged in."""
        self.account(name, *roles, **changed)
        browser = self.browser()
        assert browser.log_in(name).status_code == 200
        return browser

    def key(self, *scopes: Scope, revoked: bool = False) -> str:
        """An API key, as an application sends it."""
        key = KeyText.fresh()
        row = ApiKeyRow(
            key.id, "crm", digest(key.secret), frozenset(map(str, scopes)), self.clock.now, "admin"
        )
        self.store.api_keys.add(row)
        if revoked:
            self.store.api_keys.revoke(key.id, self.clock.now)
        return str(key)

    def session_token(
        self, *, subject: str = "s-17", session: str = "se-1", lasts: int = HOUR
    ) -> str:
        """The token of a session, as a collector sends it."""
        until = Micros(self.clock.now + lasts * MICROS_PER_SECOND)
        claims = SessionClaims(session, subject, "browser", ORIGIN, "default", until)
        return self.parts.tokens.issue(claims, self.clock.now)

    def log(self) -> list[AccessEntry]:
        """The access log, the oldest entry first."""
        return list(reversed(self.store.access_log.listed(limit=500)))

    def actions(self) -> list[str]:
        return [entry.action for entry in self.log()]


@post("/probe/sessions", opt=allow(Scope.SESSIONS))
async def _for_applications() -> None:
    """Something that only an application may do."""


@get("/probe/analyst", opt=allow(Role.ANALYST))
async def _for_analysts() -> None:
    """Something that only an analyst may see."""


@get("/probe/public", opt=allow(PUBLIC))
async def _for_everybody() -> None:
    """Something that everybody may see."""


def application(parts: Parts, *more: HTTPRouteHandler | WebsocketRouteHandler) -> Litestar:
    """A small application with the routes of this package, put together as `protect` says."""
    protection = protect(parts, passwords=quick_passwords())
    app = Litestar(
        [*protection.routes, _for_applications, _for_analysts, _for_everybody, *more],
        middleware=[protection.middleware],
        guards=[enforce],
        dependencies={
            "parts": Provide(lambda: parts, sync_to_thread=False),
            **protection.dependencies,
        },
        exception_handlers=handlers(parts.metrics),
        openapi_config=None,
    )
    require_declared(app)
    return app


@contextmanager
def open_house(
    folder: Path,
    *more: HTTPRouteHandler | WebsocketRouteHandler,
    now: Micros = NOON,
    **settings: Any,
) -> Iterator[House]:
    """A server that runs until the context is left."""
    clock = Clock(now)
    parts = parts_of(folder, clock, **settings)
    app = application(parts, *more)
    base = parts.settings.public_url or "http://127.0.0.1:8080"
    with parts.store, TestClient(app, base_url=base) as client:
        yield House(parts, clock, app, client)
