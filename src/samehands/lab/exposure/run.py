"""A measurement of exposure from the data folder to its result."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.access.scales import SCALES
from samehands.identity import AdmissionRule
from samehands.lab.datasets import bpic2012
from samehands.lab.datasets.agent_log import DAY, AgentLog
from samehands.lab.datasets.bpic2012 import load_bpic2012
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.exposure.drill import genuine_of, row_of, scenes_of, try_all
from samehands.lab.exposure.limits import Limit, lowest_within
from samehands.lab.exposure.model import agents_of
from samehands.lab.exposure.protocol import Protocol, load_protocol
from samehands.lab.exposure.result import AttackRow, ExposureResult, Genuine
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.thefts import Gaps, Scene
from samehands.lab.exposure.typists import Typist, typists_of
from samehands.lab.exposure.watch import History, live
from samehands.lab.exposure.workday import Touches, days_of
from samehands.lab.results import code_commit, data_files
from samehands.lab.split import Role, monaco_roles
from samehands.lab.training.shipped import demo_people
from samehands.monitor import Setup
from samehands.monitor.defaults import default_setup
from samehands.quantities import MICROS_PER_SECOND
from samehands.rhythm.projection import Projection
from samehands.rhythm.projections import DEFAULT, shipped
from samehands.trust import Budget, Hypothesis

FUSED: Final = "fused"
ACCESS: Final = "access alone"
HANDS: Final = "hands alone"

FROZEN: Final = AdmissionRule(
    windows_per_day=0,
    sessions_per_day=0,
    confirmed_windows_per_day=0,
    confirmed_sessions_per_day=0,
)
"""A template learns nothing here: the same few windows come again and again, and would teach it."""

TOGETHER: Final = 30 * 60 * MICROS_PER_SECOND
"""A gap longer than this between two records is a break, not browsing, µs."""

DATA: Final = (bpic2012.FILE, "keystroke/monaco-pohmm/free_text.csv.gz")
"""What is read, from the data folder."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a measurement stands on.

    Args:
        role: of the agents measured.
        log: whose days.
        protocol: what is done.
        projection: of the windows.
        typists: whose hands; the projection has seen none of them.
        subjects: those measured.
        development: days of each development agent.
        systems: that watch.
        seed: of every draw.
    """

    role: Role
    log: AgentLog
    protocol: Protocol
    projection: Projection = field(repr=False)
    typists: tuple[Typist, ...] = field(repr=False)
    subjects: list[Subject] = field(repr=False)
    development: list[tuple[Touches, ...]] = field(repr=False)
    systems: tuple[System, ...]
    seed: int

    def months(self, days: int) -> float:
        """Months of work in so many days."""
        return days / self.protocol.work_days_per_month

    @property
    def robbed(self) -> list[Subject]:
        """Those with days left after a habit has been learnt."""
        return [one for one in self.subjects if len(one.days) > self.protocol.history_days]


def measure_exposure(
    root: Path,
    seed: int,
    say: Say,
    *,
    role: Role = Role.EVALUATION,
    projection: str = DEFAULT,
    only: tuple[str, ...] = (),
) -> ExposureResult:
    """The drill table and the false alarms that go with it.

    Args:
        root: the data folder.
        seed: of every draw.
        say: told of each stage.
        role: of the agents: evaluation for figures, development for choices.
        projection: a shipped one.
        only: names of attacks; all where none.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: no such projection.
    """
    ground = prepared(root, seed, role, projection)
    protocol, rng = ground.protocol, np.random.default_rng([seed, 1])
    histories: dict[str, dict[int, History]] = {}
    genuine = []
    for system in ground.systems:
        say(f"genuine days: {system.name}")
        lived = {subject.agent: live(subject, system) for subject in ground.subjects}
        histories[system.name] = lived
        genuine.append(_genuine(ground, system.name, lived, rng))
    say("the best fixed limit")
    gaps = gaps_of(ground.log, agents_of(ground.log, protocol, Role.DEVELOPMENT))
    limit = best_limit(ground, gaps)
    alarms = {one.agent: ("limit",) * len(limit.alarms(one.days)) for one in ground.subjects}
    months = {one.agent: ground.months(len(one.days)) for one in ground.subjects}
    genuine.append(genuine_of("fixed limit", alarms, months, protocol.budget.false_alarms, rng))
    rows = []
    for attack in protocol.attacks:
        if only and attack.name not in only:
            continue
        say(attack.name)
        scenes = scenes_of(attack, ground.robbed, ground.typists, gaps, protocol, seed)
        tried = try_all(scenes, ground.systems, histories, limit, ground.projection)
        rows.append(row_of(tried, rng))
    return _result(ground, limit, genuine, rows, root)


def prepared(root: Path, seed: int, role: Role, projection: str) -> Ground:
    """Everybody and everything that a measurement needs.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: no such projection.
    """
    protocol, log = load_protocol(), load_bpic2012(root)
    made_with = shipped(projection)
    systems = systems_of(projection, protocol.budget)
    people = demo_people() if projection == DEFAULT else monaco_roles().of(role)
    corpus = load_free_text(root)
    typists = typists_of(corpus, people, made_with, systems[0].setup.scorer)
    subjects = [
        Subject.drawn(log, agent, typists, protocol, np.random.default_rng([seed, 2, agent]))
        for agent in agents_of(log, protocol, role).tolist()
    ]
    development = [
        days_of(log, agent) for agent in agents_of(log, protocol, Role.DEVELOPMENT).tolist()
    ]
    return Ground(role, log, protocol, made_with, typists, subjects, development, systems, seed)


def systems_of(projection: str, budget: Budget) -> tuple[System, ...]:
    """The systems that are compared, each at the same budget of false alarms altogether.

    Args:
        projection: a shipped one.
        budget: of each system; where several kinds of evidence can alarm, of another person, a
            machine and mass reading, each gets the same part.
    """
    keystrokes = shipped(projection).keystrokes
    whole = msgspec.structs.replace(budget, keystrokes_per_window=keystrokes)

    def share(kinds: int) -> Budget:
        return msgspec.structs.replace(whole, false_alarms=whole.false_alarms / kinds)

    return (
        _system(FUSED, default_setup(projection, share(3))),
        _system(ACCESS, default_setup(projection, whole), windows=False),
        _system(HANDS, default_setup(projection, share(2)), reads=False),
    )


def gaps_of(log: AgentLog, agents: NDArray[np.int64]) -> Gaps:
    """Times from one record to another within a stretch of work, the quicker half of them.

    Args:
        log: whose.
        agents: shape (a,), development agents.
    """
    kept = np.isin(log.agent, agents)
    agent, record, wall = log.agent[kept], log.record[kept], log.wall[kept]
    turned = np.flatnonzero((np.diff(record) != 0) & (np.diff(agent) == 0))
    # From the first touch of one record to the first touch of the next.
    first = np.concatenate([[0], turned + 1])
    gap = np.diff(wall[first])
    within = (np.diff(agent[first]) == 0) & (gap > 0) & (gap < min(TOGETHER, DAY))
    return Gaps(np.sort(gap[within])[: int(within.sum()) // 2])


def best_limit(ground: Ground, gaps: Gaps) -> Limit:
    """The fixed limit that exposes least on development agents, of those that keep the budget.

    Args:
        ground: with their days.
        gaps: to browse by.
    """
    protocol, months = ground.protocol, ground.months(sum(map(len, ground.development)))
    budget = protocol.budget.false_alarms
    agents = agents_of(ground.log, protocol, Role.DEVELOPMENT).tolist()
    subjects = [
        replace(ground.subjects[0], agent=agent, days=days, sat=((0,),) * len(days))
        for agent, days in zip(agents, ground.development, strict=True)
        if len(days) > protocol.history_days
    ]
    scenes = [
        scenes_of(attack, subjects, ground.typists, gaps, protocol, ground.seed)
        for attack in protocol.attacks
    ]
    limits = [lowest_within(scale, ground.development, budget, months) for scale in SCALES]
    return min(limits, key=lambda limit: _cost(limit, scenes))


def _cost(limit: Limit, scenes: list[list[Scene]]) -> float:
    """Mean over attacks of the logarithm of the median exposure; all of it where never found."""
    medians = [
        np.median([min(limit.exposed(one)[0], float(len(one.reads))) for one in of_attack])
        for of_attack in scenes
    ]
    return float(np.mean(np.log(medians)))


def _system(name: str, setup: Setup, *, reads: bool = True, windows: bool = True) -> System:
    frozen = replace(setup, admission=FROZEN)
    return System(name, frozen, replace(frozen, liveness=None), reads, windows)


def _genuine(
    ground: Ground, system: str, lived: dict[int, History], rng: np.random.Generator
) -> Genuine:
    alarms = {
        agent: tuple("+".join(alarm.reasons) for alarm in history.alarms)
        for agent, history in lived.items()
    }
    months = {one.agent: ground.months(len(one.days)) for one in ground.subjects}
    return genuine_of(system, alarms, months, ground.protocol.budget.false_alarms, rng)


def _alarming(system: System) -> list[Hypothesis]:
    hands = [Hypothesis.OTHER_PERSON, Hypothesis.MACHINE] if system.windows else []
    return [*hands, *([Hypothesis.MASS_ACCESS] if system.reads else [])]


def _result(
    ground: Ground, limit: Limit, genuine: list[Genuine], rows: list[AttackRow], root: Path
) -> ExposureResult:
    lines = {
        f"{system.name}, {name}": round(float(system.setup.thresholds[name]), 2)
        for system in ground.systems
        for name in _alarming(system)
    }
    return ExposureResult(
        title=ground.protocol.title,
        role=ground.role,
        agents=len(ground.subjects),
        robbed=len(ground.robbed),
        months=round(ground.months(sum(len(one.days) for one in ground.subjects)), 1),
        projection=ground.projection.name,
        typists=len(ground.typists),
        lines=lines,
        limit=f"more than {limit.records} distinct records in a {limit.scale}",
        genuine=tuple(genuine),
        attacks=tuple(rows),
        seed=ground.seed,
        commit=code_commit(),
        data=data_files(root, DATA),
    )
