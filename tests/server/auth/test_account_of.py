"""From somebody at the identity provider to their account here."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from samehands.errors import StorageError
from samehands.server.auth import Role
from samehands.server.auth.names import LONGEST_NAME
from samehands.server.auth.provider import Person
from samehands.server.auth.single_sign_on import account_of
from samehands.server.problems import ProblemError, ProblemKind
from server.auth.house import NOON, House

ADA = Person("https://id.example 17", "Ada", frozenset({Role.ANALYST}), None)


def test_whoever_comes_first_gets_an_account_without_a_password(house: House) -> None:
    row = account_of(house.store, ADA, NOON)

    assert house.store.accounts.get(row.id) == row
    assert (row.password_hash, row.oidc_subject) == (None, ADA.key)


def test_roles_are_the_provider_s_each_time_and_the_change_is_written(house: House) -> None:
    first = account_of(house.store, ADA, NOON)
    moved = Person(ADA.key, "Ada", frozenset({Role.SELF}), "s-17")
    second = account_of(house.store, moved, NOON)
    third = account_of(house.store, Person(ADA.key, "Ada", frozenset(), None), NOON)

    assert first.id == second.id == third.id
    assert (second.roles, second.subject) == (frozenset({"self"}), "s-17")
    assert (third.roles, third.subject) == (frozenset(), None)
    assert house.actions() == ["added an account"] + ["changed an account"] * 2
    assert house.log()[-1].reason == f"account {first.id}: roles from the identity provider: none"


def test_nothing_is_written_where_nothing_changed(house: House) -> None:
    assert account_of(house.store, ADA, NOON) == account_of(house.store, ADA, NOON)
    assert house.actions() == ["added an account"]


def test_the_same_subject_at_another_provider_is_somebody_else(house: House) -> None:
    other = Person("https://other.example 17", "Ada", frozenset(), None)

    assert account_of(house.store, ADA, NOON).id != account_of(house.store, other, NOON).id


def test_whoever_comes_by_two_browsers_at_once_has_one_account(house: House) -> None:
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(lambda _: account_of(house.store, ADA, NOON), range(4)))

    assert len({row.id for row in rows}) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada\u202e Lovelace\x00", "Ada Lovelace"),
        (" Ada ", "Ada"),
        ("x" * 500, "x" * (LONGEST_NAME - 7)),
    ],
)
def test_a_name_is_cut_to_what_shows(house: House, name: str, shown: str) -> None:
    row = account_of(house.store, Person(ADA.key, name, frozenset(), None), NOON)

    assert row.name == shown


def test_somebody_without_a_name_that_shows_is_called_by_the_id(house: House) -> None:
    row = account_of(house.store, Person(ADA.key, "\x00\u200b", frozenset(), None), NOON)

    assert row.name == row.id


def test_many_of_one_name_are_told_apart(house: House) -> None:
    people = [Person(f"https://id.example {n}", "Ada", frozenset(), None) for n in range(6)]
    names = {account_of(house.store, person, NOON).name for person in people}

    assert len(names) == 6
    assert all(name.startswith("Ada") for name in names)


def test_a_disabled_account_is_refused_and_left_as_it_is(house: House) -> None:
    row = house.account("ada", password_hash=None, oidc_subject=ADA.key, disabled=True)

    with pytest.raises(ProblemError) as refused:
        account_of(house.store, ADA, NOON)
    assert refused.value.kind is ProblemKind.LOGIN_REFUSED
    assert house.store.accounts.get(row.id) == row


def test_without_the_access_log_no_account_is_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(house.store.access_log, "append", full)

    with pytest.raises(ProblemError):
        account_of(house.store, ADA, NOON)
    assert house.store.accounts.listed() == ()
