import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from laws import monitored, synthetic
from samehands.identity import AdmissionRule, DeviceClass, SessionWindows
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    FindingKind,
    Input,
    MonitorState,
    SessionEnded,
    SessionStarted,
    StepResult,
    StepUpAnswered,
)
from samehands.monitor.holding import (
    HELD_FOR,
    VOUCHING_WINDOWS,
    dropped,
    hold,
    in_time,
    vouched,
    windows_in,
)
from samehands.monitor.state import HELD_PARTS, HELD_WINDOWS, Held, Proof, Quarantined
from samehands.quantities import Micros
from samehands.rhythm.window import ClockClass

OWNER, INTRUDER = 1, 2
SETUP = monitored.setup()
DEVICES = [DeviceClass(clock) for clock in ClockClass]
LATER = monitored.minute(60)


def waiting(device: DeviceClass, number: int) -> list[Quarantined]:
    return [Quarantined(device, bytes([place % 100]) * 64, Proof.NONE) for place in range(number)]


def rows(who: int, number: int, *, life: int) -> SessionWindows:
    return monitored.person(who, life).session(number)


@given(
    st.lists(
        st.tuples(st.sampled_from(DEVICES), st.integers(0, HELD_WINDOWS)), min_size=1, max_size=14
    )
)
def test_what_is_held_is_bounded_and_the_newest_stay(
    sessions: list[tuple[DeviceClass, int]],
) -> None:
    held: tuple[Held, ...] = ()
    for number, (device, windows) in enumerate(sessions):
        held = hold(held, f"{number}", waiting(device, windows), Micros(number))
        assert windows_in(held) <= HELD_WINDOWS
        assert len(held) <= HELD_PARTS
        if windows:
            assert held[-1].session == f"{number}"
            assert windows_in(held[-1:]) == windows


def test_windows_of_two_devices_are_held_apart_and_in_order() -> None:
    one, other = DEVICES[0], DEVICES[1]
    mixed = [w for pair in zip(waiting(one, 3), waiting(other, 3), strict=True) for w in pair]
    held = hold((), "a", mixed, Micros(5))

    assert [(part.device, len(part.embeddings)) for part in held] == [(one, 192), (other, 192)]
    assert held[0].embeddings == b"".join(window.embedding for window in waiting(one, 3))


def test_what_nobody_vouched_for_in_time_is_dropped_and_said() -> None:
    held = hold((), "a", waiting(DEVICES[0], 3), Micros(5))

    assert in_time(held, Micros(5 + HELD_FOR)) == held
    assert in_time(held, Micros(6 + HELD_FOR)) == ()
    assert [finding.numbers for finding in dropped(held, ())] == [{"windows": 3.0}]
    assert dropped(held, held) == ()


def test_the_same_hands_are_vouched_for_and_another_s_hardly_ever() -> None:
    said: dict[str, list[float]] = {"own": [], "theirs": [], "theirs among own": []}
    for life in range(20):
        proven = rows(OWNER, VOUCHING_WINDOWS, life=life).vectors
        own, theirs = rows(OWNER, 6, life=50 + life), rows(INTRUDER, 6, life=life)
        mixed = np.concatenate([own.vectors, theirs.vectors])
        for who, vectors in (("own", own.vectors), ("theirs", theirs.vectors), ("mixed", mixed)):
            held = SessionWindows(own.projection, own.device, vectors)
            passed = vouched(proven, held, synthetic.back_end(), AdmissionRule())
            said["theirs among own" if who == "mixed" else who].append(passed[-6:].mean())

    assert np.mean(said["own"]) > 0.95
    assert np.mean(said["theirs"]) == 0
    assert np.mean(said["theirs among own"]) < 0.1


def held_of(who: int) -> MonitorState:
    """The owner's template; five windows of somebody's are held after a careless decision."""
    typed = monitored.windows(monitored.person(who, life=6), 5)
    events: list[Input] = [
        SessionStarted("doubt", monitored.minute(0)),
        *monitored.arrivals("doubt", typed, monitored.minute(0)),
        StepUpAnswered("doubt", passed=False, at=monitored.minute(6)),
        CaseDecided("doubt", CaseDecision.FALSE_ALARM, monitored.minute(7)),
        SessionEnded("doubt", monitored.minute(8)),
    ]
    state = monitored.run(monitored.enrolled(OWNER), events, SETUP)[-1].state
    assert windows_in(state.held) == 5
    return state


def proven_session(
    state: MonitorState, *, strong: bool, windows: int = 8, days: int = 1
) -> StepResult:
    """The owner logs in, passes a step-up, types, logs out."""
    typed = monitored.windows(monitored.person(OWNER, life=7), windows)
    start = LATER + days * monitored.DAY
    login, *rest = monitored.whole_session("proven", typed, start)
    passed = StepUpAnswered("proven", passed=True, at=Micros(start), strong=strong)
    return monitored.run(state, [login, passed, *rest], SETUP)[-1]


def test_held_windows_of_the_owner_teach_after_a_strong_step_up() -> None:
    before = held_of(OWNER)
    result = proven_session(before, strong=True)
    admitted = next(f for f in result.findings if f.kind == FindingKind.HELD_WINDOWS_ADMITTED)

    assert admitted.numbers == {"windows": 5.0}
    assert result.state.held == ()
    assert before.template is not None
    assert result.state.template is not None
    assert result.state.template.version == before.template.version + 2


def test_held_windows_of_an_intruder_never_teach_and_are_dropped() -> None:
    before = held_of(INTRUDER)
    result = proven_session(before, strong=True)

    assert FindingKind.HELD_WINDOWS_ADMITTED not in monitored.kinds(result)
    assert FindingKind.HELD_WINDOWS_DROPPED in monitored.kinds(result)
    assert before.template is not None
    assert result.state.template is not None
    assert result.state.template.version == before.template.version + 1


def test_a_weak_step_up_and_a_short_session_leave_them_held() -> None:
    before = held_of(OWNER)
    weak = proven_session(before, strong=False)
    short = proven_session(before, strong=True, windows=VOUCHING_WINDOWS - 1)

    assert weak.state.held == before.held
    assert short.state.held == before.held


def test_after_a_fortnight_it_is_too_late() -> None:
    before = held_of(OWNER)
    late = monitored.run(
        before, [SessionStarted("late", Micros(LATER + 15 * monitored.DAY))], SETUP
    )[0]
    result = proven_session(before, strong=True, days=15)

    assert monitored.kinds(late) == [FindingKind.HELD_WINDOWS_DROPPED]
    assert late.findings[0].numbers == {"windows": 5.0}
    assert FindingKind.HELD_WINDOWS_ADMITTED not in monitored.kinds(result)


def test_proof_given_before_the_doubt_vouches_for_nothing() -> None:
    """The owner logs in with a key, an intruder sits down, an analyst calls it a false alarm."""
    typed = monitored.windows(monitored.person(INTRUDER, life=6), 15)
    events: list[Input] = [
        SessionStarted("a", monitored.minute(0)),
        StepUpAnswered("a", passed=True, at=monitored.minute(0), strong=True),
        *monitored.arrivals("a", typed[:7], monitored.minute(1)),
        CaseDecided("a", CaseDecision.FALSE_ALARM, monitored.minute(9)),
        *monitored.arrivals("a", typed[7:8], monitored.minute(10)),
        SessionEnded("a", monitored.minute(20)),
    ]
    before = monitored.enrolled(OWNER)
    result = monitored.run(before, events, SETUP)[-1]

    assert result.state.template == before.template
    assert windows_in(result.state.held) == 7
