import pytest

from laws import monitored
from laws.journal_laws import JOURNAL_LAWS, JournalLaw
from samehands.errors import InputError
from samehands.monitor import Addition, Kept, MemoryJournal, MonitorState, resume, taken_of


@pytest.mark.parametrize("law", JOURNAL_LAWS, ids=lambda law: law.__name__)
def test_the_journal_in_memory_passes_the_law(law: JournalLaw) -> None:
    law(MemoryJournal)


def test_it_keeps_and_says_what_was_taken() -> None:
    setup = monitored.setup()
    events = monitored.whole_session("a", monitored.windows(monitored.person(1, life=1), 3))
    results = monitored.run(MonitorState("new"), events, setup)
    taken = tuple(
        taken_of(place, event, result, setup)
        for place, (event, result) in enumerate(zip(events, results, strict=True), 1)
    )
    journal = MemoryJournal()
    journal.append([Addition("new", 0, taken[:2], results[1].state)])
    journal.append([Addition("new", 2, taken[2:])])

    assert journal.load("new") == Kept(results[1].state, 2, tuple(events[2:]))
    assert resume(journal.load("new"), setup) == results[-1].state
    assert journal.taken("new") == taken
    assert journal.taken("nobody") == ()


def test_an_addition_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="neither inputs nor a snapshot"):
        Addition("subject", 3, ())
