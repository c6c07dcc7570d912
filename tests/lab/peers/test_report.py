import msgspec
import numpy as np
import pytest

from samehands.errors import EmptyScoresError
from samehands.lab.peers import PeerReport, Trials, markdown
from samehands.lab.peers.report import Absent, PeerLine, System, measured


def _report(*lines: PeerLine) -> PeerReport:
    return PeerReport(
        corpus="synthetic",
        people=tuple("abcde"),
        enrolled=900,
        keystrokes=200,
        left_out=1,
        seed=0,
        lines=lines,
    )


def test_a_perfect_system_has_perfect_figures(trials: Trials) -> None:
    figures = measured(
        trials,
        trials.genuine.astype(np.float64),
        np.random.default_rng(0),
        milliseconds=1,
        accepted=trials.genuine,
    )
    assert (figures.genuine, figures.impostor, figures.not_judged) == (19, 76, 0)
    assert (figures.equal_error_rate.estimate, figures.detection.estimate) == (0, 1)
    assert figures.own_threshold is not None
    assert figures.own_threshold.owners_refused.estimate == 0
    assert figures.own_threshold.impostors_accepted.estimate == 0


def test_one_that_accepts_everybody_refuses_nobody(trials: Trials) -> None:
    everybody = np.ones_like(trials.asked)
    figures = measured(
        trials,
        np.ones(trials.asked.shape),
        np.random.default_rng(0),
        milliseconds=1,
        accepted=everybody,
    )
    assert figures.equal_error_rate.estimate == 0.5
    assert figures.detection.estimate == 0
    assert figures.own_threshold is not None
    assert figures.own_threshold.owners_refused.estimate == 0
    assert figures.own_threshold.impostors_accepted.estimate == 1


def test_what_was_not_judged_or_not_asked_is_counted_apart(trials: Trials) -> None:
    few = trials.with_fewer_impostors(1, np.random.default_rng(0))
    score = few.genuine.astype(np.float64)
    score[0] = np.nan
    figures = measured(few, score, np.random.default_rng(0), milliseconds=1)
    own = int(few.genuine[0].sum())
    assert figures.not_judged == own + 4
    assert (figures.genuine, figures.impostor) == (19 - own, 16)
    assert figures.own_threshold is None


def test_a_system_that_judged_nobody_has_no_figures(trials: Trials) -> None:
    with pytest.raises(EmptyScoresError):
        measured(
            trials, np.full(trials.asked.shape, np.nan), np.random.default_rng(0), milliseconds=1
        )


def test_a_report_survives_json_and_an_absent_peer_stands_in_the_table(trials: Trials) -> None:
    there = PeerLine(
        System(name="ours", kind="ours"),
        measured(
            trials, trials.genuine.astype(np.float64), np.random.default_rng(0), milliseconds=0.25
        ),
    )
    gone = PeerLine(System(name="peer", kind="peer"), absent=Absent("not installed", "no network"))
    report = _report(there, gone)
    assert msgspec.json.decode(msgspec.json.encode(report), type=PeerReport) == report
    rows = markdown(report).splitlines()
    assert len({row.count("|") for row in rows}) == 1
    assert (
        "| ours | 0.0 % [0.0-0.0] | 100.0 % [100.0-100.0] | 100.0 % [100.0-100.0] | none | none | 0.25 | 19 + 76 |"
        in rows
    )
    assert "not installed: no network" in rows[-1]
    assert report.line("peer") == gone
