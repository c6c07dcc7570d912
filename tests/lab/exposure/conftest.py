"""A small office: agents with made-up days, and typists with a rhythm of their own."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONE_OF_POSITION, Zone
from samehands.lab.datasets.agent_log import DAY, AgentLog
from samehands.lab.datasets.corpus import Corpus, starts_of
from samehands.lab.exposure.protocol import Protocol, load_protocol
from samehands.lab.exposure.run import systems_of
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.typists import Typist, typists_of
from samehands.rhythm.projections import shipped
from samehands.trust import Budget

SECOND = 1_000_000
HOUR = 3_600 * SECOND
MONDAY = 4 * DAY
LETTERS = np.flatnonzero(ZONE_OF_POSITION < Zone.SPACE).astype(np.int16)


def office(agents: int = 3, days: int = 6, touches: int = 40, seed: int = 0) -> AgentLog:
    """Agents who touch records in bursts from nine to five, five days a week."""
    rng = np.random.default_rng(seed)
    agent, at, record = [], [], []
    for one in range(agents):
        for number in range(days):
            day = MONDAY + (number // 5 * 7 + number % 5) * DAY
            times = np.sort(rng.choice(np.arange(9 * 3600, 17 * 3600), touches, replace=False))
            at.append(day + times * SECOND)
            record.append(rng.integers(0, 10_000, touches))
            agent.append(np.full(touches, one))
    when = np.concatenate(at).astype(np.int64)
    return AgentLog(
        "office", "file", np.concatenate(agent).astype(np.int64),
        np.concatenate(record).astype(np.int64), when, when,
        tuple(f"agent {one}" for one in range(agents)),
    )  # fmt: skip


def typed_by(people: int = 3, sessions: int = 6, keystrokes: int = 520, seed: int = 0) -> Corpus:
    """People whose holds and flights are their own, on keys drawn at random."""
    rng = np.random.default_rng(seed)
    n = sessions * keystrokes
    parts = []
    for _ in range(people):
        held, between = rng.uniform(70, 130), rng.uniform(120, 260)
        dd = between * np.exp(rng.normal(0, 0.3, n))
        press = np.cumsum(dd * 1000).astype(np.int64)
        hold = (held * np.exp(rng.normal(0, 0.15, n)) * 1000).astype(np.int64)
        position = rng.choice(LETTERS, n)
        starts = starts_of(np.arange(sessions + 1) * keystrokes, n)
        parts.append(Keystrokes(press, press + hold, ZONE_OF_POSITION[position], starts, position))
    whole = Keystrokes.concatenated(parts)
    return Corpus(
        name="typists", keystrokes=whole, position=whole.position,
        bounds=np.arange(people * sessions + 1) * keystrokes,
        person=np.repeat(np.arange(people), sessions).astype(np.int32),
        session=np.tile(np.arange(sessions), people).astype(np.int32),
        prompt=np.full(people * sessions, -1, np.int32),
        people=tuple(f"typist {one}" for one in range(people)),
    )  # fmt: skip


@pytest.fixture(scope="session")
def log() -> AgentLog:
    """The office's log."""
    return office()


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    """The one that comes with the laboratory."""
    return load_protocol()


@pytest.fixture(scope="session")
def systems() -> tuple[System, ...]:
    """All that are compared."""
    return systems_of("open-1", Budget())


@pytest.fixture(scope="session")
def typists(systems: tuple[System, ...]) -> tuple[Typist, ...]:
    """Everybody who types in the office."""
    corpus = typed_by()
    people = np.arange(len(corpus.people))
    return typists_of(corpus, people, shipped(), systems[0].setup.scorer)


@pytest.fixture(scope="session")
def subject_of(
    log: AgentLog, typists: tuple[Typist, ...], protocol: Protocol
) -> Callable[[int], Subject]:
    """An agent with somebody's hands."""

    def drawn(agent: int) -> Subject:
        rng = np.random.default_rng(agent)
        return Subject.drawn(log, agent, typists, protocol, rng)

    return drawn
