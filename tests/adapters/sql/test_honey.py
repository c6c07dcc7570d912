import os

import pytest

from samehands.adapters.sql import SqlStore, honey
from samehands.errors import InputError
from samehands.quantities import Micros

ONE, OTHER = bytes(16), bytes(15) + b"\1"
AT = Micros(7)


def test_a_hash_is_registered_once_and_forgotten(store: SqlStore) -> None:
    assert store.honey.all() == frozenset()
    assert store.honey.add([ONE, OTHER, ONE], "account:1", AT) == 2
    assert store.honey.add([ONE], "account:2", AT) == 2
    assert store.honey.all() == {ONE, OTHER}
    assert store.honey.remove([ONE, os.urandom(16)]) == 1
    assert store.honey.all() == {OTHER}
    assert store.honey.count() == 1
    assert store.honey.add([], "account:1", AT) == store.honey.remove([]) == 1


@pytest.mark.parametrize("record", [b"", b"4711", bytes(15), bytes(17)])
def test_what_is_no_hash_is_refused_and_not_repeated(store: SqlStore, record: bytes) -> None:
    with pytest.raises(InputError) as refused:
        store.honey.add([ONE, record], "account:1", AT)
    with pytest.raises(InputError):
        store.honey.remove([record])

    assert "4711" not in str(refused.value)
    assert store.honey.count() == 0


def test_too_many_are_refused_and_none_is_kept(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(honey, "MOST", 2)
    store.honey.add([ONE], "account:1", AT)
    with pytest.raises(InputError, match="at most 2"):
        store.honey.add([os.urandom(16) for _ in range(2)], "account:1", AT)
    monkeypatch.setattr(honey, "AT_ONCE", 1)
    with pytest.raises(InputError, match="at most 1"):
        store.honey.add([ONE, OTHER], "account:1", AT)

    assert store.honey.all() == {ONE}
