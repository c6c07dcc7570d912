import os
import threading

import pytest

from adapters.sql.examples import change, rows
from samehands.adapters.sql import KeyRing, SqlStore, open_store
from samehands.errors import StorageError


def test_a_key_is_made_once_and_is_the_same_ever_after(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as store:
        key = store.service_keys.get("tokens")
        assert len(key) == 32
        assert store.service_keys.get("tokens") == key
        assert store.service_keys.get("receipts") != key
    with open_store(store_url, keys=keys) as store:
        assert store.service_keys.get("tokens") == key


def test_of_those_who_need_it_first_at_once_all_get_the_same(
    store_url: str, keys: KeyRing
) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        together, got = threading.Barrier(4), set()

        def ask(store: SqlStore) -> None:
            together.wait()
            got.add(store.service_keys.get("tokens"))

        threads = [threading.Thread(target=ask, args=(store,)) for store in (one, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == 1


def test_a_key_is_not_there_to_read_and_belongs_to_its_name(
    store: SqlStore, keys: KeyRing
) -> None:
    key = store.service_keys.get("tokens")
    other = store.service_keys.get("receipts")
    stored = rows(store, "SELECT wrapped_key FROM service_keys ORDER BY name DESC")
    assert not any(key in bytes(row[0]) or other in bytes(row[0]) for row in stored)
    change(
        store,
        "UPDATE service_keys SET wrapped_key = :w WHERE name = 'receipts'",
        w=bytes(stored[0][0]),
    )
    with pytest.raises(StorageError, match="was changed, or is another's"):
        SqlStore(store._database, keys).service_keys.get("receipts")
    with pytest.raises(StorageError, match="which is not among the 1 given"):
        SqlStore(store._database, KeyRing([os.urandom(32)])).service_keys.get("tokens")
