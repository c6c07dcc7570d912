"""The early sign: what makes one, what doesn't, and that it is no clock of the typing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.capture import MISSING, Keystrokes
from samehands.errors import WireError
from samehands.rhythm.early import SIGN_KEYSTROKES, EarlySign, Looking, SignFlag, look

EVERY = 50


def typed(gaps: list[int], holds: list[int], starts: tuple[int, ...] = (0,)) -> Keystrokes:
    """Keystrokes by the gaps before them and their holds, µs."""
    press = np.cumsum(gaps)
    hold = np.array(holds, np.int64)
    starts_run = np.zeros(len(press), np.bool_)
    starts_run[list(starts)] = True
    release = np.where(hold == MISSING, MISSING, press + hold)
    return Keystrokes(press, release, np.zeros(len(press), np.int8), starts_run)


def uneven(count: int, middle: int, width: int) -> list[int]:
    """Numbers around a middle, no two in a row within 2 ms of each other."""
    return [middle + width * (-1) ** place - 5 * place for place in range(count)]


def signs(keystrokes: Keystrokes, every: int = EVERY) -> list[tuple[int, SignFlag]]:
    """What a first look gives."""
    return list(look(Looking(), keystrokes, every)[1])


@pytest.mark.parametrize("pace", [5, 35, 150])
@pytest.mark.parametrize("jitter", [0, 20_000])
def test_keys_that_are_up_at_once_are_a_sign_at_any_pace(pace: int, jitter: int) -> None:
    gaps = uneven(SIGN_KEYSTROKES, pace * 1_000 + jitter, jitter)

    ((index, found),) = signs(typed(gaps, [1_500] * SIGN_KEYSTROKES))

    assert index == SIGN_KEYSTROKES - 1
    assert SignFlag.SHORT_HOLDS in found


def test_equal_holds_are_a_sign_whatever_the_gaps() -> None:
    keystrokes = typed(uneven(SIGN_KEYSTROKES, 140_000, 30_000), [80_000, 81_900] * 10)

    assert signs(keystrokes) == [(SIGN_KEYSTROKES - 1, SignFlag.EQUAL_HOLDS)]


def test_equal_gaps_are_a_sign_whatever_the_holds() -> None:
    keystrokes = typed([120_000, 121_900] * 10, uneven(SIGN_KEYSTROKES, 90_000, 20_000))

    assert signs(keystrokes) == [(SIGN_KEYSTROKES - 1, SignFlag.EQUAL_GAPS)]


def test_quick_typing_is_no_sign() -> None:
    keystrokes = typed(uneven(200, 30_000, 5_000), uneven(200, 60_000, 20_000))

    assert signs(keystrokes) == []


@pytest.mark.parametrize("lost", [MISSING, 60_000])
def test_one_keystroke_that_is_not_like_the_others_breaks_a_row(lost: int) -> None:
    holds = [1_000] * (2 * SIGN_KEYSTROKES - 1)
    holds[SIGN_KEYSTROKES - 1] = lost
    gaps = uneven(len(holds), 140_000, 30_000)

    assert signs(typed(gaps, holds)) == []


def test_a_gap_across_a_pause_of_attention_is_not_known() -> None:
    holds = uneven(38, 90_000, 20_000)

    assert signs(typed([100_000] * 38, holds, starts=(0, 19))) == []
    assert len(signs(typed([100_000] * 38, holds))) == 1


def test_signs_come_no_more_often_than_they_may() -> None:
    keystrokes = typed([30_000] * 400, [1_000] * 400)

    found = [index for index, _ in signs(keystrokes)]

    assert found == list(range(SIGN_KEYSTROKES - 1, 400, EVERY))


streams = st.lists(
    st.tuples(
        st.sampled_from([1, 40_000, 41_000, 90_000, 300_000]),
        st.sampled_from([0, 900, 39_999, 40_000, 41_500, 90_000, MISSING]),
        st.integers(1, 30),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(streams, st.lists(st.integers(0, 300), max_size=5), st.integers(1, 60))
def test_the_same_signs_come_out_however_the_keystrokes_are_split(
    parts: list[tuple[int, int, int, bool]], cuts: list[int], every: int
) -> None:
    gaps = [gap for gap, _, count, _ in parts for _ in range(count)]
    holds = [hold for _, hold, count, _ in parts for _ in range(count)]
    starts, place = [0], 0
    for _, _, count, again in parts:
        starts += [place] if again else []
        place += count
    keystrokes = typed(gaps, holds, tuple(starts))
    bounds = sorted({0, len(keystrokes), *(min(cut, len(keystrokes)) for cut in cuts)})

    looking, found = Looking(), list[tuple[int, SignFlag]]()
    for start, end in pairwise(bounds):
        looking, more = look(looking, keystrokes[start:end], every)
        found += [(start + index, what) for index, what in more]

    assert (looking, tuple(found)) == look(Looking(), keystrokes, every)
    assert all(later - earlier >= every for (earlier, _), (later, _) in pairwise(found))


@pytest.mark.parametrize(
    ("projection", "sequence", "what", "field"),
    [
        (bytes(7), 0, 1, "projection"),
        (bytes(8), -1, 1, "sequence"),
        (bytes(8), 2**32, 1, "sequence"),
        (bytes(8), 0, 0, "signs"),
        (bytes(8), 0, 8, "signs"),
    ],
)
def test_a_sign_with_a_field_out_of_range_is_refused(
    projection: bytes, sequence: int, what: int, field: str
) -> None:
    with pytest.raises(WireError, match=f"field {field}"):
        EarlySign(projection, sequence, SignFlag(what))
