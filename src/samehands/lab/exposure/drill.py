"""The drill: every theft against every system, and every system on the owners' own days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError
from samehands.lab.evaluation.cases import share_of
from samehands.lab.evaluation.delays import quantiles
from samehands.lab.exposure.limits import Limit
from samehands.lab.exposure.line import rate_of
from samehands.lab.exposure.protocol import Attack, Hands, Protocol
from samehands.lab.exposure.result import AttackRow, Genuine, Outcome
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.thefts import Gaps, Scene, Told, planned, told
from samehands.lab.exposure.typists import Typist
from samehands.lab.exposure.watch import History, noticed, proven
from samehands.monitor import MonitorState, step
from samehands.quantities import MICROS_PER_SECOND
from samehands.rhythm import Projection
from samehands.trust import VerdictKind

A_DAY: Final = 24 * 3600
"""Seconds within which low and slow reading must be found."""

LIMIT: Final = "fixed limit"
"""What the baseline is called in tables."""

_NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Found:
    """How far one theft got.

    Args:
        noticed: records exposed when the system spoke up; infinite: it never did.
        stopped: records exposed when it asked for proof or locked.
        seconds: since the theft began, when it spoke up.
    """

    noticed: float = _NEVER
    stopped: float = _NEVER
    seconds: float = _NEVER


@dataclass(frozen=True, slots=True)
class Tried:
    """Thefts of one kind and what each system made of them.

    Args:
        attack: which.
        agent: shape (t,), who was robbed.
        pace: records a minute, of each theft.
        found: system → one for each theft.
    """

    attack: Attack
    agent: list[int] = field(default_factory=list)
    pace: list[float] = field(default_factory=list)
    found: dict[str, list[Found]] = field(default_factory=dict)


def scenes_of(
    attack: Attack,
    subjects: list[Subject],
    typists: tuple[Typist, ...],
    gaps: Gaps,
    protocol: Protocol,
    seed: int,
) -> list[Scene]:
    """The thefts of one kind: each against each subject, so many times.

    The draws of one attack do not depend on which others there are.

    Args:
        attack: which.
        subjects: with days after those that the habit is learnt from.
        typists: whose hands strangers have.
        gaps: to browse by.
        protocol: how many.
        seed: of every draw.
    """
    number = [one.name for one in protocol.attacks].index(attack.name)
    scenes = []
    for subject in subjects:
        rng = np.random.default_rng([seed, number, subject.agent])
        strangers = [one for one in typists if one.person != subject.typist.person]
        for _ in range(protocol.draws):
            last = len(subject.days) - attack.days
            day = int(rng.integers(protocol.history_days, max(last, protocol.history_days) + 1))
            thief = strangers[int(rng.integers(len(strangers)))]
            scenes.append(
                planned(attack, subject, thief, min(day, len(subject.days) - 1), gaps, rng)
            )
    return scenes


def try_all(
    scenes: list[Scene],
    systems: tuple[System, ...],
    histories: dict[str, dict[int, History]],
    limit: Limit,
    projection: Projection,
) -> Tried:
    """Runs the thefts of one kind.

    Args:
        scenes: at least one.
        systems: that watch.
        histories: system → agent → its genuine days, for the states before each.
        limit: the baseline.
        projection: of the windows.

    Raises:
        EmptyScoresError: there is no theft.
    """
    if not scenes:
        raise EmptyScoresError("thefts", got="none", due="one at least")
    tried = Tried(scenes[0].attack, found={one.name: [] for one in systems})
    tried.found[LIMIT] = []
    for scene in scenes:
        tried.agent.append(scene.subject.agent)
        hours = (scene.reads[-1] - scene.begins) / (60 * MICROS_PER_SECOND)
        tried.pace.append(len(scene.reads) / max(float(hours), 1e-9))
        typed = scene.windows(projection)
        for system in systems:
            morning = histories[system.name][scene.subject.agent].mornings[scene.day]
            inputs = told(scene, system, typed)
            tried.found[system.name].append(_watched(morning, inputs, scene, system))
        records, seconds = limit.exposed(scene)
        tried.found[LIMIT].append(Found(records, records, seconds))
    return tried


def row_of(tried: Tried, rng: np.random.Generator) -> AttackRow:
    """A line of the drill table."""
    agent = np.array(tried.agent)
    return AttackRow(
        name=tried.attack.name,
        title=tried.attack.title,
        thefts=len(agent),
        pace=round(float(np.median(tried.pace)), 2),
        goal=tried.attack.goal,
        outcomes=tuple(
            _outcome(system, found, agent, rng) for system, found in tried.found.items()
        ),
    )


def genuine_of(
    system: str,
    alarms: dict[int, tuple[str, ...]],
    months: dict[int, float],
    budget: float,
    rng: np.random.Generator,
) -> Genuine:
    """False alarms of a system.

    Args:
        system: its name.
        alarms: agent → what asked for each of its alarms, joined by a plus.
        months: agent → months of work.
        budget: alarms a person and month.
        rng: of the interval.
    """
    count = np.array([len(alarms[agent]) for agent in months], np.int64)
    worked = np.array(list(months.values()))
    reasons = [code for said in alarms.values() for one in said for code in one.split("+")]
    own = count / worked
    return Genuine(
        system=system,
        rate=rate_of(count, worked, rng),
        worst=round(float(own.max()), 2),
        over_budget=float((own > budget).mean()),
        reasons={code: reasons.count(code) for code in sorted(set(reasons))},
    )


def _watched(state: MonitorState, inputs: Iterator[Told], scene: Scene, system: System) -> Found:
    found = Found()
    for one in inputs:
        # Machines are looked for once the thief is there; over days it would find our repeats.
        watches = one.theft and scene.attack.days == 1
        result = step(state, one.event, system.setup if watches else system.genuine)
        state = result.state
        if not noticed(result):
            continue
        if not one.theft:
            # A false alarm on the owner's own work; the owner passes the step-up.
            state = proven(state, one.event, system.genuine)
            continue
        seconds = (one.event.at - scene.begins) / MICROS_PER_SECOND
        asks = result.verdict is not None and result.verdict.kind is not VerdictKind.ALLOW
        found = Found(
            min(found.noticed, float(one.stolen)),
            float(one.stolen) if asks else _NEVER,
            min(found.seconds, seconds),
        )
        if asks or scene.attack.hands is Hands.OWNER:
            return found
    return found


def _outcome(
    system: str, found: list[Found], agent: NDArray[np.int64], rng: np.random.Generator
) -> Outcome:
    noticed_at = np.array([one.noticed for one in found])
    seconds = np.array([one.seconds for one in found])
    return Outcome(
        system=system,
        noticed=quantiles(noticed_at, agent, rng),
        stopped=quantiles(np.array([one.stopped for one in found]), agent, rng),
        seconds=quantiles(seconds, agent, rng),
        never=share_of(np.isinf(noticed_at), agent, rng),
        first_day=share_of(seconds <= A_DAY, agent, rng),
    )
