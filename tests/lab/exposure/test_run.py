"""The ground of a measurement: who is measured, on which days, by which systems."""

from pathlib import Path

import numpy as np
import pytest

from samehands.access import model_from_json, model_to_json, shipped_model
from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.exposure.habits import fit_role
from samehands.lab.exposure.model import BANK, PERMITS, agents_of, logs_of, ship_model
from samehands.lab.exposure.protocol import Protocol
from samehands.lab.exposure.run import gaps_of, prepared, systems_of
from samehands.lab.split import Role
from samehands.trust import Budget, Hypothesis


def test_two_kinds_of_evidence_share_one_budget() -> None:
    fused, access, hands = systems_of("open-1", Budget(false_alarms=1.0))

    for name, alone in ((Hypothesis.MASS_ACCESS, access), (Hypothesis.OTHER_PERSON, hands)):
        assert fused.setup.thresholds[name] > alone.setup.thresholds[name]
    assert not access.windows
    assert not hands.reads


def test_nobody_is_in_both_roles(log: AgentLog, protocol: Protocol) -> None:
    development = agents_of(log, protocol, Role.DEVELOPMENT)
    evaluation = agents_of(log, protocol, Role.EVALUATION)

    assert not np.intersect1d(development, evaluation).size
    assert len(development) + len(evaluation) == len(log.agents)


def test_gaps_are_between_records_within_a_stretch_of_work(log: AgentLog) -> None:
    gaps = gaps_of(log, np.arange(len(log.agents)))

    assert (gaps.quick > 0).all()
    assert gaps.quick.max() < 30 * 60 * 1_000_000
    assert (np.diff(gaps.quick) >= 0).all()


def test_a_model_goes_into_the_package_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "access" / "roles").mkdir(parents=True)
    model = shipped_model()

    path = ship_model(model, tmp_path)

    assert model_from_json(path.read_bytes()) == model
    assert path.read_bytes() == model_to_json(model)


def test_what_ships_is_what_the_logs_give(data_root: Path, protocol: Protocol) -> None:
    shipped = shipped_model()
    for role, log in logs_of(data_root).items():
        agents = agents_of(log, protocol, Role.DEVELOPMENT)
        assert shipped.roles[role] == fit_role(log, agents, protocol.watching)
        assert f"{len(agents)} development agents" in shipped.card[role]
    assert set(shipped.roles) == {BANK, PERMITS}
    assert shipped.default == BANK
    assert "10.4121" in shipped.card["data"]


@pytest.mark.slow
def test_the_measured_have_days_left_after_their_history(data_root: Path) -> None:
    ground = prepared(data_root, 0, Role.DEVELOPMENT, "open-1")

    assert len(ground.robbed) >= 15
    assert all(len(one.days) > ground.protocol.history_days for one in ground.robbed)
    assert len({one.typist.person for one in ground.subjects}) == len(ground.typists)
