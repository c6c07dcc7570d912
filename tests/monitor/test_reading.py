"""Reading: what records read do to sessions, to verdicts and to what is learnt."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import monitored, readers
from laws.readers import HOUR
from samehands.access import AccessFindingKind, RecordRead, forget
from samehands.errors import InputError
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    Input,
    MonitorState,
    RecordsRead,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
    WindowArrived,
    decode_state,
    encode_state,
    exposure_of,
    step,
)
from samehands.monitor.inputs import READS
from samehands.monitor.reading import AFTER_THE_END
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.trust import (
    Check,
    Hypothesis,
    Policy,
    ReasonCode,
    TrustState,
    VerdictKind,
)

MASS = Hypothesis.MASS_ACCESS
POLICY = Policy(
    {"session": Check(without_data=VerdictKind.ALLOW)},
    findings={AccessFindingKind.HONEY_RECORD: VerdictKind.STEP_UP},
)
SETUP = monitored.setup(POLICY)
NINE = monitored.NEXT_WEEK + 9 * HOUR
OWNER, INTRUDER = 1, 2


def batch(
    reads: list[RecordRead], number: int = 0, session: str | None = "a", honey: int = 0
) -> RecordsRead:
    """Reads as they arrive, with the last of them."""
    return RecordsRead(session, reads[-1].at, "web-1", number, tuple(reads), honey)


def one_by_one(reads: list[RecordRead], session: str | None = "a", first: int = 0) -> list[Input]:
    """Each read in a batch of its own."""
    return [batch([one], first + place, session) for place, one in enumerate(reads)]


def typed(who: int, number: int, start: int, first: int = 0) -> list[Input]:
    """Windows of a person, one a minute."""
    windows = monitored.windows(monitored.person(who, life=5), number, first=first)
    return monitored.arrivals("a", windows, start)


def at_work(windows: int = 3) -> MonitorState:
    """The learnt owner, logged in at nine, some windows typed."""
    login = SessionStarted("a", Micros(NINE))
    return told(monitored.enrolled(OWNER), [login, *typed(OWNER, windows, NINE)]).state


def told(state: MonitorState, events: list[Input]) -> StepResult:
    """The result of the last step."""
    return monitored.run(state, events, SETUP)[-1]


def burst(number: int = 40, start: int = NINE + HOUR // 2, first: int = 0) -> list[RecordRead]:
    """A record a second."""
    return readers.every(1.0, number, start, first)


def codes(result: StepResult) -> set[ReasonCode]:
    """Why."""
    assert result.verdict is not None
    return {reason.code for reason in result.verdict.reasons}


def test_ordinary_reading_changes_no_verdict_and_tells_nothing() -> None:
    result = told(at_work(), one_by_one(readers.every(400, 6, NINE + HOUR // 10)))

    assert result.verdict is not None
    assert result.verdict.kind is VerdictKind.ALLOW
    assert not result.verdict.tells
    assert result.exposure is None
    assert result.findings == ()


def test_a_batch_that_comes_twice_changes_nothing_and_says_so() -> None:
    once = told(at_work(), [batch(burst())])
    twice = step(once.state, batch(burst()), SETUP)

    assert twice.state is once.state
    assert monitored.kinds(twice) == [AccessFindingKind.READS_REPEATED]


def test_the_same_number_for_another_session_is_no_repeat() -> None:
    state = told(at_work(), [SessionStarted("b", Micros(NINE))]).state
    first = step(state, batch(burst(5)), SETUP)
    second = step(first.state, batch(burst(5, first=50), session="b"), SETUP)
    third = step(second.state, batch(burst(5, first=99), session=None), SETUP)

    assert third.state.access.scales[-1].records == 15


def test_a_batch_too_far_back_is_dropped_and_says_so() -> None:
    state = step(at_work(), batch(burst(2), number=100), SETUP).state
    late = step(state, batch(burst(2, first=9), number=1), SETUP)

    assert late.state is state
    assert monitored.kinds(late) == [AccessFindingKind.READS_TOO_LATE]


def typing_along(reads: list[RecordRead], every: int = 4) -> list[Input]:
    """Reads with a window of the owner's after every few."""
    events = one_by_one(reads)
    windows = monitored.windows(monitored.person(OWNER, life=6), len(events) // every, first=9)
    for place, window in enumerate(windows, 1):
        at = Micros(events[place * every + place - 2].at)
        events.insert(place * every + place - 1, WindowArrived("a", window, at))
    return events


def test_the_owner_s_bulk_reading_is_for_a_human_and_locks_nothing() -> None:
    fast = readers.every(20.0, 60, NINE + HOUR // 2)
    results = monitored.run(at_work(), typing_along(fast), SETUP)
    last = results[-1]

    assert any(r.verdict.tells for r in results if r.verdict)
    assert {r.verdict.kind for r in results if r.verdict} == {VerdictKind.ALLOW}
    assert last.trust is not None
    assert last.trust.state is TrustState.VERIFIED
    said = [kind for result in results for kind in monitored.kinds(result)]
    assert said.count(AccessFindingKind.UNUSUAL_VOLUME) >= 1


def test_bulk_reading_with_a_silent_keyboard_is_nobody_s_known() -> None:
    result = told(at_work(), one_by_one(burst()))

    assert result.verdict is not None
    assert result.verdict.kind is VerdictKind.STEP_UP


def test_bulk_reading_by_nobody_known_asks_for_a_step_up() -> None:
    fresh = told(MonitorState("new"), [SessionStarted("a", Micros(NINE))]).state
    results = monitored.run(fresh, one_by_one(burst()), SETUP)
    asked = [r.verdict.kind for r in results if r.verdict].index(VerdictKind.STEP_UP) + 1

    assert asked <= 20
    assert ReasonCode.JOINT in codes(results[-1])


def test_a_stranger_who_reads_in_bulk_is_locked_sooner_than_by_either_alone() -> None:
    other = Hypothesis.OTHER_PERSON
    patient = replace(SETUP, thresholds={**SETUP.thresholds, other: Nats(12.0)})
    state = at_work()
    stranger = typed(INTRUDER, 1, NINE + HOUR // 2, first=3)
    doubtful = monitored.run(state, stranger, patient)[-1].state
    share = doubtful.sessions["a"].trust.shares(patient.thresholds)[other]
    assert 0.25 <= share < 1

    together = monitored.run(doubtful, one_by_one(burst()), patient)
    own = monitored.run(state, typed(OWNER, 1, NINE + HOUR // 2, first=3), patient)[-1].state
    alone = monitored.run(own, one_by_one(burst()), patient)
    first = next(n for n, r in enumerate(together) if r.verdict and r.verdict.kind != "allow")
    owner = next(n for n, r in enumerate(alone) if r.verdict and r.verdict.kind != "allow")
    assert first < owner


def test_a_honey_record_is_found_at_once_and_told_and_not_named() -> None:
    reads = burst(1)
    result = told(at_work(), [batch(reads, honey=1)])

    assert monitored.kinds(result) == [AccessFindingKind.HONEY_RECORD]
    assert result.verdict is not None
    assert result.verdict.kind is VerdictKind.STEP_UP
    assert result.verdict.tells
    assert reads[0].record.hex() not in repr(result)
    assert reads[0].record not in msgspec.msgpack.encode(result.verdict)


def test_exposure_counts_from_the_change_and_only_with_a_doubt() -> None:
    own = [*one_by_one(readers.every(300, 5, NINE + 600 * MICROS_PER_SECOND))]
    quiet = [*typed(OWNER, 2, NINE + HOUR // 2, first=3)]
    theirs = one_by_one(readers.every(20, 9, NINE + HOUR, first=100), first=50)
    window = typed(INTRUDER, 2, NINE + HOUR + HOUR // 10, first=5)
    result = told(at_work(), [*own, *quiet, *theirs, *window])

    assert result.exposure is not None
    assert result.exposure.records == 9
    assert result.exposure.high == 14
    assert result.exposure.since == NINE + HOUR // 2 + 60 * MICROS_PER_SECOND
    assert exposure_of(result.state.sessions["a"], SETUP) == result.exposure


def test_where_the_session_is_not_known_it_counts_for_every_open_one() -> None:
    login = SessionStarted("b", Micros(NINE))
    state = told(at_work(), [*typed(OWNER, 1, NINE + HOUR // 2, first=3), login]).state
    result = monitored.run(state, one_by_one(burst(), session=None), SETUP)[-1]

    assert [one.session for one in result.also] == ["a", "b"]
    assert all(one.trust.level(MASS) > SETUP.thresholds[MASS] for one in result.also)
    assert {one.verdict.kind for one in result.also} == {VerdictKind.STEP_UP}
    assert result.verdict == result.also[0].verdict
    assert result.trust == result.also[0].trust
    for name in ("a", "b"):
        assert result.state.sessions[name].exposed.began.records >= 39


def test_reading_without_a_session_is_found_and_waits_for_the_next() -> None:
    ended = told(at_work(), [SessionEnded("a", Micros(NINE + HOUR // 4))]).state
    result = monitored.run(ended, one_by_one(burst(), session=None), SETUP)[-1]
    back = step(result.state, SessionStarted("b", Micros(NINE + 2 * HOUR)), SETUP)

    assert AccessFindingKind.READS_WITHOUT_SESSION in monitored.kinds(result)
    assert result.verdict is None
    assert back.trust is not None
    assert back.trust.level(MASS) > SETUP.thresholds[MASS]


def test_what_was_on_its_way_when_the_session_ended_is_no_finding() -> None:
    end = NINE + HOUR // 2
    ended = told(at_work(), [SessionEnded("a", Micros(end))]).state
    soon = readers.every(1, 1, end + AFTER_THE_END)
    late = readers.every(1, 1, end + AFTER_THE_END + 1, first=5)

    assert step(ended, batch(soon, session=None), SETUP).findings == ()
    assert monitored.kinds(step(ended, batch(late, session="a"), SETUP)) == [
        AccessFindingKind.READS_WITHOUT_SESSION
    ]


def test_logging_out_sheds_no_evidence_of_bulk_reading_nor_what_was_read() -> None:
    state = told(at_work(), one_by_one(burst())).state
    again: list[Input] = [
        SessionEnded("a", Micros(NINE + HOUR)),
        SessionStarted("b", Micros(NINE + HOUR)),
    ]
    result = told(state, again)

    assert result.trust is not None
    assert result.trust.level(MASS) > SETUP.thresholds[MASS]
    assert result.exposure is not None
    assert result.exposure.records >= 39


@pytest.mark.parametrize("strong", [True, False])
def test_a_passed_step_up_sets_it_to_zero_and_teaches_nothing(strong: bool) -> None:  # noqa: FBT001  # a parameter
    state = told(at_work(), one_by_one(burst())).state
    passed = StepUpAnswered("a", passed=True, at=Micros(NINE + HOUR), strong=strong)
    result = told(state, [passed])

    assert result.trust is not None
    assert result.trust.level(MASS) == 0.0
    assert result.exposure is None
    assert result.state.access.level == 0.0
    ended = told(result.state, [SessionEnded("a", Micros(NINE + HOUR))]).state
    assert ended.access.scales == forget(ended.access).scales
    assert all(scale.bins == 0 for scale in ended.access.scales)


@pytest.mark.parametrize("decision", [CaseDecision.CONFIRM_SAFE, CaseDecision.FALSE_ALARM])
def test_a_case_that_is_cleared_clears_the_reading(decision: CaseDecision) -> None:
    state = told(at_work(), one_by_one(burst())).state
    result = told(state, [CaseDecided("a", decision, Micros(NINE + HOUR))])

    assert result.state.access.level == 0.0
    assert result.state.sessions["a"].trust.level(MASS) == 0.0


def test_a_quiet_day_teaches_and_a_day_with_a_doubt_does_not() -> None:
    reads = one_by_one(readers.every(400, 20, NINE + 600 * MICROS_PER_SECOND))
    end = SessionEnded("a", Micros(NINE + 4 * HOUR))
    quiet = told(at_work(), [*reads, end]).state
    doubt = typed(INTRUDER, 4, NINE + 3 * HOUR, first=3)
    doubtful = told(at_work(), [*reads, *doubt, end]).state

    assert quiet.access.scales[0].bins > 0
    assert doubtful.access.scales[0].bins == 0


def test_reads_dated_after_they_came_are_dated_when_they_came() -> None:
    early = RecordsRead("a", Micros(NINE + HOUR), "web", 0, tuple(burst(1, NINE + 9 * HOUR)))
    assert told(at_work(), [early]).state.access.last_at == NINE + HOUR


def test_the_role_that_the_host_names_is_the_one_that_counts() -> None:
    named = replace(batch(burst(1)), role="bank-loans")
    assert told(at_work(), [named]).state.access.role == "bank-loans"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"reads": ()}, "reads"),
        ({"reads": tuple(burst(1)) * (READS + 1)}, "reads"),
        ({"source": ""}, "source"),
        ({"source": "x" * 65}, "source"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": 2**63}, "sequence"),
        ({"honey": 2}, "honey"),
        ({"role": ""}, "role"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused(changed: dict[str, object], what: str) -> None:
    with pytest.raises(InputError, match=f"{what}: got"):
        replace(batch(burst(1)), **changed)  # type: ignore[arg-type]


events = st.lists(
    st.builds(
        lambda who, number, seconds, session: (who, number, seconds, session),
        st.sampled_from([OWNER, INTRUDER]),
        st.integers(1, 20),
        st.sampled_from([0.5, 30.0, 600.0]),
        st.sampled_from(["a", None]),
    ),
    max_size=6,
)


@given(events)
def test_a_replay_from_bytes_gives_what_was_given_live(
    happened: list[tuple[int, int, float, str | None]],
) -> None:
    state, now = at_work(), NINE + HOUR
    for place, (who, number, seconds, session) in enumerate(happened):
        reads = readers.every(seconds, number, now, first=place * 100)
        now += int(number * seconds * MICROS_PER_SECOND)
        window = typed(who, 1, now, first=3 + place)
        for event in [batch(reads, place, session), *window]:
            live = step(state, event, SETUP)
            assert step(decode_state(encode_state(state)), event, SETUP) == live
            state = live.state
            exposure = exposure_of(state.sessions["a"], SETUP)
            assert exposure is None or exposure.low <= exposure.records <= exposure.high
    mass = state.sessions["a"].trust.level(MASS)
    assert mass == pytest.approx(state.access.level, abs=1e-3)
