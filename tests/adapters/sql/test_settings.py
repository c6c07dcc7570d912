import threading

import pytest

from adapters.sql.examples import later
from samehands.adapters.sql import KeyRing, SettingRow, SqlStore, VersionConflict, open_store
from samehands.adapters.sql.settings import SETTING_BYTES
from samehands.errors import SettingsError


def test_versions_follow_each_other_and_are_all_kept(store: SqlStore) -> None:
    settings = store.settings
    assert settings.get("budget") is None
    assert settings.history("budget", 9) == ()
    first = settings.put("budget", b"1", after=0, by="account-1", at=later(1))
    second = settings.put("budget", b"2", after=1, by="account-2", at=later(2))
    other = settings.put("policies", b"{}", after=0, by="account-1", at=later(3))
    assert first == SettingRow("budget", 1, b"1", "account-1", later(1))
    assert second == settings.get("budget") == SettingRow("budget", 2, b"2", "account-2", later(2))
    assert settings.get("policies") == other
    assert settings.history("budget", 9) == (second, first)
    assert settings.history("budget", 1) == (second,)
    assert settings.history("budget", -1) == ()


@pytest.mark.parametrize("after", [-1, 0, 2, 7])
def test_who_changed_another_version_than_the_present_is_told(store: SqlStore, after: int) -> None:
    first = store.settings.put("budget", b"1", after=0, by="a", at=later(1))
    answer = store.settings.put("budget", b"2", after=after, by="b", at=later(2))
    assert answer == VersionConflict(1)
    assert store.settings.history("budget", 9) == (first,)


def test_a_setting_that_never_was_has_no_later_version(store: SqlStore) -> None:
    assert store.settings.put("budget", b"1", after=1, by="a", at=later(1)) == VersionConflict(0)
    assert store.settings.get("budget") is None


def test_of_those_who_change_it_at_once_one_does(store_url: str, keys: KeyRing) -> None:
    with open_store(store_url, keys=keys) as one, open_store(store_url, keys=keys) as other:
        together = threading.Barrier(4)
        answers: list[SettingRow | VersionConflict] = []

        def change(store: SqlStore, value: bytes) -> None:
            together.wait()
            answers.append(store.settings.put("budget", value, after=0, by="a", at=later(1)))

        threads = [
            threading.Thread(target=change, args=(store, bytes([48 + place])))
            for place, store in enumerate((one, other, one, other))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = [answer for answer in answers if isinstance(answer, SettingRow)]
        assert kept == [one.settings.get("budget")]
        assert answers.count(VersionConflict(1)) == 3


def test_a_setting_that_is_too_large_is_refused(store: SqlStore) -> None:
    with pytest.raises(SettingsError, match=f"got {SETTING_BYTES + 1} bytes"):
        store.settings.put("budget", bytes(SETTING_BYTES + 1), after=0, by="a", at=later(1))
