"""Sources: a batch counts once for each session, and the memory of it is bounded."""

from hypothesis import given
from hypothesis import strategies as st

from samehands.monitor.sequence import Order, Sequences
from samehands.monitor.sources import KEY_BYTES, SOURCES, noted

sources = st.sampled_from(["one", "two", "one =a"])
sessions = st.none() | st.sampled_from(["a", "b", ""])


@given(st.lists(st.tuples(sources, sessions, st.integers(0, 20)), max_size=60))
def test_a_number_counts_once_for_each_source_and_session(
    told: list[tuple[str, str | None, int]],
) -> None:
    known: dict[bytes, Sequences] = {}
    came = set()
    for one in told:
        known, note = noted(known, *one)
        assert (note.order is Order.REPEAT) is (one in came)
        came.add(one)
    assert len(known) == len({(source, session) for source, session, _ in came})


def test_the_source_that_has_been_silent_longest_is_forgotten_first() -> None:
    known: dict[bytes, Sequences] = {}
    for number in range(SOURCES):
        known, _ = noted(known, f"source-{number}", None, 0)
    known, _ = noted(known, "source-0", None, 1)
    known, _ = noted(known, "another", None, 0)

    assert len(known) == SOURCES
    assert {len(key) for key in known} == {KEY_BYTES}
    assert noted(known, "source-0", None, 1)[1].order is Order.REPEAT
    assert noted(known, "source-1", None, 0)[1].order is Order.NEXT
