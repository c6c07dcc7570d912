"""What a measurement of exposure says, as plain data that becomes JSON."""

from typing import Final

import msgspec

from samehands.lab.evaluation.result import Delay
from samehands.lab.metrics import Interval
from samehands.lab.results import DataFile
from samehands.lab.split import Role

FORMAT: Final = "samehands-exposure/1"
"""First field of a result: another number is another meaning of the rest."""


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one system did against one attack.

    Args:
        system: which.
        noticed: records exposed until it spoke up: it told a human, asked for proof or locked.
        stopped: records exposed until it asked for proof or locked.
        seconds: until it spoke up.
        never: share of thefts that it did not notice, with its interval over agents.
        first_day: share that it noticed within 24 hours.
    """

    system: str
    noticed: tuple[Delay, ...]
    stopped: tuple[Delay, ...]
    seconds: tuple[Delay, ...]
    never: Interval
    first_day: Interval


class AttackRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the drill table.

    Args:
        name: of the attack.
        title: a sentence.
        thefts: how many were tried.
        pace: records a minute at the median.
        goal: records exposed at the median that would be good; None where the goal is a day.
        outcomes: one for each system.
    """

    name: str
    title: str
    thefts: int
    pace: float
    goal: int | None
    outcomes: tuple[Outcome, ...]


class Genuine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """False alarms of one system on the agents' own days.

    Args:
        system: which.
        rate: alarms a person and month, all agents' months together, its interval over agents.
        worst: of the agent who has most, alarms a month.
        over_budget: share of agents with more than the budget in their own months.
        reasons: code of a reason, or name of a joint rule → alarms that had it.
    """

    system: str
    rate: Interval
    worst: float
    over_budget: float
    reasons: dict[str, int]


class ExposureResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Records exposed before anybody knew, and what that costs the owners in false alarms.

    Args:
        title: of the protocol.
        role: of the agents.
        agents: whose days were run for false alarms.
        robbed: of these, with enough days to learn a habit from before a theft.
        months: of work, all agents together.
        projection: of the windows.
        typists: people whose hands the agents were given.
        lines: what alarms: system and hypothesis → nats.
        limit: the fixed limit, in words.
        genuine: false alarms.
        attacks: the drill table.
        seed: of every draw.
        commit: of the code; "-dirty" where the working tree differs.
        data: what was read.
        format: of the file.
    """

    title: str
    role: Role
    agents: int
    robbed: int
    months: float
    projection: str
    typists: int
    lines: dict[str, float]
    limit: str
    genuine: tuple[Genuine, ...]
    attacks: tuple[AttackRow, ...]
    seed: int
    commit: str
    data: tuple[DataFile, ...]
    format: str = FORMAT
