"""The laws every implementation of the monitor's ports must pass.

Parametrise one test over `STATE_STORE_LAWS`, with a function that makes an empty store:

```python
@pytest.mark.parametrize("law", STATE_STORE_LAWS, ids=lambda law: law.__name__)
def test_my_store_passes_the_law(law: StateStoreLaw) -> None:
    law(MyStore)
```
"""

from collections.abc import Callable
from dataclasses import replace

from laws import monitored
from samehands.monitor import (
    Conflict,
    MonitorState,
    SessionStarted,
    StateStore,
    Stored,
    VerdictOutlet,
    step,
)
from samehands.quantities import Micros

StateStoreLaw = Callable[[Callable[[], StateStore]], None]
VerdictOutletLaw = Callable[[Callable[[], VerdictOutlet], Callable[[VerdictOutlet], int]], None]


def _named(subject: str) -> MonitorState:
    return replace(monitored.enrolled(1), subject=subject)


def an_empty_store_knows_nobody(make: Callable[[], StateStore]) -> None:
    """No state, no subjects, and nothing to erase."""
    store = make()
    assert store.load("subject-1") is None
    assert list(store.subjects()) == []
    assert store.erase("subject-1") is False


def what_was_saved_is_loaded(make: Callable[[], StateStore]) -> None:
    """The same state, with the revision that saving gave."""
    store = make()
    state = _named("subject-1")
    saved = store.save(state, after=0)
    assert saved == Stored(state, 1)
    assert store.load("subject-1") == saved


def the_last_state_saved_is_the_one_there_is(make: Callable[[], StateStore]) -> None:
    """Each save adds one to the revision."""
    store = make()
    store.save(MonitorState("subject-1"), after=0)
    store.save(_named("subject-1"), after=1)
    assert store.load("subject-1") == Stored(_named("subject-1"), 2)


def who_comes_second_is_told_and_changes_nothing(make: Callable[[], StateStore]) -> None:
    """Two that both loaded the same revision: one saves, the other has a conflict."""
    store = make()
    assert store.save(MonitorState("subject-1"), after=3) == Conflict(0)
    store.save(_named("subject-1"), after=0)
    for stale in (0, 2, -1):
        assert store.save(MonitorState("subject-1"), after=stale) == Conflict(1)
    assert store.load("subject-1") == Stored(_named("subject-1"), 1)


def subjects_do_not_touch_each_other(make: Callable[[], StateStore]) -> None:
    """Each has a state and a revision of their own; they are listed in order of name."""
    store = make()
    for subject in ("b", "a", "ä", "B"):
        store.save(_named(subject), after=0)
    store.save(MonitorState("b"), after=1)
    assert list(store.subjects()) == ["B", "a", "b", "ä"]
    assert store.load("a") == Stored(_named("a"), 1)
    assert store.load("b") == Stored(MonitorState("b"), 2)


def who_is_erased_is_gone_and_may_begin_anew(make: Callable[[], StateStore]) -> None:
    """And the others stay."""
    store = make()
    store.save(_named("subject-1"), after=0)
    store.save(_named("subject-2"), after=0)
    assert store.erase("subject-1") is True
    assert store.load("subject-1") is None
    assert list(store.subjects()) == ["subject-2"]
    assert store.save(MonitorState("subject-1"), after=0) == Stored(MonitorState("subject-1"), 1)


STATE_STORE_LAWS: tuple[StateStoreLaw, ...] = (
    an_empty_store_knows_nobody,
    what_was_saved_is_loaded,
    the_last_state_saved_is_the_one_there_is,
    who_comes_second_is_told_and_changes_nothing,
    subjects_do_not_touch_each_other,
    who_is_erased_is_gone_and_may_begin_anew,
)


def everything_said_arrives_once_each(
    make: Callable[[], VerdictOutlet], arrived: Callable[[VerdictOutlet], int]
) -> None:
    """With a verdict and without one."""
    outlet = make()
    state = MonitorState("subject-1")
    for number in range(3):
        event = SessionStarted(f"session-{number}", Micros(number))
        outlet.publish("subject-1", event, step(state, event, monitored.setup()))
    assert arrived(outlet) == 3


VERDICT_OUTLET_LAWS: tuple[VerdictOutletLaw, ...] = (everything_said_arrives_once_each,)
