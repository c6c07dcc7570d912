from laws import monitored
from samehands.monitor import (
    EstimatedChange,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    estimated_change,
)
from samehands.monitor.change import watched_from
from samehands.quantities import Micros, Nats
from samehands.trust import Cusum, Hypothesis, Trust

SETUP = monitored.setup()


def change_of(result: StepResult) -> EstimatedChange | None:
    assert result.trust is not None
    return estimated_change(result.trust)


def test_while_the_evidence_is_at_zero_nobody_took_over() -> None:
    assert estimated_change(Trust()) is None
    assert change_of(monitored.working()) is None


def test_a_take_over_lies_between_the_last_good_window_and_the_first_bad_one() -> None:
    typed = monitored.windows(monitored.person(2), 3, first=5)
    state = monitored.working().state
    results = monitored.run(state, monitored.arrivals("a", typed, monitored.minute(5)), SETUP)

    assert change_of(results[-1]) == EstimatedChange(monitored.minute(4), monitored.minute(5))


def test_who_was_never_the_owner_came_when_the_session_started() -> None:
    typed = monitored.windows(monitored.person(2), 3)
    login = SessionStarted("a", monitored.minute(0))
    events = [login, *monitored.arrivals("a", typed, monitored.minute(3))]
    results = monitored.run(monitored.enrolled(1), events, SETUP)

    assert change_of(results[-1]) == EstimatedChange(monitored.minute(0), monitored.minute(3))


def test_who_came_after_a_step_up_came_after_that() -> None:
    passed = StepUpAnswered("a", passed=True, at=monitored.minute(20))
    typed = monitored.windows(monitored.person(2), 3, first=5)
    events = [passed, *monitored.arrivals("a", typed, monitored.minute(21))]
    results = monitored.run(monitored.working().state, events, SETUP)

    assert change_of(results[0]) is None
    assert change_of(results[-1]) == EstimatedChange(monitored.minute(20), monitored.minute(21))


def test_evidence_that_there_is_keeps_its_date() -> None:
    evidence = Trust(cusums={Hypothesis.OTHER_PERSON: Cusum(Nats(2.0), 1, Micros(3), Micros(5))})

    assert watched_from(evidence, Micros(9)) is evidence
    assert estimated_change(evidence) == EstimatedChange(Micros(3), Micros(5))
