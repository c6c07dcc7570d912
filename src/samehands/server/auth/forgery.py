"""Requests that a foreign page makes a browser send: told from the console's own, and refused.

Three things, each enough where the browser does its part: the cookie is SameSite=Strict; a log-in
has a second secret that only the console can read and has to repeat in a header; and the browser
says itself where a request comes from (`Sec-Fetch-Site`, `Origin`). The last one also guards what
has no cookie yet: nobody is logged in to a stranger's account by a foreign page.
"""

import hmac
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Headers

from samehands.server.problems import ProblemError, ProblemKind

CSRF_HEADER: Final = "X-Samehands-CSRF"
"""In which the console repeats the log-in's second secret."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, so that nothing is gained by forging them."""

FORM_TYPES: Final = frozenset(
    {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
)
"""Bodies that a page can send anywhere without being asked by the browser; we never read one."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def require_console(headers: Headers, scheme: str, public_url: str | None) -> None:
    """Refuse a request that another site's page made a browser send.

    A program that is no browser says nothing of where it comes from, and has no cookie that
    somebody else could make it send.

    Args:
        headers: of the request.
        scheme: that the request came by, "http" or "https".
        public_url: the console's address; None where it is wherever the request went.

    Raises:
        ProblemError: `csrf`.
    """
    site = headers.getall("sec-fetch-site", [])
    if any(one != "same-origin" for one in site):
        raise ProblemError(ProblemKind.CSRF, "The browser says that another site asks.")
    own = _origin(public_url or f"{scheme}://{headers.get('host', '')}")
    origins = headers.getall("origin", [])
    if any(own is None or _origin(origin) != own for origin in origins):
        raise ProblemError(ProblemKind.CSRF, "The page that asks is not at this address.")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in FORM_TYPES:
        raise ProblemError(ProblemKind.CSRF, "A form was sent; the console sends none.")


def require_csrf(headers: Headers, due: str) -> None:
    """Refuse a request that does not repeat the log-in's second secret.

    Args:
        headers: of the request.
        due: the secret.

    Raises:
        ProblemError: `csrf`.
    """
    sent = headers.getall(CSRF_HEADER, [])
    if len(sent) != 1 or not hmac.compare_digest(sent[0].encode(), due.encode()):
        raise ProblemError(ProblemKind.CSRF, f"The header {CSRF_HEADER} is missing or wrong.")


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None where it has none, as in `Origin: null`."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return parts.scheme, parts.hostname, port
