from dataclasses import replace

import pytest

from adapters.sql.examples import change, later
from samehands.adapters.sql import ApiKeyRow, SqlStore
from samehands.adapters.sql.api_keys import USE_STEP
from samehands.errors import StorageError

KEY = ApiKeyRow(
    id="key-1",
    name="shop",
    secret_hash=bytes(range(32)),
    scopes=frozenset({"sessions", "metrics"}),
    created_at=later(0),
    created_by="account-1",
)


def test_what_was_added_is_there(store: SqlStore) -> None:
    assert store.api_keys.get("key-1") is None
    assert store.api_keys.listed() == ()
    other = replace(KEY, id="key-2", scopes=frozenset(), created_at=later(1))
    store.api_keys.add(KEY)
    store.api_keys.add(other)
    assert store.api_keys.get("key-1") == KEY
    assert store.api_keys.listed() == (other, KEY)


def test_an_id_is_given_once(store: SqlStore) -> None:
    store.api_keys.add(KEY)
    with pytest.raises(StorageError, match="breaks a rule"):
        store.api_keys.add(replace(KEY, name="other"))
    assert store.api_keys.get("key-1") == KEY


def test_a_key_is_revoked_once_and_still_listed(store: SqlStore) -> None:
    store.api_keys.add(KEY)
    assert store.api_keys.revoke("key-1", later(5)) is True
    assert store.api_keys.revoke("key-1", later(6)) is False
    assert store.api_keys.revoke("key-2", later(5)) is False
    assert store.api_keys.listed() == (replace(KEY, revoked_at=later(5)),)


def test_the_last_use_is_kept_to_a_minute(store: SqlStore) -> None:
    store.api_keys.add(KEY)
    for moment, kept in ((0, 0), (USE_STEP - 1, 0), (USE_STEP, USE_STEP), (5, USE_STEP)):
        store.api_keys.used("key-1", later(moment))
        assert store.api_keys.get("key-1") == replace(KEY, last_used_at=later(kept))
    store.api_keys.used("no such key", later(0))


def test_a_key_does_not_print_its_hash() -> None:
    assert "secret_hash" not in repr(KEY)


def test_scopes_that_cannot_be_read_are_a_storage_error(store: SqlStore) -> None:
    store.api_keys.add(KEY)
    change(store, "UPDATE api_keys SET scopes = 'everything'")
    with pytest.raises(StorageError, match="api_keys: got a list of words that cannot be read"):
        store.api_keys.get("key-1")
