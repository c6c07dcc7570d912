import numpy as np
import pytest

from laws import synthetic
from samehands.errors import ProjectionMismatchError
from samehands.identity import (
    Calibration,
    DeviceClass,
    Line,
    ManhattanScorer,
    NotReady,
    Readiness,
    Scored,
    SessionWindows,
)
from samehands.identity.manhattan import (
    POPULATION_DEVIATION,
    POPULATION_WINDOWS,
    ManhattanModel,
    ManhattanTemplate,
)
from samehands.rhythm.window import ClockClass

SCORER = ManhattanScorer(readiness=Readiness(windows=4, sessions=1))


def _enrolled(sessions: list[SessionWindows]) -> ManhattanTemplate:
    template = SCORER.enrol(sessions)
    assert isinstance(template, ManhattanTemplate)
    return template


def test_the_score_is_the_mean_scaled_distance_negated() -> None:
    vectors = np.zeros((4, 64), np.int8)
    vectors[:, 0] = [10, -10, 30, -30]
    template = _enrolled([SessionWindows(synthetic.PROJECTION, synthetic.LAPTOP, vectors)])
    scale = POPULATION_WINDOWS * POPULATION_DEVIATION / (4 + POPULATION_WINDOWS)
    first = (80 + POPULATION_WINDOWS * POPULATION_DEVIATION) / (4 + POPULATION_WINDOWS)
    probe = np.full((1, 64), 31, np.int8)
    scored = SCORER.score(template, SessionWindows(synthetic.PROJECTION, synthetic.LAPTOP, probe))
    assert isinstance(scored, Scored)
    assert scored.llr == pytest.approx(-(31 / first + 63 * 31 / scale) / 64)


def test_with_many_windows_the_scale_is_the_persons_own() -> None:
    steady = synthetic.Typist(np.zeros(64), np.random.default_rng(0)).session(3000, spread=0.2)
    model = ManhattanModel.of([steady])
    own = np.abs(steady.vectors - steady.vectors.mean(axis=0)).mean(axis=0)
    np.testing.assert_allclose(model.scale, own, rtol=0.03)


def test_calibration_turns_distance_into_nats() -> None:
    typist = synthetic.typist(1)
    template, probe = _enrolled(typist.sessions(2, 4)), typist.session(3)
    raw = SCORER.score(template, probe)
    nats = ManhattanScorer(SCORER.readiness, Calibration((Line(0, 9.0, 8.0),))).score(
        template, probe
    )
    assert isinstance(raw, Scored)
    assert isinstance(nats, Scored)
    assert nats.llr == pytest.approx(9 * raw.llr + 8)


def test_device_classes_are_kept_apart() -> None:
    typist = synthetic.typist(1)
    old = DeviceClass(ClockClass.SIXTEEN_MS)
    template = _enrolled([typist.session(6), typist.session(3, device=old)])
    assert isinstance(SCORER.score(template, typist.session(1, device=old)), NotReady)
    new = DeviceClass(ClockClass.TENTH_MS)
    assert SCORER.score(template, typist.session(1, device=new)) == SCORER.readiness.nothing()


def test_another_projection_is_refused() -> None:
    session = synthetic.typist(1).session(6)
    other = SessionWindows(b"another!", session.device, session.vectors)
    with pytest.raises(ProjectionMismatchError):
        SCORER.enrol([session, other])
    with pytest.raises(ProjectionMismatchError):
        SCORER.score(_enrolled([session]), other)
