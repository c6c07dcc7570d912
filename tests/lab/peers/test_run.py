from pathlib import Path

import pytest

from samehands.lab.peers import PeerReport, held_out_systems, run_peers
from samehands.lab.peers.run import REFERENCES
from samehands.lab.split import Role, monaco_roles


@pytest.fixture(scope="module")
def report(data_root: Path, tmp_path_factory: pytest.TempPathFactory) -> PeerReport:
    """The comparison as it is where no peer can be installed: no checkout, no locks."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    return run_peers(data_root, held_out_systems(data_root), checkout=nowhere)


@pytest.mark.slow
def test_a_peer_that_is_not_installed_is_a_line_that_says_so(report: PeerReport) -> None:
    peers = [line for line in report.lines if line.system.kind == "peer"]
    assert len(peers) == 3
    for line in peers:
        assert line.measured is None
        assert line.absent is not None
        assert line.absent.status == "not installed"


@pytest.mark.slow
def test_everything_else_is_measured_on_the_same_decisions(report: PeerReport) -> None:
    assert len(report.people) == len(monaco_roles().of(Role.EVALUATION))
    assert (report.enrolled, report.keystrokes, report.left_out) == (1500, 200, 2)
    figures = [line.measured for line in report.lines if line.measured is not None]
    assert len(figures) == len(report.lines) - 3
    assert {(f.genuine, f.impostor, f.not_judged) for f in figures} == {(82, 1066, 0)}


@pytest.mark.slow
def test_ours_are_better_than_every_reference_on_people_they_have_not_seen(
    report: PeerReport,
) -> None:
    rate = {
        line.system.name: line.measured.equal_error_rate.estimate
        for line in report.lines
        if line.measured is not None
    }
    own = [rate["Samehands, open"], rate["Samehands, research"]]
    reference = [rate[name] for name in REFERENCES]
    assert 0.02 < min(reference) < 0.10
    assert max(own) < min(reference)
    assert max(own) < rate["scaled Manhattan on open embeddings"]
