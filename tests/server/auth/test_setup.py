"""Using a one-time link: the first account, more admins, a forgotten password."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx import Response

from samehands.errors import StorageError
from samehands.server.auth import Role
from samehands.server.auth.invitations import Invitations, LinkKind, first_link
from server.auth.house import HOUR, NOON, PASSWORD, PUBLIC_URL, Browser, House

NEW = "seventeen geese over the harbour"


def _first(house: House) -> str:
    link = first_link(house.store, PUBLIC_URL, house.clock.now)
    assert link is not None
    return link.rpartition("/")[2]


def _use(browser: Browser, token: str, name: str = "ada", password: str = NEW) -> Response:
    answer = browser.ask("POST", "/v1/setup", {"token": token, "name": name, "password": password})
    if answer.is_success:
        browser.csrf = answer.json()["csrf"]
    return answer


def _kind(answer: Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def test_the_first_link_makes_an_admin_and_logs_in(house: House) -> None:
    browser = house.browser()
    answer = _use(browser, _first(house))

    assert answer.status_code == 201
    assert answer.json()["roles"] == ["admin"]
    assert browser.ask("GET", "/v1/accounts").is_success
    assert not browser.ask("GET", "/v1/login").json()["setup_needed"]
    assert house.actions() == ["used a one-time link", "logged in"]
    assert house.browser().log_in("ada", NEW).status_code == 200


def test_a_link_works_once(house: House) -> None:
    token = _first(house)
    _use(house.browser(), token)
    again = _use(house.browser(), token, name="mallory")

    assert (again.status_code, _kind(again)) == (409, "setup_done")


def test_a_link_that_ran_out_is_refused(house: House) -> None:
    token = _first(house)
    house.clock.pass_seconds(HOUR)

    assert _kind(_use(house.browser(), token)) == "setup_done"


@pytest.mark.parametrize("token", ["x", "0" * 64, "f" * 128])
def test_a_guessed_link_is_refused(house: House, token: str) -> None:
    _first(house)

    assert _kind(_use(house.browser(), token)) == "setup_done"
    assert house.store.accounts.listed() == ()


def test_the_first_link_is_worth_nothing_once_there_is_an_account(house: House) -> None:
    token = _first(house)
    house.account("bob", Role.ADMIN)

    assert _kind(_use(house.browser(), token)) == "setup_done"
    assert house.store.accounts.named("ada") is None


def test_of_two_first_accounts_at_the_same_moment_one_is_made(house: House) -> None:
    """Two links, as two processes on one database would have printed them."""
    links = Invitations(house.store)
    tokens = [_first(house), links.make(LinkKind.ADMIN, by="terminal", now=NOON)]
    row = house.store.settings.get("one_time_links")
    assert row is not None
    both_first = row.value.replace(b'"admin"', b'"first"')
    house.store.settings.put(
        "one_time_links", both_first, after=row.version, by="terminal", at=NOON
    )
    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(lambda pair: _use(house.browser(), *pair), zip(tokens, "ab", strict=True))
        )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(house.store.accounts.listed()) == 1


def test_a_weak_password_does_not_use_the_link_up(house: House) -> None:
    token = _first(house)
    weak = _use(house.browser(), token, password="password1234")  # noqa: S106  # a weak one

    assert weak.status_code == 422
    assert "password1234" not in weak.text
    assert _use(house.browser(), token).status_code == 201


@pytest.mark.parametrize("name", [" ", "a\nb", "a\u202eb", "a\x00", "\u200b"])
def test_a_name_that_does_not_show_is_refused(house: House, name: str) -> None:
    assert _use(house.browser(), _first(house), name=name).status_code == 422
    assert house.store.accounts.listed() == ()


def test_a_name_is_kept_as_it_is_looked_up(house: House) -> None:
    _use(house.browser(), _first(house), name=" \uff41da ")

    assert house.browser().log_in("ada", NEW).status_code == 200


def test_an_invited_admin_chooses_a_name_that_is_free(house: House) -> None:
    house.account("bob", Role.ANALYST)
    token = Invitations(house.store).make(LinkKind.ADMIN, by="terminal", now=NOON)
    taken = _use(house.browser(), token, name="bob")

    assert _kind(taken) == "name_taken"
    assert _use(house.browser(), token, name="ada").json()["roles"] == ["admin"]


def test_a_password_link_sets_the_password_and_logs_everybody_else_out(house: House) -> None:
    thief = house.logged_in("ada", Role.ANALYST)
    row = house.store.accounts.named("ada")
    assert row is not None
    token = Invitations(house.store).make(LinkKind.PASSWORD, by="admin", now=NOON, account=row.id)
    browser = house.browser()

    assert _use(browser, token).json()["roles"] == ["analyst"]
    assert thief.ask("GET", "/probe/analyst").status_code == 401
    assert browser.ask("GET", "/probe/analyst").is_success
    assert house.browser().log_in("ada", PASSWORD).status_code == 401


def test_a_password_link_is_for_one_account(house: House) -> None:
    ada, _ = house.account("ada", Role.ANALYST), house.account("root", Role.ADMIN)
    token = Invitations(house.store).make(LinkKind.PASSWORD, by="admin", now=NOON, account=ada.id)

    assert _use(house.browser(), token, name="root").status_code == 422
    assert _use(house.browser(), token, name="nobody").status_code == 422
    assert house.browser().log_in("root").status_code == 200


def test_a_password_link_does_not_enable_a_disabled_account(house: House) -> None:
    ada = house.account("ada", Role.ANALYST, disabled=True)
    token = Invitations(house.store).make(LinkKind.PASSWORD, by="admin", now=NOON, account=ada.id)

    assert _kind(_use(house.browser(), token)) == "login_refused"
    assert house.browser().log_in("ada", NEW).status_code == 401


def test_a_browser_s_old_token_is_worth_nothing_afterwards(house: House) -> None:
    browser = house.browser()
    browser.cookies["__Host-samehands"] = planted = "5e" * 32
    _use(browser, _first(house))

    assert browser.cookies["__Host-samehands"] != planted


def test_a_foreign_page_cannot_use_a_link(house: House) -> None:
    body = {"token": _first(house), "name": "ada", "password": NEW}
    answer = house.browser().ask_plainly(
        "POST", "/v1/setup", body, {"Origin": "https://evil.example"}
    )

    assert _kind(answer) == "csrf"


def test_without_the_access_log_no_account_is_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = _first(house)

    def full(*_: object) -> None:
        raise StorageError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(house.store.access_log, "append", full)
        answer = _use(house.browser(), token)

    assert answer.status_code == 503
    assert house.store.accounts.listed() == ()
    assert _use(house.browser(), token).status_code == 201
