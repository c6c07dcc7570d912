"""Lines of an access log: who asked for what, as nginx or a host application wrote it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from samehands.errors import SettingsError
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND, Micros

LONGEST_LINE: Final = 65_536
"""Bytes of a line that are read; a longer one is none."""

WHO: Final = ("session", "subject")
"""What a line can say of who asked: a Samehands session, or a subject's pseudonym."""

FIELDS: Final[Mapping[str, str]] = {
    "time": "time",
    "method": "method",
    "path": "path",
    "status": "status",
    "session": "session",
    "subject": "subject",
}
"""What is needed → the key in a line of JSON, unless told otherwise."""

_COMBINED: Final = re.compile(
    r'\S+ \S+ (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<method>[A-Z]+) (?P<path>\S+)[^"]*" '
    r"(?P<status>\d{3})(?P<rest>.*)"
)
_QUOTED: Final = re.compile(r'"([^"]*)"')
_NOBODY: Final = frozenset({"", "-"})
_MILLIS_FROM: Final = 10**11
_MICROS_FROM: Final = 10**14


@dataclass(frozen=True, slots=True)
class Line:
    """A request that a log tells of.

    Args:
        at: when, µs.
        method: of HTTP.
        path: percent-decoded, with or without a query.
        status: of the answer.
        session: of Samehands; or
        subject: who asked; both None where the line does not say.
    """

    at: Micros
    method: str
    path: str
    status: int
    session: str | None = None
    subject: str | None = None


ReadLine = Callable[[bytes], Line | None]
"""Reads a line; None where it is no request."""


def nginx(line: bytes) -> Line | None:
    """A line of nginx's format `combined`.

    The user (`$remote_user`) is the subject. Where the format goes on with a further quoted field
    behind the user agent, that is the Samehands session:

        log_format samehands '$remote_addr - $remote_user [$time_local] "$request" $status '
            '$body_bytes_sent "$http_referer" "$http_user_agent" "$cookie_samehands"';

    >>> nginx(b'::1 - ann [24/Nov/2026:10:00:00 +0000] "GET /c/7 HTTP/2" 200 5 "-" "-" "s1"').session
    's1'
    """
    found = _COMBINED.fullmatch(line.decode("utf-8", "replace").rstrip("\r\n"))
    if found is None:
        return None
    try:
        at = datetime.strptime(found["time"], "%d/%b/%Y:%H:%M:%S %z")
    except ValueError:
        return None
    quoted = _QUOTED.findall(found["rest"])
    session = quoted[2] if len(quoted) > 2 and quoted[2] not in _NOBODY else None  # noqa: PLR2004  # referrer, agent, then ours
    user = None if found["user"] in _NOBODY else found["user"]
    return Line(
        Micros(int(at.timestamp()) * MICROS_PER_SECOND),
        found["method"],
        unquote(found["path"]),
        int(found["status"]),
        session,
        None if session else user,
    )


def json_lines(fields: Mapping[str, str]) -> ReadLine:
    """Reads lines of JSON, one object each.

    The time is ISO 8601 with a zone, or a number of seconds, milliseconds or microseconds since
    1970. A line without a status is taken for one that was answered.

    Args:
        fields: what is needed → the key that has it; those that are not named are called as in
            `FIELDS`.

    Raises:
        SettingsError: a name that is not needed.
    """
    strangers = sorted(set(fields) - set(FIELDS))
    if strangers:
        raise SettingsError("fields", got="another name", due=", ".join(FIELDS))
    keys = {**FIELDS, **fields}

    def read(line: bytes) -> Line | None:
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            at = _time(said.get(keys["time"]))
            status = int(said.get(keys["status"], 200))
        except (msgspec.MsgspecError, UnicodeError, ValueError, TypeError, RecursionError):
            return None
        path = said.get(keys["path"])
        if at is None or not isinstance(path, str):
            return None
        session, subject = (_name(said.get(keys[who])) for who in WHO)
        method = str(said.get(keys["method"], "GET")).upper()
        return Line(at, method, unquote(path), status, session, None if session else subject)

    return read


def _name(said: object) -> str | None:
    return said if isinstance(said, str) and said not in _NOBODY else None


def _time(said: object) -> Micros | None:
    """A time as logs write it; None where it is none."""
    if isinstance(said, str):
        at = datetime.fromisoformat(said)
        if at.tzinfo is None:
            return None
        since = at - datetime(1970, 1, 1, tzinfo=UTC)
        return Micros(
            (since.days * 86_400 + since.seconds) * MICROS_PER_SECOND + since.microseconds
        )
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < 2**62:
        return None
    if said >= _MICROS_FROM:
        return Micros(int(said))
    per = MICROS_PER_MILLI if said >= _MILLIS_FROM else MICROS_PER_SECOND
    return Micros(int(said * per))
