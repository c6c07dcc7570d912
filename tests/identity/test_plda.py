import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import synthetic
from samehands.errors import ProjectionMismatchError
from samehands.identity import (
    DeviceClass,
    EnrolmentFailed,
    EnrolmentFlaw,
    Fallback,
    Fusing,
    NotReady,
    PathClass,
    PldaScorer,
    Readiness,
    Scored,
    SessionWindows,
    Template,
)
from samehands.rhythm.window import ClockClass

SCORER = PldaScorer(synthetic.back_end())
OLD_CLOCK = DeviceClass(ClockClass.SIXTEEN_MS)


def _enrolled(scorer: PldaScorer, sessions: list[SessionWindows]) -> Template:
    template = scorer.enrol(sessions)
    assert isinstance(template, Template)
    return template


@given(st.integers(1, 12), st.integers(0, 50))
@settings(max_examples=30)
def test_the_summed_llr_is_the_sum_of_its_windows(windows: int, seed: int) -> None:
    typist = synthetic.typist(seed)
    template = _enrolled(SCORER, typist.sessions(3, 5))
    probe = typist.session(windows)
    whole = SCORER.score(template, probe)
    ones = [SCORER.score(template, probe[row : row + 1]) for row in range(windows)]
    assert isinstance(whole, Scored)
    assert whole.llr == pytest.approx(sum(one.llr for one in ones if isinstance(one, Scored)))
    assert whole.windows == windows


def test_one_window_fused_is_one_window_summed() -> None:
    typist = synthetic.typist(1)
    template = _enrolled(SCORER, typist.sessions(3, 5))
    probe = typist.session(1)
    fused = PldaScorer(SCORER.back_end, fusing=Fusing.FUSED)
    assert fused.score(template, probe) == SCORER.score(template, probe)


def test_fusing_is_more_careful_than_summing_where_windows_share_their_session() -> None:
    fused = PldaScorer(SCORER.back_end, fusing=Fusing.FUSED)
    typist = synthetic.typist(1)
    template = _enrolled(SCORER, typist.sessions(3, 5))
    probe = typist.session(20)
    summed_score, fused_score = SCORER.score(template, probe), fused.score(template, probe)
    assert isinstance(summed_score, Scored)
    assert isinstance(fused_score, Scored)
    assert 0 < fused_score.llr < summed_score.llr


def test_calibrated_summed_llrs_mean_what_they_say_on_people_of_the_model() -> None:
    scorer = PldaScorer(synthetic.back_end(nu=1e6))
    own, other = [], []
    for seed in range(60):
        typist, stranger = synthetic.typist(seed), synthetic.typist(10_000 + seed)
        ready = scorer.prepare(Template.enrolled(typist.sessions(4, 5)), synthetic.LAPTOP)
        assert not isinstance(ready, NotReady)
        own.append(ready.score(typist.session(1).vectors)[0])
        other.append(ready.score(stranger.session(1).vectors)[0])
    # of true llrs, E[exp(-llr)] over the owner's and E[exp(llr)] over others' are both 1
    assert np.mean(np.exp(-np.array(own))) < 1.5
    assert np.mean(np.exp(np.array(other))) < 1.5
    assert np.mean(own) > 5
    assert np.mean(other) < -5


def test_a_new_device_class_is_not_ready_and_not_an_alarm() -> None:
    typist = synthetic.typist(1)
    template = _enrolled(SCORER, typist.sessions(3, 5))
    for device in (OLD_CLOCK, DeviceClass(ClockClass.ONE_MS, PathClass.REMOTE)):
        outcome = SCORER.score(template, typist.session(2, device=device))
        assert isinstance(outcome, NotReady)
        assert outcome == SCORER.readiness.nothing()


def test_the_nearest_clock_stands_in_only_where_policy_says_so() -> None:
    typist = synthetic.typist(1)
    near, far = DeviceClass(ClockClass.EIGHT_MS), DeviceClass(ClockClass.TENTH_MS)
    template = _enrolled(
        SCORER,
        [typist.session(5, device=device) for device in (near, near, near, far, far, far)],
    )
    lenient = PldaScorer(SCORER.back_end, fallback=Fallback.NEAREST_CLOCK)
    probe = typist.session(2, device=OLD_CLOCK)
    outcome = lenient.score(template, probe)
    assert isinstance(outcome, Scored)
    assert outcome.substitute
    same = lenient.score(template, SessionWindows(probe.projection, near, probe.vectors))
    assert isinstance(same, Scored)
    assert not same.substitute
    assert outcome.llr == same.llr
    remote = DeviceClass(ClockClass.EIGHT_MS, PathClass.REMOTE)
    assert isinstance(lenient.score(template, typist.session(2, device=remote)), NotReady)


def test_a_second_device_class_waits_until_it_is_ready_itself() -> None:
    typist = synthetic.typist(1)
    sessions = [*typist.sessions(3, 5), typist.session(4, device=OLD_CLOCK)]
    template = _enrolled(SCORER, sessions)
    outcome = SCORER.score(template, typist.session(1, device=OLD_CLOCK))
    assert isinstance(outcome, NotReady)
    assert [(short.have, short.due) for short in outcome.missing] == [(4, 10), (1, 2)]


@given(st.lists(st.integers(0, 6), max_size=6))
@settings(max_examples=30)
def test_enrolment_is_ready_exactly_when_windows_and_sessions_suffice(sizes: list[int]) -> None:
    scorer = PldaScorer(synthetic.back_end(), readiness=Readiness(windows=8, sessions=3))
    typist = synthetic.typist(1)
    outcome = scorer.enrol([typist.session(size) for size in sizes])
    enough = sum(sizes) >= 8 and sum(size > 0 for size in sizes) >= 3
    assert isinstance(outcome, Template if enough else NotReady)


def test_a_flawed_enrolment_fails_with_its_reason() -> None:
    sessions = [*synthetic.typist(1).sessions(2, 8), *synthetic.typist(2).sessions(2, 8)]
    outcome = SCORER.enrol(sessions)
    assert isinstance(outcome, EnrolmentFailed)
    assert EnrolmentFlaw.TWO_TYPISTS in {reason.flaw for reason in outcome.reasons}


def test_another_projection_is_refused_everywhere() -> None:
    typist = synthetic.typist(1)
    sessions = typist.sessions(3, 5)
    others = [SessionWindows(b"another!", s.device, s.vectors) for s in sessions]
    template = _enrolled(SCORER, sessions)
    with pytest.raises(ProjectionMismatchError):
        SCORER.enrol(others)
    with pytest.raises(ProjectionMismatchError):
        SCORER.enrol([sessions[0], others[1]])
    with pytest.raises(ProjectionMismatchError):
        SCORER.score(template, others[0])
    with pytest.raises(ProjectionMismatchError):
        SCORER.score(Template.enrolled(others), sessions[0])
