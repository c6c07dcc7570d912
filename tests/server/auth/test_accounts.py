"""Accounts: who may do what about whom."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx import Response

from samehands.server.auth import Role
from server.auth.house import PASSWORD, PUBLIC_URL, Browser, House

NEW = "seventeen geese over the harbour"


@pytest.fixture
def admin(house: House) -> Browser:
    """An administrator who is logged in."""
    return house.logged_in("root", Role.ADMIN)


def _change(browser: Browser, account: str, **change: Any) -> Response:
    return browser.ask("PATCH", f"/v1/accounts/{account}", change)


def _kind(answer: Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def test_an_account_is_made_without_a_password_and_its_person_chooses_one(
    house: House, admin: Browser
) -> None:
    answer = admin.ask("POST", "/v1/accounts", {"name": "ada", "roles": ["analyst"]})
    made = answer.json()

    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert made["roles"] == ["analyst"]
    assert house.browser().log_in("ada", "").status_code in {400, 401, 422}
    start, _, token = made["link"].rpartition("/")
    assert start == f"{PUBLIC_URL}/console/#/setup"
    ada = house.browser()
    used = ada.ask("POST", "/v1/setup", {"token": token, "name": "ada", "password": NEW})
    assert used.json()["account"]["id"] == made["id"]
    assert ada.ask("GET", "/probe/analyst").is_success


def test_a_name_belongs_to_one_account(house: House, admin: Browser) -> None:
    house.account("ada", Role.ANALYST)
    answer = admin.ask("POST", "/v1/accounts", {"name": " ada ", "roles": []})

    assert (answer.status_code, _kind(answer)) == (409, "name_taken")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "ada"},
        {"name": "ada", "roles": ["owner"]},
        {"name": "ada", "roles": "admin"},
        {"name": "", "roles": []},
        {"name": "a\tb", "roles": []},
        {"name": "ada", "roles": [], "password": PASSWORD},
        {"name": "ada", "roles": ["self"]},
        {"name": "ada", "roles": ["analyst"], "subject": "s-17"},
        {"name": "ada", "roles": ["self"], "subject": ""},
        {"name": "ada", "roles": ["self"], "subject": "s\x00"},
        {"name": "ada", "roles": ["self"], "subject": "s" * 129},
    ],
)
def test_what_is_no_account_is_refused(house: House, admin: Browser, body: object) -> None:
    assert admin.ask("POST", "/v1/accounts", body).status_code in {400, 422}
    assert len(house.store.accounts.listed()) == 1


def test_an_account_for_the_own_data_has_a_subject(admin: Browser) -> None:
    body = {"name": "ada", "roles": ["self"], "subject": "s-17"}

    assert admin.ask("POST", "/v1/accounts", body).json()["subject"] == "s-17"


def test_accounts_are_listed_without_anything_to_log_in_with(house: House, admin: Browser) -> None:
    house.account("ada", Role.ANALYST)
    house.account("eve", oidc_subject="issuer 1", password_hash=None)
    answer = admin.ask("GET", "/v1/accounts")

    listed = answer.json()["accounts"]
    assert [one["name"] for one in listed] == ["ada", "eve", "root"]
    assert [one["single_sign_on"] for one in listed] == [False, True, False]
    assert "argon2" not in answer.text
    assert "hash" not in answer.text
    assert "issuer" not in answer.text


def test_roles_are_changed_and_whoever_is_logged_in_has_to_log_in_again(
    house: House, admin: Browser
) -> None:
    ada = house.logged_in("ada", Role.ANALYST)
    row = house.store.accounts.named("ada")
    assert row is not None
    answer = _change(admin, row.id, roles=["auditor"])

    assert answer.json()["roles"] == ["auditor"]
    assert answer.json()["link"] is None
    assert ada.ask("GET", "/probe/analyst").status_code == 401
    ada.log_in("ada")
    assert ada.ask("GET", "/probe/analyst").status_code == 403


def test_a_disabled_account_is_out_at_once_and_can_come_back(house: House, admin: Browser) -> None:
    ada = house.logged_in("ada", Role.ANALYST)
    row = house.store.accounts.named("ada")
    assert row is not None
    _change(admin, row.id, disabled=True)

    assert ada.ask("GET", "/probe/analyst").status_code == 401
    assert ada.log_in("ada").status_code == 401
    _change(admin, row.id, disabled=False)
    assert ada.ask("GET", "/probe/analyst").status_code == 401
    assert ada.log_in("ada").status_code == 200


def test_a_disabled_account_s_links_are_worth_nothing(house: House, admin: Browser) -> None:
    row = house.account("ada", Role.ANALYST)
    link = _change(admin, row.id, new_link=True).json()["link"]
    _change(admin, row.id, disabled=True)
    _change(admin, row.id, disabled=False)
    body = {"token": link.rpartition("/")[2], "name": "ada", "password": NEW}

    assert house.browser().ask("POST", "/v1/setup", body).status_code == 409
    assert _kind(_change(admin, row.id, disabled=True, new_link=True)) == "conflict"


def test_a_forgotten_password_is_replaced_by_a_link(house: House, admin: Browser) -> None:
    row = house.account("ada", Role.ANALYST)
    link = _change(admin, row.id, new_link=True).json()["link"]
    body = {"token": link.rpartition("/")[2], "name": "ada", "password": NEW}

    assert house.browser().log_in("ada").status_code == 200
    assert house.browser().ask("POST", "/v1/setup", body).status_code == 201
    assert house.browser().log_in("ada").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"roles": ["admin", "analyst"]},
        {"roles": []},
        {"disabled": True},
        {"new_link": True},
        {"subject": "s-1"},
        {},
    ],
)
def test_nobody_changes_the_own_account(
    house: House, admin: Browser, change: dict[str, Any]
) -> None:
    own = admin.ask("GET", "/v1/login").json()["account"]["id"]
    before = house.store.accounts.get(own)

    assert _kind(_change(admin, own, **change)) == "forbidden"
    assert house.store.accounts.get(own) == before


def test_the_last_admin_stays(house: House, admin: Browser) -> None:
    own = admin.ask("GET", "/v1/login").json()["account"]["id"]
    for change in ({"disabled": True}, {"roles": ["auditor"]}):
        assert _change(admin, own, **change).status_code == 403

    assert house.browser().log_in("root").status_code == 200


def test_of_two_admins_who_remove_each_other_one_stays(house: House) -> None:
    browsers = [house.logged_in(name, Role.ADMIN) for name in ("ada", "bob")]
    ids = [browser.ask("GET", "/v1/login").json()["account"]["id"] for browser in browsers]
    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(
                lambda pair: _change(pair[0], pair[1], disabled=True).status_code,
                zip(browsers, reversed(ids), strict=True),
            )
        )

    assert sorted(answers) in ([200, 401], [200, 403])
    assert sorted(row.disabled for row in house.store.accounts.listed()) == [False, True]


def test_whoever_is_an_admin_no_more_changes_nothing(house: House, admin: Browser) -> None:
    """Also in the moment between being let in and being served."""
    other = house.logged_in("bob", Role.ADMIN)
    row = house.store.accounts.named("bob")
    assert row is not None
    _change(admin, row.id, roles=["auditor"])

    assert other.ask("POST", "/v1/accounts", {"name": "x", "roles": []}).status_code == 401


@pytest.mark.parametrize("account", ["0" * 16, "x", "%00", "%F0%9F%92%A3", "0" * 4000])
def test_an_unknown_account_is_said_to_be_unknown(admin: Browser, account: str) -> None:
    assert _kind(_change(admin, account, disabled=True)) == "account_unknown"


@pytest.mark.parametrize(
    "change", [{"roles": ["owner"]}, {"disabled": "yes"}, {"name": "x"}, {"roles": None}]
)
def test_what_is_no_change_is_refused(
    house: House, admin: Browser, change: dict[str, Any]
) -> None:
    row = house.account("ada", Role.ANALYST)

    assert _change(admin, row.id, **change).status_code in {400, 422}
    assert house.store.accounts.get(row.id) == row


def test_roles_from_the_identity_provider_are_changed_there(house: House, admin: Browser) -> None:
    row = house.account("ada", Role.ANALYST, oidc_subject="issuer 1", password_hash=None)

    assert _kind(_change(admin, row.id, roles=["admin"])) == "conflict"
    assert _kind(_change(admin, row.id, new_link=True)) == "conflict"
    assert _change(admin, row.id, disabled=True).json()["disabled"]


def test_only_admins_make_accounts(house: House, admin: Browser) -> None:
    assert admin.ask("GET", "/v1/accounts").is_success
    for role in (Role.ANALYST, Role.AUDITOR, Role.PRIVACY_OFFICER):
        browser = house.logged_in(role, role)
        body = {"name": "x", "roles": ["admin"]}
        assert browser.ask("POST", "/v1/accounts", body).status_code == 403


def test_an_admin_who_becomes_an_analyst_by_a_second_account_is_seen(
    house: House, admin: Browser
) -> None:
    own = admin.ask("GET", "/v1/login").json()["account"]["id"]
    made = admin.ask("POST", "/v1/accounts", {"name": "other me", "roles": ["analyst"]}).json()
    _change(admin, made["id"], roles=["analyst", "auditor"])

    entries = [(entry.actor, entry.role, entry.action, entry.reason) for entry in house.log()[1:]]
    assert entries == [
        (f"account:{own}", "admin", "added an account", f"account {made['id']}: analyst"),
        (
            f"account:{own}",
            "admin",
            "made a one-time link",
            f"account {made['id']}: a new password",
        ),
        (
            f"account:{own}",
            "admin",
            "changed an account",
            f"account {made['id']}: analyst → analyst, auditor",
        ),
    ]


def test_behind_a_proxy_a_link_leads_to_the_public_address(house: House, admin: Browser) -> None:
    made = admin.ask(
        "POST",
        "/v1/accounts",
        {"name": "ada", "roles": []},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    ).json()

    assert made["link"].startswith(PUBLIC_URL)
    assert house.store.accounts.named("ada") is not None
