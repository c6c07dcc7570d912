"""The registry."""

from samehands.liveness import DETECTORS, UNSEEN, DetectorId
from samehands.liveness.detector import Counts


def test_every_detector_is_in_the_registry_once() -> None:
    assert [detector.id for detector in DETECTORS] == list(DetectorId)


def test_every_detector_says_what_it_sees_and_what_it_cannot() -> None:
    for detector in DETECTORS:
        assert detector.sees.endswith(".")
        assert detector.blind_to.endswith(".")


def test_what_counts_is_not_one_rule_alone() -> None:
    assert sum(detector.counts is not Counts.NOT for detector in DETECTORS) > 3


def test_what_no_message_tells_is_said() -> None:
    assert all(unseen.sign and unseen.why.endswith(".") for unseen in UNSEEN)
