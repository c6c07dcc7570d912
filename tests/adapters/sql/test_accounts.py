import threading
from dataclasses import replace

import pytest

from adapters.sql.examples import HOUR, change, later
from samehands.adapters.sql import AccountRow, KeyRing, LoginRow, SqlStore, open_store
from samehands.errors import StorageError

ADA = AccountRow(
    id="account-1",
    name="ada",
    password_hash="$argon2id$...",  # noqa: S106  # no password
    oidc_subject=None,
    roles=frozenset({"admin", "auditor"}),
    subject=None,
    disabled=False,
    created_at=later(0),
)
BOB = replace(
    ADA,
    id="account-2",
    name="bob",
    password_hash=None,
    oidc_subject="https://id.example#7",
    roles=frozenset({"self"}),
    subject="subject-1",
)
LOGIN = LoginRow(
    token_hash=bytes(range(32)),
    account_id="account-1",
    csrf="c",
    created_at=later(0),
    last_at=later(0),
    expires_at=later(HOUR),
)


def test_what_was_added_is_found_by_each_of_its_names(store: SqlStore) -> None:
    assert store.accounts.listed() == ()
    assert store.accounts.add(BOB) is True
    assert store.accounts.add(ADA) is True
    assert store.accounts.get("account-1") == store.accounts.named("ada") == ADA
    assert store.accounts.of_oidc("https://id.example#7") == store.accounts.named("bob") == BOB
    assert store.accounts.listed() == (ADA, BOB)
    for missing in ("Ada", "ada ", "", "account-1"):
        assert store.accounts.named(missing) is None
    assert store.accounts.get("ada") is None
    assert store.accounts.of_oidc("ada") is None


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(replace(ADA, id="account-3"), id="the name"),
        pytest.param(replace(BOB, id="account-3", name="bo"), id="the identity"),
        pytest.param(replace(ADA, name="other"), id="the id"),
    ],
)
def test_what_belongs_to_one_account_is_given_to_no_other(
    store: SqlStore, second: AccountRow
) -> None:
    store.accounts.add(ADA)
    store.accounts.add(BOB)
    assert store.accounts.add(second) is False
    assert store.accounts.listed() == (ADA, BOB)


def test_many_accounts_have_no_identity(store: SqlStore) -> None:
    assert store.accounts.add(ADA) is True
    assert store.accounts.add(replace(ADA, id="account-3", name="cleo")) is True
    assert store.accounts.change(replace(ADA, disabled=True)) is True


def test_only_the_very_first_account_is_the_first(store: SqlStore) -> None:
    assert store.accounts.add_first(ADA) is True
    assert store.accounts.add_first(BOB) is False
    assert store.accounts.listed() == (ADA,)


def test_of_two_that_are_first_at_once_one_is(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        together, results = threading.Barrier(2), []

        def begin(store: SqlStore, account: AccountRow) -> None:
            together.wait()
            results.append(store.accounts.add_first(account))

        threads = [
            threading.Thread(target=begin, args=(store, account))
            for store, account in ((one, ADA), (other, BOB))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == [False, True]
        assert len(one.accounts.listed()) == 1


def test_an_account_is_changed_as_a_whole(store: SqlStore) -> None:
    store.accounts.add(ADA)
    store.accounts.add(BOB)
    changed = replace(ADA, name="Ada", roles=frozenset(), oidc_subject="https://id.example#1")
    assert store.accounts.change(changed) is True
    assert store.accounts.get("account-1") == changed
    assert store.accounts.change(replace(changed, name="bob")) is False
    assert store.accounts.change(replace(changed, oidc_subject=BOB.oidc_subject)) is False
    assert store.accounts.change(replace(ADA, id="account-9")) is False
    assert store.accounts.listed() == (changed, BOB)


def test_a_disabled_account_is_logged_out_everywhere(store: SqlStore) -> None:
    store.accounts.add(ADA)
    store.accounts.add(BOB)
    other = replace(LOGIN, token_hash=b"b" * 32, account_id="account-2")
    store.logins.add(LOGIN)
    store.logins.add(other)
    assert store.accounts.change(replace(ADA, disabled=True)) is True
    assert store.logins.get(LOGIN.token_hash) is None
    assert store.logins.get(other.token_hash) == other


def test_an_account_does_not_print_its_password_s_hash() -> None:
    assert "argon2" not in repr(ADA)


def test_roles_that_cannot_be_read_are_a_storage_error(store: SqlStore) -> None:
    store.accounts.add(ADA)
    change(store, "UPDATE accounts SET roles = '[1]'")
    with pytest.raises(StorageError, match="accounts: got a list of words that cannot be read"):
        store.accounts.named("ada")
