"""Problems that several of these routes document, so that each says only what is its own."""

from typing import Final

from samehands.server.problems import ProblemKind

ALWAYS: Final = (ProblemKind.UNAUTHENTICATED, ProblemKind.FORBIDDEN, ProblemKind.UNAVAILABLE)
"""Of every route that is not open to everybody."""

CHANGE: Final = (ProblemKind.CSRF,)
"""Of every route that changes something with a log-in's cookie."""

BODY: Final = (
    *CHANGE,
    ProblemKind.MALFORMED,
    ProblemKind.INVALID,
    ProblemKind.TOO_LARGE,
)
"""Of every such route that reads a body."""
