"""The log: what happened, for people or for machines; never a token, never a name of a person."""

import hmac
import logging
import sys
from typing import Any, Final

import structlog

from samehands.server.settings import Settings

NAME_CHARACTERS: Final = 12
"""Characters of a subject's keyed hash: enough to follow one through a log, 48 bits."""

SECRET_WORDS: Final = ("authorization", "cookie", "password", "secret", "token", "key")
"""Entries whose name has one of these in it are written as stars."""


def configure_log(settings: Settings) -> None:
    """Send what structlog and uvicorn say to standard error, in one form."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    render: Any
    if settings.log_format == "json":
        render = structlog.processors.JSONRenderer()
    else:
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        # What is not important enough costs nothing: its methods do nothing.
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in ("samehands", "uvicorn"):
        logging.getLogger(name).setLevel(level)


class Pseudonym:
    """Names a subject in the log so that one can be followed, and nobody can be looked up.

    Args:
        key: keeps others from trying names out.

    >>> len(Pseudonym(b"k" * 32).of("seat-4"))
    12
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, subject: str) -> str:
        """The beginning of the keyed hash of a subject's name."""
        return hmac.digest(self._key, subject.encode(), "sha256").hex()[:NAME_CHARACTERS]


def _without_secrets(
    _logger: object, _method: str, entry: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    for name in entry:
        if any(word in name.lower() for word in SECRET_WORDS):
            entry[name] = "***"
    return entry
