"""The access model that ships: roles fitted on development agents, and the line that they allow."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.access import AccessModel, model_to_json
from samehands.access.model import FORMAT
from samehands.adapters.files import replace_file
from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.datasets.bpic2012 import load_bpic2012
from samehands.lab.datasets.receipt import load_receipt
from samehands.lab.exposure.habits import fit_role
from samehands.lab.exposure.line import AlarmLine, Alarms, genuine_alarms
from samehands.lab.exposure.protocol import Protocol
from samehands.lab.exposure.workday import days_of
from samehands.lab.metrics import Interval
from samehands.lab.split import Role, Roles
from samehands.quantities import Micros, Nats

BANK: Final = "bank-loans"
PERMITS: Final = "municipal-permits"

SOURCES: Final = {
    BANK: "B. van Dongen, BPI Challenge 2012, 4TU.ResearchData, "
    "doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f: October to December 2011",
    PERMITS: "J. Buijs, Receipt phase of an environmental permit application process (CoSeLoG), "
    "4TU.ResearchData",
}
"""Role → where its log is from, as the card says."""

ASSUMED: Final = Nats(16.0)
"""What a model is given for its alarm line until that is measured; no measurement uses it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and what it was measured on.

    Args:
        model: as it ships.
        lines: role → its own line for the budget; the model has the higher of them.
        alarms: role → its development agents' false alarms at each level.
        rates: role → its development agents' alarms a person and month at the model's line.
    """

    model: AccessModel
    lines: dict[str, AlarmLine]
    alarms: dict[str, Alarms]
    rates: dict[str, Interval]


def logs_of(root: Path) -> dict[str, AgentLog]:
    """Role → its log.

    Raises:
        DataSetError: a log is absent.
    """
    return {BANK: load_bpic2012(root), PERMITS: load_receipt(root)}


def agents_of(log: AgentLog, protocol: Protocol, role: Role) -> NDArray[np.int64]:
    """The development or the evaluation agents of a log; nobody is trained on alone."""
    people = len(log.agents)
    development = round(protocol.development * people)
    return Roles.drawn(people, development, people - development).of(role)


def fit_model(name: str, root: Path, protocol: Protocol, seed: int) -> Fitted:
    """Fit every role on the development agents of its log, and measure where it may alarm.

    Args:
        name: of the model.
        root: the data folder.
        protocol: split, budget and what is set against habit.
        seed: of the resamples.

    Raises:
        DataSetError: a log is absent.
        EmptyScoresError: a role's agents alarm too often at any level.
    """
    rng = np.random.default_rng(seed)
    logs = logs_of(root)
    agents = {role: agents_of(log, protocol, Role.DEVELOPMENT) for role, log in logs.items()}
    roles = {role: fit_role(log, agents[role], protocol.watching) for role, log in logs.items()}
    model = AccessModel(
        format=FORMAT,
        id=name,
        default=BANK,
        roles=roles,
        factors=protocol.watching.factors,
        alarm_at=ASSUMED,
        card={},
        utc_offset=Micros(0),
    )
    alarms = {
        role: genuine_alarms(
            [days_of(log, agent) for agent in agents[role].tolist()],
            model,
            role,
            log.resource,
            protocol.work_days_per_month,
        )
        for role, log in logs.items()
    }
    budget = protocol.budget.false_alarms
    lines = {role: counted.line(budget, rng) for role, counted in alarms.items()}
    busiest = max(lines, key=lambda role: lines[role].level)
    level = Nats(round(lines[busiest].level, 2))
    rates = {role: counted.rate(level, rng) for role, counted in alarms.items()}
    card = _card(name, agents, lines, rates, seed)
    measured = msgspec.structs.replace(
        model,
        alarm_at=level,
        tail_slope=round(alarms[busiest].tail_slope(budget), 4),
        card=card,
    )
    return Fitted(measured, lines, alarms, rates)


def ship_model(model: AccessModel, package: Path) -> Path:
    """Puts a model into the package.

    Args:
        model: what to ship.
        package: the folder `samehands` of a source tree.

    Raises:
        StorageError: the disk refused.
    """
    path = package / "access" / "roles" / f"{model.id}.json"
    replace_file(path, model_to_json(model))
    return path


def _card(
    name: str,
    agents: dict[str, NDArray[np.int64]],
    lines: dict[str, AlarmLine],
    rates: dict[str, Interval],
    seed: int,
) -> dict[str, str]:
    said = {
        "made_by": f"samehands lab access-model {name} --seed {seed}",
        "data": "; ".join(f"{role}: {source}" for role, source in SOURCES.items()),
        "licence": "of the logs: as 4TU states it with each, to be cited; of these numbers: "
        "Apache-2.0, as the package",
        "what_was_counted": "changes of records, not views, as the logs hold nothing else: a floor "
        "for people who read more than they change. Fit your own role on your own log.",
        "clock": "hours of the week are hours on the wall where the log is from; set utc_offset "
        "where you are",
        "assumed": "sequential and between_windows are not in the logs",
    }
    for role, line in lines.items():
        rate = rates[role]
        said[role] = (
            f"{len(agents[role])} development agents; one false alarm a person and month at "
            f"{line.level:.1f} nats [{line.low:.1f}, {line.high:.1f}]; at this model's line "
            f"{rate.estimate:.2f} [{rate.low:.2f}, {rate.high:.2f}]"
        )
    return said
