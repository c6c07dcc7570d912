"""What the server answers when it cannot do what was asked: RFC 9457, from a closed set.

```python
raise ProblemError(ProblemKind.SESSION_ENDED, "It ended; ask the host application for another.")

@get("/v1/cases/{case:str}", opt=allow(Role.ANALYST), responses=problems(ProblemKind.CASE_UNKNOWN))
```
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from samehands.errors import SamehandsError

MEDIA_TYPE: Final = "application/problem+json"
"""What the body of a problem is called on the wire."""


class ProblemKind(StrEnum):
    """Everything that can go wrong, one word each; the end of the problem's `type`."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105  # a word, not a password
    LOGIN_REFUSED = "login_refused"
    FORBIDDEN = "forbidden"
    CSRF = "csrf"
    ORIGIN_REFUSED = "origin_refused"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    SESSION_UNKNOWN = "session_unknown"
    SUBJECT_UNKNOWN = "subject_unknown"
    CASE_UNKNOWN = "case_unknown"
    PROJECTION_UNKNOWN = "projection_unknown"
    ACCOUNT_UNKNOWN = "account_unknown"
    KEY_UNKNOWN = "key_unknown"
    CONFLICT = "conflict"
    CONSENT_MISSING = "consent_missing"
    CASE_DECIDED = "case_decided"
    VERSION_CONFLICT = "version_conflict"
    VERSION_UNKNOWN = "version_unknown"
    NAME_TAKEN = "name_taken"
    SETUP_DONE = "setup_done"
    SESSION_ENDED = "session_ended"
    SUBJECT_ERASED = "subject_erased"
    TOO_LARGE = "too_large"
    MEDIA_TYPE = "media_type"
    INVALID = "invalid"
    PLAIN_RECORD = "plain_record"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_MANY_SESSIONS = "too_many_sessions"
    BUSY = "busy"
    INTERNAL = "internal"
    PROVIDER_FAILED = "provider_failed"
    UNAVAILABLE = "unavailable"


class Meaning(NamedTuple):
    """What a kind of problem says: its HTTP status, its title, and what to do about it."""

    status: int
    title: str
    remedy: str


MEANINGS: Final[Mapping[ProblemKind, Meaning]] = {
    ProblemKind.MALFORMED: Meaning(
        400, "The request cannot be read.", "Compare it with the schema of this route."
    ),
    ProblemKind.UNAUTHENTICATED: Meaning(
        401, "Nobody is known to be asking.", "Send an API key, a session token or log in."
    ),
    ProblemKind.TOKEN_EXPIRED: Meaning(
        401, "The session token has run out.", "Have the host application start a new session."
    ),
    ProblemKind.LOGIN_REFUSED: Meaning(
        401, "Name or password is wrong.", "Try again, or ask an administrator."
    ),
    ProblemKind.FORBIDDEN: Meaning(
        403, "This may not be done with these rights.", "Ask an administrator for the role."
    ),
    ProblemKind.CSRF: Meaning(
        403,
        "The request did not come from the console.",
        "Send the header X-Samehands-CSRF as GET /v1/login gives it, from the same origin.",
    ),
    ProblemKind.ORIGIN_REFUSED: Meaning(
        403,
        "The request comes from another origin than the session was started for.",
        "Start the session with the origin of the page that collects.",
    ),
    ProblemKind.NOT_FOUND: Meaning(404, "There is nothing here.", "Compare it with /schema."),
    ProblemKind.METHOD_NOT_ALLOWED: Meaning(
        405, "This method has no meaning here.", "Use one that the header Allow names."
    ),
    ProblemKind.SESSION_UNKNOWN: Meaning(
        404, "There is no such session.", "Start one with POST /v1/sessions."
    ),
    ProblemKind.SUBJECT_UNKNOWN: Meaning(
        404, "There is no such subject.", "A subject is known from its first session on."
    ),
    ProblemKind.CASE_UNKNOWN: Meaning(404, "There is no such case.", "List them at /v1/cases."),
    ProblemKind.PROJECTION_UNKNOWN: Meaning(
        404, "There is no such projection.", "Use the address that POST /v1/sessions gave."
    ),
    ProblemKind.ACCOUNT_UNKNOWN: Meaning(404, "There is no such account.", "List the accounts."),
    ProblemKind.KEY_UNKNOWN: Meaning(404, "There is no such API key.", "List the keys."),
    ProblemKind.CONFLICT: Meaning(
        409, "Something else happened first.", "Read what is there now and ask again."
    ),
    ProblemKind.CONSENT_MISSING: Meaning(
        409,
        "Nobody told that the person agreed; nothing of this was kept.",
        "Have the host application tell it with PUT /v1/sessions/{session}/consent, and send again.",
    ),
    ProblemKind.CASE_DECIDED: Meaning(
        409, "The case is decided already.", "Read the case; a decision is not taken back."
    ),
    ProblemKind.VERSION_CONFLICT: Meaning(
        409, "Somebody else changed this first.", "Read it again and change the newer version."
    ),
    ProblemKind.VERSION_UNKNOWN: Meaning(
        409, "The template cannot go back to that version.", "Use one that the subject lists."
    ),
    ProblemKind.NAME_TAKEN: Meaning(409, "The name is taken.", "Choose another."),
    ProblemKind.SETUP_DONE: Meaning(
        409, "The first account has been made, or the link has run out.", "Log in."
    ),
    ProblemKind.SESSION_ENDED: Meaning(
        410, "The session has ended.", "Have the host application start a new one."
    ),
    ProblemKind.SUBJECT_ERASED: Meaning(
        410, "The subject was erased.", "Use a new pseudonym; what was erased stays erased."
    ),
    ProblemKind.TOO_LARGE: Meaning(
        413, "The request is larger than is read.", "Send fewer windows in one request."
    ),
    ProblemKind.MEDIA_TYPE: Meaning(
        415,
        "The body is in a form that is not read here.",
        "Send application/vnd.msgpack or application/json, as it is or with gzip.",
    ),
    ProblemKind.INVALID: Meaning(
        422, "A value makes no sense here.", "Read the detail: it says where and what is due."
    ),
    ProblemKind.PLAIN_RECORD: Meaning(
        422,
        "Records are named by something else than a keyed hash.",
        "Hash their ids in the host application, with a key that stays there.",
    ),
    ProblemKind.TOO_MANY_REQUESTS: Meaning(
        429, "More was asked than the limit allows.", "Wait for Retry-After; keep what was sent."
    ),
    ProblemKind.TOO_MANY_SESSIONS: Meaning(
        429, "More sessions are open than the limit allows.", "End sessions that are over."
    ),
    ProblemKind.BUSY: Meaning(
        429,
        "The server has more to do than it can keep up with; nothing of this was kept.",
        "Keep what was sent, wait for Retry-After and send it again.",
    ),
    ProblemKind.INTERNAL: Meaning(
        500, "Something went wrong in the server.", "Give the operator the number in `instance`."
    ),
    ProblemKind.PROVIDER_FAILED: Meaning(
        502, "The identity provider did not answer as it should.", "Try again; tell the operator."
    ),
    ProblemKind.UNAVAILABLE: Meaning(
        503,
        "The server cannot keep anything at the moment; nothing of this was kept.",
        "Keep what was sent, wait for Retry-After and send it again.",
    ),
}
"""Kind → what it means; every kind is there."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of an answer that says what went wrong (RFC 9457).

    Args:
        type: `urn:samehands:problem:` and the kind.
        title: the same for every problem of its kind.
        status: of the HTTP answer.
        detail: what went wrong this time; never what was typed, never a secret.
        remedy: what to do about it.
        instance: number of this occurrence in the server's log.
        where: the field or place that is wrong.
    """

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    instance: str | None = None
    where: str | None = None


class ProblemError(SamehandsError):
    """A handler cannot do what was asked.

    Args:
        kind: which of the closed set.
        detail: what went wrong this time, one sentence without anybody's content.
        retry_after: seconds after which it may go well; sent as Retry-After.
        where: the field or place that is wrong.
    """

    def __init__(
        self,
        kind: ProblemKind,
        detail: str = "",
        *,
        retry_after: int | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(detail or MEANINGS[kind].title)
        self.kind = kind
        self.detail = detail or MEANINGS[kind].title
        self.retry_after = retry_after
        self.where = where

    @property
    def status(self) -> int:
        """Of the HTTP answer."""
        return MEANINGS[self.kind].status

    def body(self, instance: str | None = None) -> Problem:
        """What is sent."""
        meaning = MEANINGS[self.kind]
        return Problem(
            f"urn:samehands:problem:{self.kind}",
            meaning.title,
            meaning.status,
            self.detail,
            meaning.remedy,
            instance,
            self.where,
        )


def problems(*kinds: ProblemKind) -> dict[int, ResponseSpec]:
    """Problems of a handler for its OpenAPI: status → what they look like and mean."""
    by_status: dict[int, list[ProblemKind]] = {}
    for kind in kinds:
        by_status.setdefault(MEANINGS[kind].status, []).append(kind)
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=" ".join(f"`{kind}`: {MEANINGS[kind].title}" for kind in same),
            media_type=MEDIA_TYPE,
        )
        for status, same in by_status.items()
    }
