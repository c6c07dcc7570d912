import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.host.outbox import LONGEST_WAIT, Outbox, wait_after
from samehands.host.reads import Action, Read, ReadsAnswer, RejectedRead

READ = Read("0" * 32, "customer", Action.VIEW, "session")
STEPS = st.lists(st.sampled_from(["put", "unfit", "batch", "answered", "refused", "give up"]))


@given(STEPS)
def test_everything_told_is_somewhere(steps: list[str]) -> None:
    outbox = Outbox("crm", limit=5, batch=2)
    for step in steps:
        match step:
            case "put" | "unfit":
                outbox.put(READ if step == "put" else None)
            case "answered":
                if batch := outbox.batch():
                    rejected = (RejectedRead(0, "unknown", ""),)
                    outbox.answered(
                        ReadsAnswer(len(batch.reads), len(batch.reads) - 1, 0, rejected)
                    )
            case "refused":
                outbox.refused()
            case "give up":
                outbox.give_up()
            case _:
                outbox.batch()
        counts = outbox.counts
        assert counts.told == (
            counts.accepted
            + counts.repeated
            + counts.rejected
            + counts.refused
            + counts.unfit
            + counts.dropped
            + counts.waiting
        )
        assert 0 <= counts.waiting <= 5 + 2


def test_a_batch_is_the_same_until_it_is_answered_and_then_has_the_next_number() -> None:
    outbox = Outbox("crm", batch=2)
    for _ in range(3):
        outbox.put(READ)
    first = outbox.batch()
    assert first is not None
    assert outbox.batch() is first
    outbox.answered(ReadsAnswer(2, 2, 0, ()))
    second = outbox.batch()
    assert second is not None

    assert (first.sequence, len(first.reads)) == (1, 2)
    assert (second.sequence, len(second.reads)) == (2, 1)
    assert first.source == second.source


def test_two_outboxes_of_one_application_never_share_a_number() -> None:
    assert Outbox("crm").source != Outbox("crm").source


def test_what_finds_no_room_is_counted_and_what_waits_is_kept() -> None:
    outbox = Outbox("crm", limit=2, batch=1)

    assert [outbox.put(READ) for _ in range(3)] == [True, True, False]
    assert (outbox.counts.waiting, outbox.counts.dropped) == (2, 1)


@pytest.mark.parametrize(
    ("source", "limit", "batch"), [("", 9, 1), ("x" * 64, 9, 1), ("crm", 9, 0), ("crm", 1, 2)]
)
def test_an_outbox_that_makes_no_sense_is_refused(source: str, limit: int, batch: int) -> None:
    with pytest.raises(SettingsError):
        Outbox(source, limit=limit, batch=batch)


@given(st.integers(1, 10**9), st.none() | st.floats(0, 1e9))
def test_a_wait_is_never_nothing_and_never_endless(failures: int, asked: float | None) -> None:
    assert 0 < wait_after(failures, asked) <= LONGEST_WAIT
