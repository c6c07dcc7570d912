"""A peer in a process of its own, asked over lines of JSON."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Final, Literal, Self, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING
from samehands.errors import InputError
from samehands.lab.peers.trials import ScoreMatrix, Trials
from samehands.lab.references import KeyedKeystrokes
from samehands.quantities import MICROS_PER_MILLI

LIMIT_S: Final = 1800
"""Seconds a peer may take for everything; then it is stopped and reported as failed."""

ReplyT = TypeVar("ReplyT", bound=msgspec.Struct)


class Enrolled(msgspec.Struct, frozen=True):
    """The peer has a template of the owner."""

    enrolled: Literal[True]


class Answer(msgspec.Struct, frozen=True):
    """What a peer says of a probe.

    Args:
        score: higher is more like the owner.
        accepted: its own yes or no.
        ms: its own computing time, on one core.
    """

    score: float
    accepted: bool
    ms: float


class Failure(msgspec.Struct, frozen=True):
    """The type of the exception that a peer raised."""

    error: str


class PeerProcess:
    """A running driver; a context manager, so that no peer outlives its comparison.

    Args:
        python: the interpreter of the peer's environment.
        driver: the script that speaks for the peer.
        arguments: of the driver.
        limit_s: seconds until it is stopped.
    """

    def __init__(
        self, python: Path, driver: Path, arguments: tuple[str, ...], limit_s: float = LIMIT_S
    ) -> None:
        self._name = driver.stem
        # One thread: every system is measured on one core.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(  # noqa: S603  # our own driver in an environment we made
            [str(python), str(driver), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        self._stopper = Timer(limit_s, self._process.kill)
        self._stopper.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopper.cancel()
        self._process.kill()
        self._process.communicate()

    def ask(self, request: dict[str, object], reply: type[ReplyT]) -> ReplyT:
        """One answer.

        Raises:
            InputError: the peer ended, answered something else, or says that it failed.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise InputError(self._name, got="no pipes", due="an answer")
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(self._name, got=type(error).__name__, due="an answer") from error
        if not line:
            raise InputError(self._name, got=f"exit {self._process.wait()}", due="an answer")
        try:
            return msgspec.json.decode(line, type=reply)
        except msgspec.DecodeError as error:
            raise InputError(self._name, got=_said(line), due="an answer") from error


@dataclass(frozen=True, slots=True, eq=False)
class PeerAnswers:
    """What a peer said of all comparisons.

    Args:
        score: shape (o, d), NaN where not asked.
        accepted: shape (o, d), the peer's own yes or no; False where not asked.
        milliseconds: the peer's own computing time per comparison.
    """

    score: ScoreMatrix = field(repr=False)
    accepted: NDArray[np.bool_] = field(repr=False)
    milliseconds: float


def ask_peer(process: PeerProcess, trials: Trials) -> PeerAnswers:
    """Enrols every owner with a peer and asks it every comparison.

    Raises:
        InputError: the peer failed.
    """
    score = np.full(trials.asked.shape, np.nan)
    accepted = np.zeros(trials.asked.shape, np.bool_)
    milliseconds = 0.0
    probes = [_sent(trials.probe(index)) for index in range(len(trials.typist))]
    for owner in range(len(trials.owners)):
        sessions = [_sent(session) for session in trials.sessions(owner)]
        process.ask({"ask": "enrol", "owner": owner, "sessions": sessions}, Enrolled)
        for index in np.flatnonzero(trials.asked[owner]):
            request = {"ask": "score", "owner": owner, "probe": probes[index]}
            reply = process.ask(request, Answer)
            score[owner, index] = reply.score
            accepted[owner, index] = reply.accepted
            milliseconds += reply.ms
    return PeerAnswers(score, accepted, milliseconds / int(trials.asked.sum()))


def _sent(keyed: KeyedKeystrokes) -> list[tuple[float, float | None, int, bool]]:
    """Keystrokes as the lines have them: press and release in ms, position, whether a run starts."""
    strokes = keyed.keystrokes
    return [
        (
            press / MICROS_PER_MILLI,
            None if release == MISSING else release / MICROS_PER_MILLI,
            position,
            starts,
        )
        for press, release, position, starts in zip(
            strokes.press.tolist(),
            strokes.release.tolist(),
            keyed.position.tolist(),
            strokes.starts_run.tolist(),
            strict=True,
        )
    ]


def _said(line: str) -> str:
    """What a line says went wrong, or that it says nothing we know."""
    try:
        return msgspec.json.decode(line, type=Failure).error
    except msgspec.DecodeError:
        return "something else"
