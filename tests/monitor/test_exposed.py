"""What was read since: counted from every moment that may turn out to be the change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.access import Counted
from samehands.monitor.exposed import LATEST_WITHIN, Exposed, Mark
from samehands.quantities import Micros, Nats
from samehands.trust import Cusum, Hypothesis, Trust, TrustState

OTHER, MASS = Hypothesis.OTHER_PERSON, Hypothesis.MASS_ACCESS


def trust(other: float = 0.0, mass: float = 0.0, state: TrustState = TrustState.VERIFIED) -> Trust:
    """Trust at these levels."""
    return Trust(state, {OTHER: Cusum(Nats(other)), MASS: Cusum(Nats(mass))})


def window(level: float, moment: int) -> Trust:
    """Trust after a window that came at a moment."""
    quiet = Micros(moment) if level == 0 else None
    return Trust(TrustState.VERIFIED, {OTHER: Cusum(Nats(level), quiet_until=quiet)})


def at(moment: int, records: int = 1, last: int | None = None) -> Counted:
    """A read."""
    return Counted(Micros(moment), records, None if last is None else Micros(last))


def test_what_was_read_before_a_change_and_again_after_it_counts() -> None:
    mark = Mark(Micros(100))
    assert mark.counting([at(110, last=50), at(120), at(130, last=110)]).records == 2


def test_records_are_counted_since_the_level_was_last_zero() -> None:
    first, second = window(0.0, 10), window(0.0, 20)
    exposed = Exposed(Mark(Micros(0))).marking(Trust(), first, Micros(10))
    exposed = exposed.counting((at(15, 7),)).marking(first, first, Micros(15))
    exposed = exposed.marking(first, second, Micros(20))
    exposed = exposed.counting((at(30, 3),)).marking(second, second, Micros(30))
    exposed = exposed.marking(second, window(4.0, 40), Micros(40))
    exposed = exposed.counting((at(50, 5),))
    exposed = exposed.marking(window(4.0, 40), window(8.0, 60), Micros(60))

    change = exposed.changes[OTHER]
    assert change.estimated == Mark(Micros(20), 8)
    assert change.latest == Mark(Micros(40), 5)
    assert exposed.began.records == 15


def test_of_reads_those_count_that_raised_the_level() -> None:
    exposed = Exposed(Mark(Micros(0))).marking(Trust(), trust(), Micros(5))
    exposed = exposed.counting((at(10, 30),)).marking(trust(), trust(mass=6.0), Micros(10))
    assert exposed.changes[MASS].estimated.records == 30
    assert exposed.changes[MASS].latest.records == 30


@pytest.mark.parametrize("state", [TrustState.ALARM, TrustState.LOCKED])
def test_in_alarm_what_was_read_before_the_owner_came_back_stays(state: TrustState) -> None:
    exposed = Exposed(Mark(Micros(0))).marking(Trust(), trust(), Micros(1))
    exposed = exposed.counting((at(10, 40),)).marking(trust(), trust(other=9.0), Micros(20))
    back = exposed.marking(trust(other=9.0, state=state), trust(state=state), Micros(30))
    assert back.changes[OTHER].estimated.records == 40


@pytest.mark.parametrize("state", [TrustState.ALARM, TrustState.LOCKED])
def test_evidence_that_alarms_at_once_is_of_the_time_before_it_and_accuses_no_earlier_read(
    state: TrustState,
) -> None:
    quiet = window(0.0, 10)
    alarmed = Trust(state, {OTHER: Cusum(Nats(9.0))})
    exposed = Exposed(Mark(Micros(0))).marking(Trust(), quiet, Micros(10))
    exposed = exposed.counting((at(20, 5),)).marking(quiet, alarmed, Micros(30))
    exposed = exposed.counting((at(40, 3),)).marking(alarmed, alarmed, Micros(40))

    assert exposed.changes[OTHER].estimated == Mark(Micros(10), 8)
    assert exposed.changes[OTHER].latest == Mark(Micros(30), 3)


@pytest.mark.parametrize("state", [TrustState.ALARM, TrustState.LOCKED])
def test_a_lock_without_evidence_forgets_nothing_that_was_read(state: TrustState) -> None:
    doubted = trust(other=4.0)
    exposed = Exposed(Mark(Micros(0))).marking(Trust(), trust(), Micros(1))
    exposed = exposed.marking(trust(), doubted, Micros(20)).counting((at(25, 40),))
    locked = exposed.marking(doubted, trust(state=state), Micros(30))

    assert locked.changes[OTHER].estimated.records == 40


def test_a_strong_proof_begins_anew() -> None:
    exposed = Exposed(Mark(Micros(0))).counting((at(10, 4),)).proven(Micros(20))
    assert exposed.began == Mark(Micros(20))


steps = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 8), st.integers(1, 3)), max_size=4),
        st.floats(0, 3 * LATEST_WITHIN),
        st.floats(0, 3 * LATEST_WITHIN),
        st.sampled_from(TrustState),
    ),
    max_size=12,
)


@given(steps)
def test_whatever_happens_later_moments_count_no_more_than_earlier_ones(
    happened: list[tuple[list[tuple[int, int]], float, float, TrustState]],
) -> None:
    exposed, before, seen = Exposed(Mark(Micros(0))), Trust(), dict[int, int]()
    counts = dict[int, int]()
    for moment, (reads, other, mass, state) in enumerate(happened, 1):
        told = []
        for number, count in dict(reads).items():
            counts.setdefault(number, count)
            told.append(at(moment, counts[number], seen.get(number)))
            seen[number] = moment
        after = trust(other, mass, state)
        exposed = exposed.counting(tuple(told)).marking(before, after, Micros(moment))
        before = after
        for change in exposed.changes.values():
            assert change.estimated.at <= change.latest.at
            assert change.latest.records <= change.estimated.records <= exposed.began.records
