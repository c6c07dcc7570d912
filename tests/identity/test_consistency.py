import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import synthetic
from samehands.identity import EnrolmentFlaw
from samehands.identity.consistency import flaws

BACK_END = synthetic.back_end()
Sessions = list[np.ndarray]


def _found(sessions: Sessions) -> set[EnrolmentFlaw]:
    return {reason.flaw for reason in flaws(BACK_END, sessions)}


def _honest(seed: int, number: int = 4, windows: int = 6) -> Sessions:
    return [session.vectors for session in synthetic.typist(seed).sessions(number, windows)]


@pytest.mark.parametrize(("number", "windows"), [(1, 1), (2, 5), (4, 6), (8, 12), (1, 40)])
def test_honest_people_of_the_model_have_no_flaw(number: int, windows: int) -> None:
    for seed in range(8):
        assert not flaws(BACK_END, _honest(seed, number, windows))


def test_a_person_who_varies_half_as_much_again_can_enrol() -> None:
    for seed in range(8):
        typist = synthetic.typist(seed)
        assert not _found([typist.session(6, spread=1.5).vectors for _ in range(4)])


def test_two_wild_windows_are_not_a_second_person() -> None:
    for seed in range(8):
        sessions = _honest(seed)
        for row in range(2):  # each wild in its own way
            sessions[1][row] = synthetic.typist(seed + 500 + 50 * row).session(1).vectors[0]
        assert EnrolmentFlaw.TWO_TYPISTS not in _found(sessions)


def test_a_whole_session_by_somebody_else_is_noticed() -> None:
    caught = [
        EnrolmentFlaw.TWO_TYPISTS
        in _found([*_honest(seed, 3), synthetic.typist(seed + 500).session(6).vectors])
        for seed in range(20)
    ]
    assert np.mean(caught) >= 0.95


def test_somebody_else_for_part_of_a_session_is_noticed() -> None:
    caught = []
    for seed in range(20):
        sessions = _honest(seed, 2, 12)
        sessions[0][:6] = synthetic.typist(seed + 500).session(6).vectors
        caught.append(EnrolmentFlaw.TWO_TYPISTS in _found(sessions))
    assert np.mean(caught) >= 0.95


def test_windows_that_have_nothing_to_do_with_each_other_are_scattered() -> None:
    strangers = [synthetic.typist(seed).session(1).vectors[0] for seed in range(12)]
    assert EnrolmentFlaw.SCATTERED in _found([np.array(strangers[:6]), np.array(strangers[6:])])


def test_windows_at_the_edge_are_clipped() -> None:
    sessions = _honest(1)
    for session in sessions:
        session[:4, :20] = 124
    assert EnrolmentFlaw.CLIPPED in _found(sessions)
    sessions = _honest(1)
    sessions[0][:, :20] = 124  # one session of four: not most
    assert EnrolmentFlaw.CLIPPED not in _found(sessions)


@given(st.integers(0, 1000), st.booleans())
@settings(max_examples=10)
def test_no_order_of_windows_or_sessions_changes_the_numbers(seed: int, mixed: bool) -> None:  # noqa: FBT001  # drawn
    rng = np.random.default_rng(seed)
    strange = synthetic.typist(seed + 500).session(7).vectors
    sessions = [*_honest(seed, 3), strange if mixed else _honest(seed, 1)[0]]
    shuffled = [sessions[n][rng.permutation(len(sessions[n]))] for n in rng.permutation(4)]
    assert flaws(BACK_END, shuffled) == flaws(BACK_END, sessions)
