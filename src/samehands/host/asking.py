"""What is asked of the service and how its answers are read; over which connection, others decide."""

from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec

from samehands.errors import SettingsError
from samehands.host.answers import Consent
from samehands.host.errors import AnswerError, AwayError, RefusedError, SessionOverError

PATIENCE: Final = 2.0
"""Seconds to wait for an answer unless told otherwise: less than anybody waits for a page.

Longer: a service in trouble slows your pages. Shorter: a busy one counts as away."""

LONG_POLL: Final = 30.0
"""Longest wait for a change that the service grants unless it is configured otherwise, seconds."""

TRIES: Final = 2
"""How often something is asked that may be asked twice, where the connection broke.

A connection that was kept may have been closed by the service just then; more would only wait."""

_OVER: Final = frozenset({"session_ended", "session_unknown"})
_NOT_NOW: Final = frozenset({408, 425, 429})
_SERVER_ERROR: Final = 500
_PROBLEM: Final = "urn:samehands:problem:"

AnswerT = TypeVar("AnswerT")


class Ask(NamedTuple):
    """Something that is asked.

    Args:
        method: of HTTP.
        path: below the service's address.
        repeatable: whether asking twice is the same as once.
        body: sent as JSON; None for none.
        query: after the path.
        wait: seconds that the service may take on purpose.
    """

    method: str
    path: str
    repeatable: bool
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    wait: float = 0.0

    def __str__(self) -> str:
        """As errors name it: without ids, which belong to somebody."""
        return f"{self.method} /v1/{self.path.split('/')[2]}"


def start(
    subject: str, origin: str, *, collector: str, group: str, consent: Consent | None
) -> Ask:
    """Start a session. Not repeatable: it would start two."""
    body: dict[str, Any] = {
        "subject": subject,
        "origin": origin,
        "collector": collector,
        "group": group,
    }
    if consent is not None:
        body["consent"] = msgspec.to_builtins(consent)
    return Ask("POST", "/v1/sessions", repeatable=False, body=body)


def consent(session: str, told: Consent) -> Ask:
    """Tell that the person agreed. Telling it twice is not an error: the first one stays."""
    path = f"/v1/sessions/{_segment(session)}/consent"
    return Ask("PUT", path, repeatable=True, body=msgspec.to_builtins(told))


def end(session: str) -> Ask:
    """End a session. Ending it twice is not an error."""
    return Ask("DELETE", f"/v1/sessions/{_segment(session)}", repeatable=True)


def verdict(session: str, *, wait: float, after: int) -> Ask:
    """The verdict: now, or as soon as there is a newer one than `after`, or after `wait` seconds."""
    query = {"wait": f"{wait:g}", "after": str(after)} if wait > 0 else None
    path = f"/v1/sessions/{_segment(session)}/verdict"
    return Ask("GET", path, repeatable=True, query=query, wait=max(0.0, wait))


def step_up(session: str, *, passed: bool, strong: bool) -> Ask:
    """Say how a step-up went. Not repeatable: one that failed late must not undo a newer one."""
    body = {"passed": passed, "strong": strong}
    path = f"/v1/sessions/{_segment(session)}/step-up"
    return Ask("POST", path, repeatable=False, body=body)


def allowance(session: str) -> Ask:
    """How many records the session may read per minute."""
    return Ask("GET", f"/v1/sessions/{_segment(session)}/allowance", repeatable=True)


def subject(name: str) -> Ask:
    """How far a subject's template is."""
    return Ask("GET", f"/v1/subjects/{_segment(name)}", repeatable=True)


def address(server: str) -> str:
    """The service's address, checked.

    Raises:
        SettingsError: it is none.
    """
    parts = urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("server", got="no address", due="https://HOST[:PORT]")
    return server.rstrip("/")


def shown(api_key: str) -> dict[str, str]:
    """The header that shows an API key.

    Raises:
        SettingsError: it is none.
    """
    if not api_key.isascii() or not api_key.startswith("sh_"):
        raise SettingsError("api_key", got=f"{len(api_key)} characters", due="sh_<id>_<secret>")
    return {"Authorization": f"Bearer {api_key}"}


def read(ask: Ask, answer: httpx.Response, kind: type[AnswerT]) -> AnswerT:
    """What the service answered.

    Raises:
        AwayError: not now.
        RefusedError: no; SessionOverError where that is why.
        AnswerError: it cannot be read.
    """
    if not answer.is_success:
        raise _refusal(ask, answer)
    try:
        # No content is no answer, and only whoever expects none may get it.
        return msgspec.json.decode(answer.content or b"null", type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise AnswerError(
            f"{ask}: got {len(answer.content)} bytes, due {kind.__name__} in JSON"
        ) from None


def away(ask: Ask, error: httpx.HTTPError) -> AwayError:
    """What it means that nobody answered."""
    return AwayError(f"{ask}: no answer ({type(error).__name__})")


class _Problem(msgspec.Struct):
    type: str = ""
    title: str = ""
    detail: str = ""


def _refusal(ask: Ask, answer: httpx.Response) -> AwayError | RefusedError:
    """A problem that the service stated, or whatever stands before it."""
    status = answer.status_code
    if status >= _SERVER_ERROR or status in _NOT_NOW:
        return AwayError(f"{ask}: {status}", _seconds(answer.headers.get("Retry-After", "")))
    try:
        problem = msgspec.json.decode(answer.content, type=_Problem)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        problem = _Problem()
    kind = problem.type.removeprefix(_PROBLEM) if problem.type.startswith(_PROBLEM) else ""
    refused = SessionOverError if kind in _OVER else RefusedError
    return refused(f"{ask}: {status} {problem.detail or problem.title}".rstrip(), status, kind)


def _seconds(retry_after: str) -> float | None:
    """What Retry-After asks for, where it does so in seconds."""
    plain = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < len("1000000")
    return float(retry_after) if plain else None


def _segment(name: str) -> str:
    """A name as one segment of a path, whatever is in it.

    Raises:
        SettingsError: an empty one would be another path.
    """
    if name in {"", ".", ".."}:
        raise SettingsError("session or subject", got="none", due="its id")
    return quote(name, safe="")
