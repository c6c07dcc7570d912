"""Headers of every answer: what a browser may do with it, and who may ask from elsewhere."""

from collections.abc import Iterable
from typing import Final

from litestar.enums import ScopeType
from litestar.types import Message, Scope

from samehands.server.settings import Settings

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
"""What a page of ours may load: nothing from elsewhere, and no script or style inside the page."""

TRANSPORT: Final = "max-age=31536000; includeSubDomains"
"""For a year browsers ask by https only; sent where `public_url` says https."""

PUBLIC_FILES: Final = ("/v1/projections/", "/sdk/")
"""The same for everybody; a page of any origin may read them, and check them by their hash."""

COLLECTOR_PATHS: Final = ("/v1/windows", "/v1/pause", "/v1/pause", *PUBLIC_FILES)
"""What a page of another origin may ask for: what a collector needs, and nothing else."""

COLLECTOR_HEADERS: Final = "Authorization, Content-Type, Content-Encoding"
"""Headers that a collector may send across origins."""

_ANYWHERE: Final = (b"cross-origin-resource-policy", b"cross-origin")
_HERE: Final = (b"cross-origin-resource-policy", b"same-origin")

PREFLIGHT_SECONDS: Final = 7200
"""How long a browser need not ask again; two hours is what Chromium keeps at most."""


def is_for_collectors(path: str) -> bool:
    """Whether a page of another origin may ask for a path at all.

    >>> is_for_collectors("/v1/windows"), is_for_collectors("/v1/windowsill")
    (True, False)
    """
    return any(
        path.startswith(allowed) if allowed.endswith("/") else path == allowed
        for allowed in COLLECTOR_PATHS
    )


class SafeHeaders:
    """Puts the headers on every answer, also on those for routes that there are not.

    Args:
        settings: whether the server is reached by https, and whose pages collect.
    """

    def __init__(self, settings: Settings) -> None:
        self._origins = frozenset(settings.allowed_origins)
        own = {
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
        }
        if (settings.public_url or "").startswith("https://"):
            own["strict-transport-security"] = TRANSPORT
        self._own = [(name.encode(), value.encode()) for name, value in own.items()]

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Put them on, when an answer begins."""
        if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
            return
        path = scope["path"]
        shared = is_for_collectors(path)
        headers = list(message["headers"])
        there = {name.lower() for name, _ in headers}
        headers.extend(pair for pair in self._own if pair[0] not in there)
        headers.append(_ANYWHERE if shared else _HERE)
        if b"cache-control" not in there and not path.startswith(("/console", *PUBLIC_FILES)):
            headers.append((b"cache-control", b"no-store"))
        if shared:
            headers.extend(self._across(path, scope))
        message["headers"] = headers

    def _across(self, path: str, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The headers by which a browser lets a page of another origin read an answer."""
        if path.startswith(PUBLIC_FILES):
            return [(b"access-control-allow-origin", b"*")]
        origin = self.allowed(_origins_of(scope))
        if origin is None:
            return [(b"vary", b"Origin")]
        return [
            (b"vary", b"Origin"),
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", b"Retry-After"),
        ]

    def allowed(self, origins: Iterable[str]) -> str | None:
        """The origin that asks, if it is listed; None where none or several ask."""
        asking = set(origins)
        return asking.pop() if len(asking) == 1 and asking <= self._origins else None

    def preflight(self, scope: Scope) -> dict[str, str] | None:
        """The headers of the answer to a browser that asks before it asks; None: it may not."""
        if not is_for_collectors(scope["path"]) or self.allowed(_origins_of(scope)) is None:
            return None
        return {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": COLLECTOR_HEADERS,
            "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
        }


def _origins_of(scope: Scope) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
