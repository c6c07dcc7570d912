from dataclasses import replace

from laws import monitored
from samehands.identity import (
    Calibration,
    DeviceClass,
    Line,
    NotReady,
    PldaScorer,
    Scored,
    Sitting,
)
from samehands.monitor import MonitorState, Setup
from samehands.monitor.prepared import Prepared, scored
from samehands.rhythm.window import PathFlag, Window
from samehands.trust import Explanation

SETUP = monitored.setup()
OWN = monitored.windows(monitored.person(1, life=1), 4)
AWAY = monitored.windows(monitored.person(1, life=2), 1, path=PathFlag.REMOTE)[0]
TEMPLATE = monitored.enrolled(1).template


def told(
    window: Window, known: Prepared | None, setup: Setup = SETUP
) -> tuple[Scored | NotReady, Explanation | None, Prepared | None]:
    return scored(window, DeviceClass.of(window), Sitting(), TEMPLATE, known, setup)[:3]


def after(known: Prepared | None, window: Window) -> Prepared:
    prepared = told(window, known)[2]
    assert prepared is not None
    return prepared


def test_it_is_worked_out_once_for_a_device_and_a_template() -> None:
    first = after(None, OWN[0])

    assert after(first, OWN[1]) is first
    assert after(first, AWAY) is not first


def test_what_is_known_already_changes_no_score() -> None:
    known = after(None, OWN[0])
    for window in (*OWN, AWAY):
        outcome, explanation, _ = told(window, known)
        fresh, fresh_explanation, _ = told(window, None)
        assert (outcome, explanation) == (fresh, fresh_explanation)


def test_another_scorer_is_never_taken_for_the_one_before() -> None:
    known = after(None, OWN[0])
    calibrated = SETUP.scorer.back_end.calibrated(Calibration((Line(0, 2.0, 0.0),)))
    other = replace(SETUP, scorer=PldaScorer(calibrated, SETUP.scorer.readiness))
    outcome, _, prepared = told(OWN[0], known, other)
    before = told(OWN[0], known)[0]

    assert prepared is not known
    assert isinstance(outcome, Scored)
    assert isinstance(before, Scored)
    assert outcome.llr != before.llr


def test_it_makes_no_two_states_differ() -> None:
    state = monitored.working().state

    assert state.prepared is not None
    assert state == replace(state, prepared=None)
    assert "prepared" not in repr(state)


def test_without_a_template_there_is_nothing_to_prepare() -> None:
    outcome, explanation, prepared, sitting = scored(
        OWN[0], DeviceClass.of(OWN[0]), Sitting(), MonitorState("new").template, None, SETUP
    )

    assert isinstance(outcome, NotReady)
    assert (explanation, prepared, sitting) == (None, None, Sitting())
