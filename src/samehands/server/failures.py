"""What becomes of an error: a problem document, and for one of our own making a line in the log."""

from collections.abc import Callable
from traceback import extract_tb
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.http_exceptions import ClientException
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ExceptionHandlersMap

from samehands.errors import InputError, ProjectionMismatchError, StorageError
from samehands.server.feed import FeedFullError
from samehands.server.ingest import BusyError
from samehands.server.metrics import Metrics
from samehands.server.problems import MEDIA_TYPE, ProblemError, ProblemKind

STORE_RETRY: Final = 5
"""Seconds after which somebody should come again where the store refuses.

A database that restarts takes about as long. Longer: collectors hold more."""

FEED_RETRY: Final = 30
"""Seconds after which a connection that waits for changes may find room."""

_KINDS: Final = {
    400: ProblemKind.MALFORMED,
    401: ProblemKind.UNAUTHENTICATED,
    403: ProblemKind.FORBIDDEN,
    404: ProblemKind.NOT_FOUND,
    405: ProblemKind.METHOD_NOT_ALLOWED,
    406: ProblemKind.MEDIA_TYPE,
    413: ProblemKind.TOO_LARGE,
    415: ProblemKind.MEDIA_TYPE,
    422: ProblemKind.INVALID,
    429: ProblemKind.TOO_MANY_REQUESTS,
    503: ProblemKind.UNAVAILABLE,
}
"""Status that Litestar answers → our kind."""

_Request = Request[Any, Any, Any]


def problem_of(error: Exception) -> ProblemError:
    """The problem that an error is; one that nobody foresaw is `internal`, and says nothing."""
    if isinstance(error, ProblemError):
        return error
    for kind, meant in _MEANT:
        if isinstance(error, kind):
            return meant(error)
    return ProblemError(ProblemKind.INTERNAL)


def _busy(error: Any) -> ProblemError:  # noqa: ANN401  # of the type beside it in the table
    return ProblemError(ProblemKind.BUSY, retry_after=error.retry_after)


def _full(_: Exception) -> ProblemError:
    told = "As many connections wait for changes as may."
    return ProblemError(ProblemKind.TOO_MANY_REQUESTS, told, retry_after=FEED_RETRY)


def _refused(_: Exception) -> ProblemError:
    return ProblemError(ProblemKind.UNAVAILABLE, retry_after=STORE_RETRY)


def _mismatched(error: Any) -> ProblemError:  # noqa: ANN401  # of the type beside it in the table
    return ProblemError(ProblemKind.CONFLICT, f"Got {error.got}, due {error.due}.")


def _senseless(error: Any) -> ProblemError:  # noqa: ANN401  # of the type beside it in the table
    told = f"Got {error.got}, due {error.due}."
    return ProblemError(ProblemKind.INVALID, told, where=error.where)


def _invalid(error: Any) -> ProblemError:  # noqa: ANN401  # of the type beside it in the table
    """What Litestar found wrong with a parameter or a field; never the value."""
    extra = error.extra if isinstance(error.extra, list) else []
    first = extra[0] if extra and isinstance(extra[0], dict) else {}
    where = str(first.get("key", "")) or None
    message = str(first.get("message", "")) if _is_plain(first) else ""
    return ProblemError(ProblemKind.INVALID, message, where=where)


def _answered(error: Any) -> ProblemError:  # noqa: ANN401  # of the type beside it in the table
    if error.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
        return ProblemError(ProblemKind.INTERNAL)
    return ProblemError(_KINDS.get(error.status_code, ProblemKind.MALFORMED))


_MEANT: Final[tuple[tuple[type[Exception], Callable[[Any], ProblemError]], ...]] = (
    (BusyError, _busy),
    (FeedFullError, _full),
    (StorageError, _refused),
    (ProjectionMismatchError, _mismatched),
    (InputError, _senseless),
    (ValidationException, _invalid),
    (HTTPException, _answered),
)
"""Error → problem; the first that fits, so the narrower stands before the wider."""


def _is_plain(found: dict[str, Any]) -> bool:
    """Whether a message is of types and ranges; some quote what came."""
    message = str(found.get("message", ""))
    return message.startswith(("Expected ", "Object missing ", "Missing "))


def handlers(metrics: Metrics) -> ExceptionHandlersMap:
    """Handlers for everything that can go wrong.

    Args:
        metrics: told of every problem.
    """
    log = structlog.get_logger("samehands.server")

    def answer(request: _Request, error: Exception) -> Response[bytes]:
        problem = problem_of(error)
        instance = None
        if problem.kind is ProblemKind.INTERNAL:
            # Where it broke and as what, but not its text: that may hold what somebody sent.
            instance = str(request.scope.get("state", {}).get("request_id", ""))
            frames = [
                f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)
            ]
            log.error("internal error", error=type(error).__name__, frames=frames[-8:])
        elif isinstance(error, StorageError):
            log.error("storage error", error=f"{error}")
        metrics.problem(problem.kind)
        headers = headers_of(problem)
        if isinstance(error, HTTPException) and "allow" in (error.headers or {}):
            headers["Allow"] = (error.headers or {})["allow"]
        return Response(
            msgspec.json.encode(problem.body(instance)),
            status_code=problem.status,
            media_type=MEDIA_TYPE,
            headers=headers,
        )

    return {Exception: answer, HTTPException: answer, ClientException: answer}


def headers_of(problem: ProblemError) -> dict[str, str]:
    """The headers of a problem's answer; none of them is kept by anybody on the way."""
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == HTTP_401_UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers
