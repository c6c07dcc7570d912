import math
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.quantities import Micros, Nats
from samehands.trust.cusum import Cusum
from samehands.trust.hypothesis import Hypothesis
from samehands.trust.session import (
    TRANSITIONS,
    Cue,
    Marks,
    Trust,
    TrustState,
    answer_step_up,
    moved,
    weigh,
    weigh_reading,
)

THRESHOLDS = {hypothesis: Nats(8.0) for hypothesis in Hypothesis}


def after(*evidence: float, trust: Trust | None = None) -> Trust:
    trust = trust or Trust()
    for at, nats in enumerate(evidence):
        trust = weigh(
            trust,
            {Hypothesis.OTHER_PERSON: Nats(nats)},
            Micros(at),
            thresholds=THRESHOLDS,
            marks=Marks(),
        )
    return trust


def states(*evidence: float) -> list[TrustState]:
    return [after(*evidence[: count + 1]).state for count in range(len(evidence))]


def test_every_state_says_what_every_cue_does() -> None:
    assert set(TRANSITIONS) == {(state, cue) for state in TrustState for cue in Cue}


def test_the_page_that_explains_the_states_shows_this_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "decisions-over-time.md"
    rows = [
        f"| **{state}** | " + " | ".join(TRANSITIONS[state, cue] for cue in Cue) + " |"
        for state in TrustState
    ]

    assert "\n".join(rows) in page.read_text(encoding="utf-8")


def test_only_a_passed_step_up_leads_out_of_alarm_without_a_lock() -> None:
    ways_out = {s for s in Cue if TRANSITIONS[TrustState.ALARM, s] is not TrustState.ALARM}

    assert ways_out == {Cue.STEP_UP_PASSED, Cue.STEP_UP_FAILED, Cue.LOCK}


def test_only_a_passed_step_up_leads_out_of_locked() -> None:
    ways_out = {s for s in Cue if TRANSITIONS[TrustState.LOCKED, s] is not TrustState.LOCKED}

    assert ways_out == {Cue.STEP_UP_PASSED}


def test_doubt_is_not_lost_by_becoming_unable_to_judge() -> None:
    assert TRANSITIONS[TrustState.UNSURE, Cue.NOT_READY] is TrustState.UNSURE
    assert TRANSITIONS[TrustState.VERIFIED, Cue.NOT_READY] is TrustState.LEARNING


def test_an_owner_is_verified_and_an_intruder_becomes_an_alarm() -> None:
    assert states(-5.0, -6.0, 3.0, 2.0, 3.5) == [
        "verified",
        "verified",
        "verified",
        "unsure",
        "alarm",
    ]


def test_between_the_marks_what_was_believed_is_still_believed() -> None:
    assert states(3.0, 1.0, -1.0, -1.5, -1.0, 1.5) == [
        "verified",  # 3.0, between
        "unsure",  # 4.0
        "unsure",  # 3.0, between
        "verified",  # 1.5, below the lower mark
        "verified",
        "verified",
    ]


def test_an_alarm_that_nobody_answered_does_not_fade() -> None:
    assert states(9.0, -50.0, -50.0)[-1] is TrustState.ALARM


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=15))
def test_a_passed_step_up_wipes_the_evidence_out_and_keeps_a_record_of_it(
    evidence: list[float],
) -> None:
    trust = after(*evidence)
    passed = answer_step_up(trust, Micros(99), passed=True)

    assert passed.level(Hypothesis.OTHER_PERSON) == 0.0
    assert passed.state is TrustState.VERIFIED
    assert passed.last_reset is not None
    assert passed.last_reset.at == 99
    assert passed.last_reset.levels == {
        Hypothesis.OTHER_PERSON: trust.level(Hypothesis.OTHER_PERSON)
    }


def test_a_passed_step_up_does_not_make_up_a_judgement() -> None:
    assert answer_step_up(Trust(), Micros(1), passed=True).state is TrustState.LEARNING


@pytest.mark.parametrize("state", list(TrustState))
def test_a_failed_step_up_locks_whatever_was_believed(state: TrustState) -> None:
    trust = answer_step_up(Trust(state=state), Micros(1), passed=False)

    assert trust.state is TrustState.LOCKED
    assert answer_step_up(trust, Micros(2), passed=True).state is TrustState.VERIFIED


def test_the_strongest_of_several_suspicions_decides() -> None:
    evidence = {Hypothesis.OTHER_PERSON: Nats(-3.0), Hypothesis.MACHINE: Nats(9.0)}
    trust = weigh(Trust(), evidence, Micros(0), thresholds=THRESHOLDS, marks=Marks())

    assert trust.state is TrustState.ALARM
    assert trust.shares(THRESHOLDS) == {Hypothesis.OTHER_PERSON: 0.0, Hypothesis.MACHINE: 9 / 8}


@given(st.floats(-5, 5))
def test_weighing_leaves_the_trust_that_was_as_it_was(nats: float) -> None:
    before = after(1.0, 2.0)
    kept = msgspec.msgpack.encode(before)
    after(nats, trust=before)

    assert msgspec.msgpack.encode(before) == kept


def test_no_evidence_and_broken_evidence_are_refused() -> None:
    with pytest.raises(EmptyScoresError):
        after(math.nan)
    with pytest.raises(EmptyScoresError):
        weigh(Trust(), {}, Micros(0), thresholds=THRESHOLDS, marks=Marks())
    with pytest.raises(ScoreError):
        weigh(
            Trust(),
            {"weather": Nats(1.0)},  # type: ignore[dict-item]
            Micros(0),
            thresholds=THRESHOLDS,
            marks=Marks(),
        )


@pytest.mark.parametrize(
    "thresholds", [{}, {Hypothesis.OTHER_PERSON: Nats(0.0)}], ids=["none", "0"]
)
def test_evidence_without_a_threshold_is_refused(thresholds: dict[Hypothesis, Nats]) -> None:
    evidence = {Hypothesis.OTHER_PERSON: Nats(1.0)}
    with pytest.raises(SettingsError, match="threshold of other_person"):
        weigh(Trust(), evidence, Micros(0), thresholds=thresholds, marks=Marks())


@pytest.mark.parametrize(
    ("unsure", "verified"), [(0.2, 0.3), (1.0, 0.5), (0.5, 0.0), (math.nan, 0.2)]
)
def test_marks_that_cross_or_touch_the_ends_are_refused(unsure: float, verified: float) -> None:
    with pytest.raises(SettingsError, match="marks"):
        Marks(unsure_from=unsure, verified_below=verified)


def test_trust_survives_storage() -> None:
    trust = answer_step_up(moved(after(1.0, 2.0), Cue.LOCK), Micros(7), passed=True)

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(trust), type=Trust) == trust


@given(st.lists(st.floats(-5, 20), max_size=10), st.sampled_from(TrustState))
def test_how_much_is_read_never_changes_who_is_believed_to_be_there(
    evidence: list[float], state: TrustState
) -> None:
    trust = Trust(state, {Hypothesis.OTHER_PERSON: Cusum(Nats(3.0))}, judged=4)
    after = trust
    for place, nats in enumerate(evidence):
        after = weigh_reading(after, Nats(nats), Micros(place))

    assert (after.state, after.judged, after.last_judged) == (state, 4, None)
    assert after.level(Hypothesis.OTHER_PERSON) == 3.0
    weighed = weigh(
        after,
        {Hypothesis.OTHER_PERSON: Nats(-9.0)},
        Micros(99),
        thresholds={name: Nats(8.0) for name in Hypothesis},
        marks=Marks(),
    )
    assert weighed.state in {state, TrustState.VERIFIED}


def test_evidence_of_reading_that_is_not_finite_is_refused() -> None:
    with pytest.raises(EmptyScoresError):
        weigh_reading(Trust(), Nats(float("nan")), Micros(0))
