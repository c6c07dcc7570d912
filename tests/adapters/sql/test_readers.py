from dataclasses import replace

import pytest

from adapters.sql.examples import SESSION, beginning
from samehands.adapters.sql import SqlStore, readers
from samehands.adapters.sql.readers import Reader
from samehands.quantities import Micros


@pytest.mark.parametrize("at_once", [1, 1_000])
def test_readers_are_found_by_their_session_and_by_their_name(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(readers, "AT_ONCE", at_once)
    for name in ("s-1", "s-2"):
        row = replace(SESSION, id=f"of {name}", subject=name, group="claims")
        store.journal.append([beginning(name)], also=[row])

    assert store.readers.of_sessions(["of s-1", "of s-2", "nothing"]) == {
        "of s-1": Reader("s-1", "claims"),
        "of s-2": Reader("s-2", "claims"),
    }
    assert store.readers.of_subjects(["s-2", "nobody"]) == {"s-2": Reader("s-2", "claims")}
    assert store.readers.of_sessions([]) == store.readers.of_subjects([]) == {}


def test_who_was_erased_reads_no_more(store: SqlStore) -> None:
    store.journal.append([beginning(SESSION.subject)], also=[SESSION])
    store.subjects.erase(SESSION.subject, Micros(9), "account:1")

    assert store.readers.of_subjects([SESSION.subject]) == {}
    assert store.readers.of_sessions([SESSION.id]) == {}


@pytest.mark.parametrize("name", ["\0", "\ud800", "'; DROP TABLE subjects; --"])
def test_a_name_that_no_database_holds_is_nobody(store: SqlStore, name: str) -> None:
    assert store.readers.of_subjects([name]) == store.readers.of_sessions([name]) == {}
