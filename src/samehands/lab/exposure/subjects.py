"""Virtual subjects: an agent of a log with the hands of a typist; no data set has both of one person.

That the two have nothing to do with each other is what is wrong with it: a real intruder's pace of
reading and of typing may hang together. What is right: both halves are real people's, of days that
they worked, and the monitor cannot tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.protocol import Protocol
from samehands.lab.exposure.typists import Typist
from samehands.lab.exposure.workday import Plan, Touches, WorkInput, days_of, inputs_of
from samehands.monitor import MonitorState, Setup


@dataclass(frozen=True, slots=True)
class System:
    """What watches: everything, or one half of it, each with thresholds for the same budget.

    Args:
        name: for tables.
        setup: of the monitor.
        genuine: the same, but for machine input, on days on which nobody steals: a typist's few
            windows come again and again there, which the detectors rightly take for a replay.
        reads: whether it is told of records.
        windows: whether it is told of typing.
    """

    name: str
    setup: Setup = field(repr=False)
    genuine: Setup = field(repr=False)
    reads: bool = True
    windows: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """An agent with a typist's hands.

    Args:
        agent: index into the log's agents.
        resource: class of the records.
        days: that were worked.
        typist: whose hands.
        sat: for each day, which of the typist's sittings fill its stretches.
    """

    agent: int
    resource: str
    days: tuple[Touches, ...] = field(repr=False)
    typist: Typist = field(repr=False)
    sat: tuple[tuple[int, ...], ...] = field(repr=False)

    @classmethod
    def drawn(
        cls,
        log: AgentLog,
        agent: int,
        typists: tuple[Typist, ...],
        protocol: Protocol,
        rng: np.random.Generator,
    ) -> Self:
        """Pair an agent with a typist, and fill every day with as much typing as a month has.

        Args:
            log: the agent's.
            agent: index.
            typists: to draw from.
            protocol: how much typing a day has.
            rng: of the draws.
        """
        typist = typists[int(rng.integers(len(typists)))]
        days = days_of(log, agent)
        per_sitting = np.mean([len(sitting) for sitting in typist.sittings])
        per_day = protocol.budget.windows_per_month / protocol.work_days_per_month
        stretches = max(1, round(per_day / float(per_sitting)))
        sat = rng.integers(len(typist.sittings), size=(len(days), stretches))
        return cls(agent, log.resource, days, typist, tuple(map(tuple, sat.tolist())))

    def start(self, system: System) -> MonitorState:
        """The subject's state when the log begins: enrolled, and nothing known of the reading."""
        template = self.typist.template if system.windows else None
        projection = system.setup.projection if system.windows else None
        return MonitorState(f"agent-{self.agent}", projection, template)

    def plan(self, day: int, system: System) -> Plan:
        """What a day is made of for a system."""
        sittings = tuple(self.typist.sittings[one] for one in self.sat[day])
        return Plan(sittings if system.windows else (), self.resource, system.reads)

    def inputs(self, day: int, system: System) -> Iterator[WorkInput]:
        """A genuine day."""
        return inputs_of(self.days[day], self.plan(day, system), day)
