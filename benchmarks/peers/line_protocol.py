"""How the comparison talks to a peer: one line of JSON in, one line of JSON out.

Standard library only: it runs inside each peer's own environment, where ours is not installed. It
is our half of the protocol; the other half is `samehands.lab.peers.process`.

    {"ask": "enrol", "owner": 3, "sessions": [[keystroke, ...], ...]}  →  {"enrolled": true}
    {"ask": "score", "owner": 3, "probe": [keystroke, ...]}
        →  {"score": 0.4, "accepted": false, "ms": 12.5}
    anything that goes wrong  →  {"error": "ValueError"}

A keystroke is `[press_ms, release_ms or null, position, starts_run]`. A position is only a label
to a peer. An error says the exception's type and nothing of what was typed.
"""

import json
import os
import sys
from collections.abc import Callable
from time import process_time
from typing import NamedTuple, TypeAlias

Keystroke: TypeAlias = tuple[float, float | None, int, bool]
Session: TypeAlias = list[Keystroke]


class Verdict(NamedTuple):
    """What a peer says of a probe: higher is more like the owner, and its own yes or no."""

    score: float
    accepted: bool


def serve(
    enrol: Callable[[int, list[Session]], None],
    prepare: Callable[[Session], object],
    score: Callable[[int, object], Verdict],
) -> None:
    """Answers until the input ends.

    Args:
        enrol: makes and keeps an owner's template.
        prepare: puts a probe into the peer's form; not timed, as it is our work and not the peer's.
        score: asks the peer; timed.
    """
    # Whatever the peer prints must not get between our lines.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    for line in sys.stdin:
        try:
            reply = _answer(json.loads(line), enrol, prepare, score)
        except Exception as error:  # noqa: BLE001  # a peer may raise anything; the caller decides
            reply = {"error": type(error).__name__}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


def _answer(
    request: dict[str, object],
    enrol: Callable[[int, list[Session]], None],
    prepare: Callable[[Session], object],
    score: Callable[[int, object], Verdict],
) -> dict[str, object]:
    if request["ask"] == "enrol":
        enrol(request["owner"], request["sessions"])
        return {"enrolled": True}
    probe = prepare(request["probe"])
    began = process_time()
    verdict = score(request["owner"], probe)
    took = process_time() - began
    return {
        "score": float(verdict.score),
        "accepted": bool(verdict.accepted),
        "ms": 1000 * took,
    }
