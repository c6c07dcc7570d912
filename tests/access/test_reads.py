"""What a read may look like, and what it never says."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import readers
from samehands.access import RECORD_BYTES, Action, RecordRead
from samehands.access.reads import MOST_COUNT, in_order
from samehands.errors import InputError
from samehands.quantities import Micros


@given(st.binary(max_size=40).filter(lambda record: len(record) != RECORD_BYTES))
def test_a_record_that_is_no_keyed_hash_is_refused_and_not_repeated(record: bytes) -> None:
    with pytest.raises(InputError, match="record: got") as refused:
        RecordRead(record, "customer", Action.VIEW, Micros(0))
    assert len(record) < 5 or record.hex() not in str(refused.value)


@pytest.mark.parametrize("resource", ["", "Customer", "a b", "x" * 33, "kunde/4711", "größe"])
def test_a_resource_class_is_one_plain_word(resource: str) -> None:
    with pytest.raises(InputError, match="resource: got"):
        RecordRead(bytes(16), resource, Action.VIEW, Micros(0))


@pytest.mark.parametrize("count", [0, -1, MOST_COUNT + 1])
def test_a_count_is_of_one_record_or_more_and_bounded(count: int) -> None:
    with pytest.raises(InputError, match="count: got"):
        RecordRead(bytes(16), "customer", Action.EXPORT, Micros(0), count)


def test_a_time_before_1970_is_refused() -> None:
    with pytest.raises(InputError, match="at: got"):
        RecordRead(bytes(16), "customer", Action.VIEW, Micros(-1))


@given(st.integers())
def test_a_printed_read_does_not_name_its_record(number: int) -> None:
    one = readers.view(number, 0)
    assert one.record.hex() not in repr(one)
    assert repr(one.record) not in repr(one)


@given(
    st.lists(readers.reads, max_size=8).flatmap(
        lambda r: st.tuples(st.just(r), st.permutations(r))
    )
)
def test_the_order_of_reads_does_not_depend_on_how_they_came(
    both: tuple[list[RecordRead], list[RecordRead]],
) -> None:
    one, other = both
    assert in_order(tuple(one)) == in_order(tuple(other))


@given(readers.reads)
def test_a_read_survives_storage(one: RecordRead) -> None:
    data = msgspec.msgpack.encode(one)
    assert msgspec.msgpack.decode(data, type=RecordRead) == one
    assert len(data) < 60
