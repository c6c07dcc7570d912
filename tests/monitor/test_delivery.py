from dataclasses import replace

import pytest

from laws import monitored
from samehands.errors import ProjectionMismatchError, StorageError
from samehands.monitor import (
    Conflict,
    Input,
    MemoryStateStore,
    MemoryVerdictOutlet,
    MonitorState,
    SessionStarted,
    StepResult,
    Stored,
    WindowArrived,
    deliver,
    step,
)
from samehands.quantities import Micros

SETUP = monitored.setup()
TYPED = monitored.windows(monitored.person(1, life=1), 4)
EVENTS = [
    SessionStarted("a", Micros(monitored.NEXT_WEEK)),
    *monitored.arrivals("a", TYPED),
]


class CrowdedStore(MemoryStateStore):
    """A store in which another process always gets in first, a number of times."""

    def __init__(self, others: list[Input]) -> None:
        super().__init__()
        self.others = others

    def save(self, state: MonitorState, *, after: int) -> Stored | Conflict:
        """Somebody else's step goes through before this one."""
        if self.others:
            stored = self.load(state.subject)
            base = MonitorState(state.subject) if stored is None else stored.state
            other = step(base, self.others.pop(0), SETUP).state
            super().save(other, after=0 if stored is None else stored.revision)
        return super().save(state, after=after)


class BrokenOutlet(MemoryVerdictOutlet):
    """An outlet whose line is cut."""

    def publish(self, subject: str, event: Input, result: StepResult) -> None:
        """Cut before the end."""
        super().publish(subject, event, result)
        raise StorageError("outlet: the line is cut")


def test_delivered_one_by_one_through_a_store_is_the_same_as_stepping() -> None:
    store, outlet = MemoryStateStore(), MemoryVerdictOutlet()
    store.save(monitored.enrolled(1), after=0)
    delivered = [
        deliver("subject-1", event, SETUP, store=store, outlet=outlet) for event in EVENTS
    ]

    assert delivered == monitored.run(monitored.enrolled(1), EVENTS, SETUP)
    assert store.load("subject-1") == Stored(delivered[-1].state, 1 + len(EVENTS))
    assert outlet.said == [
        ("subject-1", event, result) for event, result in zip(EVENTS, delivered, strict=True)
    ]


def test_an_input_that_changes_nothing_is_said_and_not_written() -> None:
    store, outlet = MemoryStateStore(), MemoryVerdictOutlet()
    for event in (*EVENTS, *EVENTS[1:]):
        deliver("new", event, SETUP, store=store, outlet=outlet)
    stored = store.load("new")

    assert stored is not None
    assert stored.revision == len(EVENTS)
    assert len(outlet.said) == 2 * len(EVENTS) - 1


def test_when_another_process_saves_first_the_step_is_taken_again_on_its_state() -> None:
    others: list[Input] = [EVENTS[0], EVENTS[1]]
    store, outlet = CrowdedStore(others), MemoryVerdictOutlet()
    deliver("new", SessionStarted("b", Micros(0)), SETUP, store=store, outlet=outlet)
    stored = store.load("new")

    assert stored is not None
    assert set(stored.state.sessions) == {"a", "b"}
    assert stored.state.sessions["a"].sequences.due == 1
    assert len(outlet.said) == 1


def test_a_crowd_without_end_is_an_error_and_not_a_hang() -> None:
    others: list[Input] = [SessionStarted("a", Micros(n)) for n in range(100)]
    outlet = MemoryVerdictOutlet()
    with pytest.raises(StorageError, match="others saved first"):
        deliver("new", EVENTS[0], SETUP, store=CrowdedStore(others), outlet=outlet)
    assert outlet.said == []


def test_a_verdict_that_cannot_be_said_does_not_lose_the_window() -> None:
    store = MemoryStateStore()
    with pytest.raises(StorageError, match="cut"):
        deliver("new", EVENTS[0], SETUP, store=store, outlet=BrokenOutlet())
    stored = store.load("new")

    assert stored is not None
    assert "a" in stored.state.sessions


def test_a_foreign_window_is_not_saved() -> None:
    store, outlet = MemoryStateStore(), MemoryVerdictOutlet()
    deliver("new", EVENTS[0], SETUP, store=store, outlet=outlet)
    foreign = WindowArrived("a", replace(TYPED[0], projection=bytes(8)), Micros(1))
    before = store.load("new")
    with pytest.raises(ProjectionMismatchError):
        deliver("new", foreign, SETUP, store=store, outlet=outlet)

    assert store.load("new") == before
