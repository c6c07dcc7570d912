"""The whole benchmark: its parameters, and what it gives on the real data."""

from pathlib import Path

import msgspec
import pytest

from samehands.errors import DataSetError, SettingsError
from samehands.lab.fixed_text import (
    CLASSIC,
    CmuReport,
    DetectorLine,
    load_protocol,
    run_cmu,
)


class TestProtocol:
    def test_that_comes_with_the_package_is_the_published_one(self) -> None:
        split = load_protocol().split
        assert (split.training_sessions, split.impostor_session) == (4, 1)
        assert split.impostor_repetitions == 5

    def test_makes_a_candidate_of_every_combination(self) -> None:
        protocol = load_protocol()
        manhattan, neighbours = protocol.manhattan.candidates(), protocol.neighbours.candidates()
        assert len(set(manhattan)) == len(manhattan) == 27
        assert len(set(neighbours)) == len(neighbours) == 144

    @pytest.mark.parametrize(
        ("there", "wrong"),
        [
            ("training_sessions = 4", "training_sessions = 0"),
            ("training_sessions = 4", 'training_sessions = "four"'),
            ("training_sessions = 4", "training_session = 4"),
            ("folds = 5", "folds = 1"),
            ("admitted = 0.9", "admitted = 1.5"),
            ("cap = [2.5, 3.0, 4.0]", "cap = []"),
            ("[choice]", "[choice"),
            ('data = "iiitbh-big"', 'data = "another"'),
        ],
    )
    def test_with_a_mistake_is_refused(self, tmp_path: Path, there: str, wrong: str) -> None:
        packaged = Path("src/samehands/lab/protocols/cmu.toml")
        text = (Path(__file__).parents[3] / packaged).read_text("utf-8")
        assert there in text
        path = tmp_path / "cmu.toml"
        path.write_text(text.replace(there, wrong, 1), "utf-8")
        with pytest.raises(SettingsError):
            load_protocol(path)

    def test_that_is_absent_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError):
            load_protocol(tmp_path / "none.toml")


def test_without_the_data_the_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="no such file"):
        run_cmu(tmp_path)


@pytest.fixture(scope="module")
def report(data_root: Path) -> CmuReport:
    return run_cmu(data_root, seed=0)


def line_of(report: CmuReport, detector: str, data: str, impostors: str) -> DetectorLine:
    (line,) = (
        line
        for line in report.detectors
        if (line.detector, line.data, line.impostors) == (detector, data, impostors)
    )
    return line


@pytest.mark.data
@pytest.mark.slow
class TestOnTheRealData:
    @pytest.mark.parametrize(("detector", "published"), [(n, e) for n, (_, e) in CLASSIC.items()])
    def test_the_published_rates_are_reproduced_to_four_digits(
        self, report: CmuReport, detector: str, published: float
    ) -> None:
        assert round(line_of(report, detector, "cmu", "new to it").mean, 4) == published

    def test_the_published_deviations_are_reproduced(self, report: CmuReport) -> None:
        # Killourhy and Maxion, table 2: .0694, .0642
        scaled = line_of(report, "scaled Manhattan", "cmu", "new to it")
        nearest = line_of(report, "nearest neighbour Mahalanobis", "cmu", "new to it")
        assert (round(scaled.deviation, 3), round(nearest.deviation, 3)) == (0.069, 0.064)

    def test_the_own_detector_is_below_the_limit(self, report: CmuReport) -> None:
        assert report.headline.mean <= 0.055
        assert report.headline.interval.high <= 0.06

    def test_nobody_is_reported_with_a_detector_they_helped_to_choose(
        self, report: CmuReport
    ) -> None:
        reported = [name for fold in report.folds for name in fold.people]
        assert sorted(reported) == sorted(report.by_person)
        weighted = sum(fold.reported * len(fold.people) for fold in report.folds)
        assert weighted / len(reported) == pytest.approx(report.headline.mean)

    def test_practised_impostors_are_harder_and_the_order_stays(self, report: CmuReport) -> None:
        own = line_of(report, report.own, "cmu", "practised")
        classic = line_of(report, "scaled Manhattan", "cmu", "practised")
        assert report.headline.mean < own.mean < classic.mean

    @pytest.mark.parametrize("data", ["iiitbh-big", "iiitbh-small"])
    def test_it_holds_for_other_people_and_another_password(
        self, report: CmuReport, data: str
    ) -> None:
        own = line_of(report, "own, as chosen on cmu", data, "new to it")
        classic = line_of(report, "scaled Manhattan", data, "new to it")
        assert own.mean <= 0.055 < classic.mean

    def test_the_uncertain_holds_move_no_figure(self, report: CmuReport) -> None:
        assert report.uncertain_hold_shift < 1e-4

    def test_the_report_survives_json(self, report: CmuReport) -> None:
        assert msgspec.json.decode(msgspec.json.encode(report), type=CmuReport) == report
