from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import monitored
from samehands.access import Action, RecordRead
from samehands.errors import InputError, RecordingError
from samehands.monitor import (
    EarlySignArrived,
    Entry,
    RecordsRead,
    SessionStarted,
    StepUpAnswered,
    Team,
    WindowArrived,
    answered_by_owner,
    decode_state,
    encode_state,
    replay,
)
from samehands.quantities import Micros
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.trust import TrustState
from samehands.wire.records import (
    Mark,
    Place,
    Record,
    RecordedMark,
    RecordedSign,
    RecordedWindow,
)

SETUP = monitored.setup()


def recorded(seat: str, session: str, seed: int, *, life: int, start: int) -> list[Record]:
    """A session of six windows with its marks."""
    typed = monitored.windows(monitored.person(seed, life), 6)
    times = [Micros(start + number * monitored.MINUTE) for number in range(7)]
    return [
        RecordedMark(Place(seat, session, times[0]), Mark.SESSION_STARTS),
        *(
            RecordedWindow(Place(seat, session, at), window)
            for at, window in zip(times[1:], typed, strict=True)
        ),
        RecordedMark(Place(seat, session, times[-1]), Mark.SESSION_ENDS),
    ]


def team() -> list[Record]:
    """Two seats enrol over three days and work; on the fourth somebody sits down at the first."""
    records: list[Record] = []
    for day in range(4):
        for seed in (1, 3):
            start = day * monitored.DAY + seed * monitored.MINUTE // 2
            records += recorded(f"seat-{seed}", f"day-{day}", seed, life=day, start=start)
    intruder = monitored.windows(monitored.person(2), 12)[6:]
    # Into the middle of the first seat's last session: its end moves behind the intruder.
    end = next(
        place
        for place in range(len(records) - 1, -1, -1)
        if records[place].place.seat == "seat-1" and isinstance(records[place], RecordedMark)
    )
    last = records.pop(end).place.at
    place = Place("seat-1", "day-3", last)
    records.append(RecordedMark(place, Mark.TAKEOVER_BEGINS))
    for number, window in enumerate(intruder):
        at = Micros(last + (number + 1) * monitored.MINUTE)
        records.append(RecordedWindow(Place("seat-1", "day-3", at), window))
    late = Place("seat-1", "day-3", Micros(last + 7 * monitored.MINUTE))
    return [*records, RecordedMark(late, Mark.SESSION_ENDS)]


def alarms(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.state is TrustState.ALARM]


def test_a_take_over_is_found_after_it_and_nobody_is_accused_before() -> None:
    found = alarms(list(replay(team(), SETUP)))

    assert found
    assert {(entry.seat, entry.session) for entry in found} == {("seat-1", "day-3")}
    assert all(entry.taken_over for entry in found)
    assert found[0].level >= found[0].threshold


def test_both_seats_learn_first_and_are_verified_then() -> None:
    entries = [e for e in replay(team(), SETUP) if isinstance(e.event, WindowArrived)]
    states = {
        (entry.seat, entry.session): entry.state for entry in entries if not entry.taken_over
    }

    assert {states[seat, "day-0"] for seat in ("seat-1", "seat-3")} == {TrustState.LEARNING}
    assert {states[seat, "day-3"] for seat in ("seat-1", "seat-3")} == {TrustState.VERIFIED}


def test_every_record_has_an_entry_in_order_of_time() -> None:
    records = team()
    entries = list(replay(records, SETUP))
    times = [entry.at for entry in entries]
    windows = [e.event.window for e in entries if isinstance(e.event, WindowArrived)]

    assert times == sorted(times)
    assert len(entries) == len(records)
    assert len(windows) == sum(isinstance(record, RecordedWindow) for record in records)
    assert [e.mark for e in entries if e.mark] == [
        r.mark for r in sorted(records, key=lambda r: r.place.at) if isinstance(r, RecordedMark)
    ]


def test_replay_gives_what_was_given_live() -> None:
    live = Team(SETUP)
    in_order = sorted(team(), key=lambda record: record.place.at)
    entries = [entry for record in in_order for entry in live.take(record)]
    entries += live.end(in_order[-1].place.at)

    assert entries == list(replay(team(), SETUP))


@settings(max_examples=10)
@given(st.integers(0, 200))
def test_a_restart_from_stored_states_at_any_record_changes_nothing(cut: int) -> None:
    in_order = sorted(team(), key=lambda record: record.place.at)
    cut %= len(in_order)
    before = Team(SETUP)
    entries = [entry for record in in_order[:cut] for entry in before.take(record)]
    stored = {seat: encode_state(state) for seat, state in before.states.items()}
    after = Team(SETUP, states={seat: decode_state(data) for seat, data in stored.items()})
    entries += [entry for record in in_order[cut:] for entry in after.take(record)]
    whole = list(replay(team(), SETUP))

    assert [entry.result for entry in entries] == [entry.result for entry in whole[: len(entries)]]


@settings(max_examples=10)
@given(st.permutations([r for r in team() if isinstance(r, RecordedWindow)]))
def test_the_order_of_the_lines_does_not_matter_where_the_times_differ(
    shuffled: list[Record],
) -> None:
    in_order = sorted(shuffled, key=lambda record: record.place.at)

    assert list(replay(shuffled, SETUP)) == list(replay(in_order, SETUP))


def test_without_marks_sessions_start_with_their_first_window_and_end_with_the_recording() -> None:
    entries = list(replay([r for r in team() if isinstance(r, RecordedWindow)], SETUP))
    starts = [e for e in entries if isinstance(e.event, SessionStarted)]

    assert len(starts) == 8
    assert entries[-1].result is not None
    assert not entries[-1].result.state.sessions


def test_an_owner_who_answers_is_not_locked_out_and_an_intruder_is() -> None:
    entries = list(replay(team(), SETUP, answered_by_owner))
    answers = [entry for entry in entries if isinstance(entry.event, StepUpAnswered)]

    assert [answer.event.passed for answer in answers if answer.taken_over] == [False]  # type: ignore[union-attr]
    assert entries[-1].state is TrustState.LOCKED


def test_an_owner_comes_back_to_a_locked_account_with_a_step_up() -> None:
    records = team() + recorded("seat-1", "day-4", 1, life=9, start=5 * monitored.DAY)
    entries = list(replay(records, SETUP, answered_by_owner))

    assert entries[-1].state is TrustState.VERIFIED


def test_marks_of_truth_change_no_judgement() -> None:
    told = {Mark.SESSION_STARTS, Mark.SESSION_ENDS}
    plain = [r for r in team() if not isinstance(r, RecordedMark) or r.mark in told]
    with_marks = [entry.result for entry in replay(team(), SETUP) if entry.result]

    assert with_marks == [entry.result for entry in replay(plain, SETUP)]


def read_by(session: str | None, at: int) -> RecordsRead:
    """One record, read in a session."""
    read = RecordRead(bytes(16), "customer", Action.VIEW, Micros(at))
    return RecordsRead(session, Micros(at), "crm", 1, (read,))


def test_an_early_sign_is_told_to_the_monitor_and_starts_a_session_where_none_is() -> None:
    sign = EarlySign(SETUP.projection, 0, SignFlag.SHORT_HOLDS)
    entries = list(Team(SETUP).take(RecordedSign(Place("a", "s", Micros(7)), sign)))

    assert [entry.event for entry in entries] == [
        SessionStarted("s", Micros(7)),
        EarlySignArrived("s", sign, Micros(7)),
    ]


def test_what_a_program_types_is_not_the_owner_s_by_the_marks() -> None:
    place = Place("a", "s", Micros(7))
    live = Team(SETUP)
    (begins,) = live.take(RecordedMark(place, Mark.SESSION_STARTS))
    (injected,) = live.take(RecordedMark(place, Mark.INJECTION_BEGINS))

    assert (begins.taken_over, injected.taken_over) == (False, True)


def test_what_is_read_in_a_session_is_told_and_counted() -> None:
    live = Team(SETUP)
    assert list(live.take(RecordedMark(Place("a", "s", Micros(1)), Mark.SESSION_STARTS)))
    (entry,) = live.read("a", read_by("s", 9))

    assert (entry.seat, entry.session, entry.at) == ("a", "s", 9)
    assert live.states["a"].sessions["s"].exposed.began.records == 1


def test_reads_that_name_no_session_have_no_place_on_a_time_line() -> None:
    with pytest.raises(InputError, match="no session"):
        next(Team(SETUP).read("a", read_by(None, 9)))


def test_a_damaged_recording_is_an_error_before_the_first_entry() -> None:
    def damaged() -> Iterator[Record]:
        yield from team()[:3]
        raise RecordingError("line 5", got="nothing", due="a record")

    with pytest.raises(RecordingError, match="line 5"):
        next(replay(damaged(), SETUP))
