"""An identity provider that answers whatever a test wants, over real HTTP on this machine."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from samehands.quantities import MICROS_PER_SECOND
from samehands.server.auth.oidc_settings import ProviderSettings
from samehands.server.auth.principal import Role
from server.auth.house import NOON

CLIENT: Final = "samehands"
KEY: Final = RSAKey.generate_key(2048, {"kid": "good", "use": "sig"})
STRANGERS_KEY: Final = RSAKey.generate_key(2048, {"kid": "good", "use": "sig"})


@dataclass
class HostileProvider:
    """A provider whose every answer can be changed.

    Args:
        issuer: its address.
        description: what it says about itself.
        answers: path → status and body; what is not in it is answered as it should be.
        tokens: what it gives for a code.
        asked: path → how often, and the last body.
    """

    issuer: str
    description: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    tokens: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [KEY])
    extra_headers: dict[str, str] = field(default_factory=dict)

    def settings(self, **changed: Any) -> ProviderSettings:
        """As our server knows it."""
        return ProviderSettings(
            **{
                "name": "Example",
                "issuer": self.issuer,
                "client_id": CLIENT,
                "client_secret": "s3: +%",
                "scopes": ("openid",),
                "name_claim": "preferred_username",
                "role_claim": "roles",
                "roles": {"sec": Role.ANALYST, "own": Role.SELF},
                "subject_claim": "pseudonym",
                **changed,
            }
        )

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Claims as they should be; None takes one away."""
        now = NOON // MICROS_PER_SECOND
        good = {
            "iss": self.issuer,
            "sub": "17",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "preferred_username": "Ada",
            "roles": ["sec"],
        }
        return {name: value for name, value in {**good, **changed}.items() if value is not None}

    def sign(
        self,
        claims: Mapping[str, Any],
        key: RSAKey = KEY,
        **header: Any,
    ) -> None:
        """Give this ID token for the next code."""
        full = {"alg": "RS256", "kid": "good", **header}
        token = jwt.encode(full, dict(claims), key, algorithms=[full["alg"]])
        self.tokens = {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def answer(self, path: str) -> tuple[int, bytes]:
        """What it answers."""
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/.well-known/openid-configuration":
                described = {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/auth?tenant=1",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    **self.description,
                }
                return 200, json.dumps(described).encode()
            case "/keys":
                return 200, json.dumps(KeySet([*self.keys]).as_dict(private=False)).encode()
            case "/token":
                return 200, json.dumps(self.tokens).encode()
            case _:
                return 404, b"{}"


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    """Run one until the context is left."""
    served: list[HostileProvider] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size).decode()
            provider = served[0]
            auth = self.headers.get("Authorization", "")
            provider.asked.setdefault(self.path, []).append(f"{auth}|{body}")
            status, content = provider.answer(self.path)
            self.send_response(status)
            for name, value in provider.extra_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815  # the names that http.server calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as in http.server
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = HostileProvider(f"http://127.0.0.1:{server.server_port}")
    served.append(provider)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
