from hypothesis import given
from hypothesis import strategies as st

from samehands.monitor.sequence import REMEMBERED, Order, Sequences
from samehands.rhythm.window import SEQUENCE_LIMIT

numbers = st.lists(st.integers(0, 200), max_size=60)


def after(arrived: list[int]) -> Sequences:
    sequences = Sequences()
    for number in arrived:
        sequences = sequences.note(number).sequences
    return sequences


@given(numbers, st.integers(0, 200))
def test_it_tells_apart_what_a_set_of_all_numbers_would(arrived: list[int], number: int) -> None:
    taken: set[int] = set()
    sequences = Sequences()
    for one in arrived:
        noted = sequences.note(one)
        if noted.order not in {Order.REPEAT, Order.TOO_LATE}:
            taken.add(one)
        sequences = noted.sequences
    due = max(taken, default=-1) + 1
    noted = sequences.note(number)

    assert sequences.due == due
    if number >= due:
        assert noted.order is (Order.NEXT if number == due else Order.AFTER_GAP)
        assert noted.missing == number - due
    elif due - number > REMEMBERED:
        assert noted.order is Order.TOO_LATE
    else:
        assert noted.order is (Order.REPEAT if number in taken else Order.LATE)


@given(numbers, st.data())
def test_whatever_came_once_changes_nothing_when_it_comes_again(
    arrived: list[int], data: st.DataObject
) -> None:
    sequences = after([0, *arrived])
    again = data.draw(st.sampled_from([0, *arrived]))

    assert sequences.note(again).sequences == sequences
    assert sequences.note(again).order in {Order.REPEAT, Order.TOO_LATE}


@given(numbers)
def test_what_is_remembered_fits_sixty_four_bits(arrived: list[int]) -> None:
    assert 0 <= after([*arrived, SEQUENCE_LIMIT]).seen < 2**REMEMBERED


def test_the_largest_number_is_one_gap_and_one_step() -> None:
    noted = Sequences().note(SEQUENCE_LIMIT)

    assert noted.missing == SEQUENCE_LIMIT
    assert noted.sequences == Sequences(SEQUENCE_LIMIT + 1, 1)
