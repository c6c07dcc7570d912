from laws import monitored, readers
from samehands.monitor import (
    EstimatedChange,
    Input,
    MonitorState,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    Taken,
    WindowArrived,
    change_on,
    estimated_change,
    evidence_on,
    taken_of,
)

SETUP = monitored.setup()
OWNER, INTRUDER = 1, 2


def curve(state: MonitorState, events: list[Input]) -> tuple[list[Taken], list[StepResult]]:
    results = monitored.run(state, events, SETUP)
    points = [
        taken_of(place, event, result, SETUP)
        for place, (event, result) in enumerate(zip(events, results, strict=True), 1)
    ]
    return points, results


def a_day() -> list[Input]:
    """The owner, somebody else, the owner's step-up, the owner again."""
    own = monitored.windows(monitored.person(OWNER, life=1), 10)
    theirs = monitored.windows(monitored.person(INTRUDER), 4, first=10)
    return [
        SessionStarted("a", monitored.minute(0)),
        *monitored.arrivals("a", own[:5], monitored.minute(1)),
        *monitored.arrivals("a", theirs, monitored.minute(6)),
        StepUpAnswered("a", passed=True, at=monitored.minute(11)),
        *monitored.arrivals("a", own[5:], monitored.minute(12)),
    ]


def test_at_every_point_it_is_what_was_estimated_then() -> None:
    points, results = curve(monitored.enrolled(OWNER), a_day())
    for point, result in zip(points, results, strict=True):
        assert result.trust is not None
        assert change_on(points, point.at) == estimated_change(result.trust)


def test_what_was_read_in_between_moves_no_change() -> None:
    day = a_day()
    reads = [
        RecordsRead("a", event.at, "web", place, (readers.view(place, event.at),))
        for place, event in enumerate(day)
    ]
    with_reads = [event for pair in zip(day, reads, strict=True) for event in pair]
    points, results = curve(monitored.enrolled(OWNER), with_reads)
    plain, _ = curve(monitored.enrolled(OWNER), day)

    for point, result in zip(points[::2], results[::2], strict=True):
        assert result.trust is not None
        assert change_on(points, point.at) == estimated_change(result.trust)
    assert [point.at for point in evidence_on(points, monitored.minute(9))] == [
        point.at for point in evidence_on(plain, monitored.minute(9))
    ]


def test_the_change_is_still_found_after_the_evidence_was_wiped_out() -> None:
    points, _ = curve(monitored.enrolled(OWNER), a_day())

    assert change_on(points) is None
    assert change_on(points, monitored.minute(9)) == EstimatedChange(
        monitored.minute(5), monitored.minute(6)
    )


def test_what_began_in_an_earlier_session_has_no_beginning_on_this_curve() -> None:
    theirs = monitored.windows(monitored.person(INTRUDER), 4)
    events: list[Input] = [
        SessionStarted("a", monitored.minute(0)),
        *monitored.arrivals("a", theirs, monitored.minute(1)),
        SessionEnded("a", monitored.minute(6)),
        SessionStarted("b", monitored.minute(7)),
    ]
    points, _ = curve(monitored.enrolled(OWNER), events)

    assert evidence_on(points[-1:]) == tuple(points[-1:])
    assert change_on(points[-1:]) == EstimatedChange(None, monitored.minute(7))
    assert change_on([]) is None


def test_windows_of_one_batch_are_told_apart_by_their_order_and_not_by_the_time() -> None:
    own = monitored.windows(monitored.person(OWNER, life=1), 3)
    theirs = monitored.windows(monitored.person(INTRUDER), 3, first=3)
    at = monitored.minute(1)
    events: list[Input] = [SessionStarted("a", monitored.minute(0))]
    events += [WindowArrived("a", window, at) for window in own + theirs]
    points, _ = curve(monitored.enrolled(OWNER), events)

    assert [point.ordinal for point in evidence_on(points)] == [5, 6, 7]
    assert change_on(points) == EstimatedChange(at, at)
