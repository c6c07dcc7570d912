"""One-time links: an hour, once, and only the hash is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from samehands.adapters.sql import SettingRow, VersionConflict
from samehands.errors import StorageError
from samehands.quantities import Micros
from samehands.server.auth import Role, invitations
from samehands.server.auth.invitations import (
    LINK_LASTS,
    SETTING,
    Invitations,
    LinkKind,
    address_of,
    admin_link,
    first_link,
)
from server.auth.house import NOON, PUBLIC_URL, House


def _secret(link: str | None) -> str:
    assert link is not None
    start, _, secret = link.rpartition("/")
    assert start == f"{PUBLIC_URL}/console/#/setup"
    return secret


def test_a_link_is_found_by_its_secret_and_taken_once(house: House) -> None:
    links = Invitations(house.store)
    secret = links.make(LinkKind.ADMIN, by="terminal", now=NOON)
    found = links.find(secret, NOON)

    assert found is not None
    assert found.kind is LinkKind.ADMIN
    assert links.take(found, NOON)
    assert not links.take(found, NOON)
    assert links.find(secret, NOON) is None


def test_a_link_is_worth_nothing_after_an_hour(house: House) -> None:
    links = Invitations(house.store)
    secret = links.make(LinkKind.ADMIN, by="terminal", now=NOON)

    assert links.find(secret, Micros(NOON + LINK_LASTS - 1)) is not None
    assert links.find(secret, Micros(NOON + LINK_LASTS)) is None


def test_the_secret_is_not_kept(house: House) -> None:
    secret = Invitations(house.store).make(LinkKind.ADMIN, by="terminal", now=NOON)
    row = house.store.settings.get(SETTING)

    assert row is not None
    assert secret.encode() not in row.value
    assert bytes.fromhex(secret) not in row.value


def test_another_link_for_the_same_account_replaces_the_first(house: House) -> None:
    links = Invitations(house.store)
    first = links.make(LinkKind.PASSWORD, by="a", now=NOON, account="b")
    other = links.make(LinkKind.PASSWORD, by="a", now=NOON, account="c")
    second = links.make(LinkKind.PASSWORD, by="a", now=NOON, account="b")

    assert links.find(first, NOON) is None
    assert links.find(other, NOON) is not None
    assert links.find(second, NOON) is not None


def test_several_admins_can_be_invited(house: House) -> None:
    links = Invitations(house.store)
    secrets = [links.make(LinkKind.ADMIN, by="terminal", now=NOON) for _ in range(3)]

    assert all(links.find(secret, NOON) is not None for secret in secrets)


def test_withdrawn_links_are_worth_nothing(house: House) -> None:
    links = Invitations(house.store)
    secret = links.make(LinkKind.PASSWORD, by="a", now=NOON, account="b")
    other = links.make(LinkKind.PASSWORD, by="a", now=NOON, account="c")
    links.withdraw("b", by="a", now=NOON)
    links.withdraw("nobody", by="a", now=NOON)

    assert links.find(secret, NOON) is None
    assert links.find(other, NOON) is not None


def test_links_do_not_pile_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_LINKS", 3)
    links = Invitations(house.store)
    secrets = [links.make(LinkKind.ADMIN, by="terminal", now=NOON) for _ in range(5)]

    assert [links.find(secret, NOON) is not None for secret in secrets] == [False] * 2 + [True] * 3


def test_those_that_ran_out_are_not_kept(house: House) -> None:
    links = Invitations(house.store)
    links.make(LinkKind.ADMIN, by="terminal", now=NOON)
    links.make(LinkKind.ADMIN, by="terminal", now=Micros(NOON + LINK_LASTS))
    row = house.store.settings.get(SETTING)

    assert row is not None
    assert row.value.count(b'"hash"') == 1


def test_of_many_who_take_a_link_at_the_same_moment_one_gets_it(house: House) -> None:
    links = Invitations(house.store)
    found = links.find(links.make(LinkKind.ADMIN, by="terminal", now=NOON), NOON)
    assert found is not None
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: links.take(found, NOON), range(8)))

    assert taken.count(True) == 1


def test_links_made_at_the_same_moment_are_all_kept(house: House) -> None:
    links = Invitations(house.store)
    with ThreadPoolExecutor(4) as threads:
        secrets = list(
            threads.map(
                lambda number: links.make(
                    LinkKind.PASSWORD, by="a", now=NOON, account=f"account {number}"
                ),
                range(8),
            )
        )

    assert all(links.find(secret, NOON) is not None for secret in secrets)


def test_a_setting_that_others_change_all_the_time_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(*_: object, **__: object) -> SettingRow | VersionConflict:
        return VersionConflict(7)

    monkeypatch.setattr(house.store.settings, "put", conflict)

    with pytest.raises(StorageError):
        Invitations(house.store).make(LinkKind.ADMIN, by="terminal", now=NOON)


def test_the_first_link_is_there_while_there_is_no_account(house: House) -> None:
    first = _secret(first_link(house.store, PUBLIC_URL, NOON))
    second = _secret(first_link(house.store, PUBLIC_URL + "/", NOON))

    links = Invitations(house.store)
    assert links.find(first, NOON) is None
    assert links.find(second, NOON) is not None
    house.account("ada", Role.ADMIN)
    assert first_link(house.store, PUBLIC_URL, NOON) is None


def test_an_admin_can_be_invited_at_any_time(house: House) -> None:
    links = Invitations(house.store)
    first = links.find(_secret(admin_link(house.store, PUBLIC_URL, NOON)), NOON)
    house.account("ada", Role.ADMIN)
    more = links.find(_secret(admin_link(house.store, PUBLIC_URL, NOON)), NOON)

    assert (first and first.kind, more and more.kind) == (LinkKind.FIRST, LinkKind.ADMIN)


def test_the_secret_stands_where_no_server_sees_it() -> None:
    assert address_of("https://a.example", "5ec").split("#")[0] == "https://a.example/console/"


def test_whether_an_account_is_there_is_seen_at_once(house: House) -> None:
    links = Invitations(house.store)

    assert links.first_due()
    house.account("ada", Role.ADMIN)
    assert not links.first_due()
