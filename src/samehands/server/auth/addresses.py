"""The addresses of this server as a browser sees them."""

from typing import Any, Final
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from samehands.server.parts import Parts

CONSOLE: Final = "/console/"
"""Where the console is."""

CALLBACK: Final = "/v1/login/oidc/callback"
"""Where an identity provider sends a browser back to; to be registered there."""


def own_origin(connection: ASGIConnection[Any, Any, Any, Any], parts: Parts) -> str:
    """Scheme, host and port of this server: the `public_url`, or wherever the request went."""
    found = urlsplit(parts.settings.public_url or str(connection.base_url))
    return f"{found.scheme}://{found.netloc}"
