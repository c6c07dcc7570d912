from dataclasses import replace

import pytest

from adapters.sql.examples import later
from adapters.sql.test_accounts import ADA, BOB, LOGIN
from samehands.adapters.sql import SqlStore
from samehands.adapters.sql.logins import USE_STEP
from samehands.errors import StorageError


@pytest.fixture(autouse=True)
def _accounts(store: SqlStore) -> None:
    store.accounts.add(ADA)
    store.accounts.add(BOB)


def test_a_login_is_found_by_its_cookie_only(store: SqlStore) -> None:
    assert store.logins.get(LOGIN.token_hash) is None
    store.logins.add(LOGIN)
    assert store.logins.get(LOGIN.token_hash) == LOGIN
    assert store.logins.get(LOGIN.token_hash[:-1]) is None
    assert store.logins.get(b"") is None


def test_a_cookie_is_given_once_and_to_an_account(store: SqlStore) -> None:
    store.logins.add(LOGIN)
    for wrong in (LOGIN, replace(LOGIN, token_hash=b"n" * 32, account_id="nobody")):
        with pytest.raises(StorageError, match="breaks a rule"):
            store.logins.add(wrong)


def test_the_last_use_is_kept_to_a_minute(store: SqlStore) -> None:
    store.logins.add(LOGIN)
    for moment, kept in ((1, 0), (USE_STEP - 1, 0), (USE_STEP, USE_STEP), (5, USE_STEP)):
        store.logins.used(LOGIN.token_hash, later(moment))
        assert store.logins.get(LOGIN.token_hash) == replace(LOGIN, last_at=later(kept))
    store.logins.used(b"no such cookie", later(0))


def test_who_logs_out_is_out(store: SqlStore) -> None:
    store.logins.add(LOGIN)
    assert store.logins.remove(LOGIN.token_hash) is True
    assert store.logins.remove(LOGIN.token_hash) is False
    assert store.logins.get(LOGIN.token_hash) is None


def test_an_account_is_logged_out_everywhere(store: SqlStore) -> None:
    for place in range(3):
        store.logins.add(replace(LOGIN, token_hash=bytes([place]) * 32))
    other = replace(LOGIN, token_hash=b"o" * 32, account_id="account-2")
    store.logins.add(other)
    assert store.logins.remove_of("account-1") == 3
    assert store.logins.remove_of("account-1") == 0
    assert store.logins.get(other.token_hash) == other


def test_a_login_does_not_print_what_lets_in() -> None:
    assert "token_hash" not in repr(LOGIN)
    assert "csrf" not in repr(LOGIN)
