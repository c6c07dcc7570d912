"""Logging in at a real identity provider, from the button to the console."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from samehands.server.clock import system_clock
from server.auth.house import PUBLIC_URL, Browser, House, open_house
from server.auth.identity_provider import SECRET, Person, real_provider

pytestmark = [pytest.mark.services, pytest.mark.slow]

CALLBACK = f"{PUBLIC_URL}/v1/login/oidc/callback"
PEOPLE = {
    "ada": {"preferred_username": "Ada Lovelace", "groups": ["sec-team", "canteen"]},
    "eve": {"preferred_username": "Eve", "groups": ["canteen"]},
    "tom": {"preferred_username": "Tom", "groups": ["staff"], "pseudonym": "s-17"},
    "max": {"preferred_username": "Max", "groups": ["staff"]},
    "twin": {"preferred_username": "Ada Lovelace", "groups": []},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A real provider."""
    with real_provider(CALLBACK, PEOPLE) as started:
        yield started


@pytest.fixture
def house(tmp_path: Path, issuer: str) -> Iterator[House]:
    """A server that knows the provider."""
    with open_house(
        tmp_path,
        now=system_clock(),
        oidc_issuer=issuer,
        oidc_client_id="samehands",
        oidc_client_secret=SECRET,
        oidc_name="Example Staff",
        oidc_role_claim="groups",
        oidc_role_map=("sec-team=analyst", "dpo=privacy_officer", "staff=self"),
        oidc_subject_claim="pseudonym",
    ) as opened:
        yield opened


def _arrive(house: House, login: str, browser: Browser | None = None) -> tuple[Browser, str]:
    """Log in as a person does; the browser afterwards, and where it was sent at last."""
    browser = browser or house.browser()
    left = browser.ask_plainly("GET", "/v1/login/oidc")
    assert left.status_code == 302
    with closing(Person(login)) as person:
        back = urlsplit(person.goes(left.headers["location"], CALLBACK))
    answer = browser.ask_plainly(
        "GET", f"{back.path}?{back.query}", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 302, answer.text
    return browser, answer.headers["location"]


def test_the_button_is_there(house: House) -> None:
    assert house.browser().ask("GET", "/v1/login").json()["oidc"] == {"name": "Example Staff"}


def test_a_person_with_a_known_group_gets_its_role(house: House) -> None:
    browser, address = _arrive(house, "ada")
    state = browser.ask("GET", "/v1/login").json()

    assert address == "/console/"
    assert state["account"]["name"] == "Ada Lovelace"
    assert state["roles"] == ["analyst"]
    assert browser.ask("GET", "/probe/analyst").is_success
    assert set(browser.cookies) == {"__Host-samehands"}
    assert house.actions() == ["added an account", "logged in"]


def test_a_person_without_a_known_group_has_no_roles(house: House) -> None:
    browser, _ = _arrive(house, "eve")

    assert browser.ask("GET", "/v1/login").json()["roles"] == []
    assert browser.ask("GET", "/probe/analyst").status_code == 403


def test_the_role_self_is_bound_to_the_subject_of_the_claim(house: House) -> None:
    _arrive(house, "tom")
    row = house.store.accounts.named("Tom")

    assert row is not None
    assert (row.roles, row.subject) == (frozenset({"self"}), "s-17")


def test_without_the_claim_nobody_is_self(house: House) -> None:
    _arrive(house, "max")
    row = house.store.accounts.named("Max")

    assert row is not None
    assert (row.roles, row.subject) == (frozenset(), None)


def test_the_same_person_has_the_same_account_again(house: House) -> None:
    _arrive(house, "ada")
    _arrive(house, "ada")

    assert len(house.store.accounts.listed()) == 1


def test_a_local_account_of_the_same_name_is_not_taken_over(house: House) -> None:
    local = house.account("Ada Lovelace")
    browser, _ = _arrive(house, "ada")
    account = browser.ask("GET", "/v1/login").json()["account"]

    assert account["id"] != local.id
    assert account["name"].startswith("Ada Lovelace ")


def test_two_people_of_one_name_have_two_accounts(house: House) -> None:
    _arrive(house, "ada")
    _arrive(house, "twin")
    subjects = {row.oidc_subject for row in house.store.accounts.listed()}

    assert len(subjects) == 2


def test_an_account_that_is_disabled_here_stays_out(house: House) -> None:
    _arrive(house, "ada")
    [row] = house.store.accounts.listed()
    house.store.accounts.change(replace(row, disabled=True))
    browser, address = _arrive(house, "ada")

    assert address == "/console/?problem=login_refused#/login"
    assert not browser.cookies
    assert house.actions()[-1] == "failed to log in"


def test_the_answer_cannot_be_used_again_or_by_another_browser(house: House) -> None:
    browser = house.browser()
    left = browser.ask_plainly("GET", "/v1/login/oidc")
    with closing(Person("ada")) as person:
        back = urlsplit(person.goes(left.headers["location"], CALLBACK))
    path = f"{back.path}?{back.query}"
    journey = dict(browser.cookies)

    thief = house.browser()
    thief.ask_plainly("GET", "/v1/login/oidc")
    stolen = thief.ask_plainly("GET", path)
    assert "problem=provider_failed" in stolen.headers["location"]
    bare = house.browser().ask_plainly("GET", path)
    assert "problem=provider_failed" in bare.headers["location"]

    assert browser.ask_plainly("GET", path).headers["location"] == "/console/"
    replayed = house.browser()
    replayed.cookies = journey
    assert "problem=provider_failed" in replayed.ask_plainly("GET", path).headers["location"]


def test_whoever_takes_too_long_begins_again(house: House) -> None:
    browser = house.browser()
    left = browser.ask_plainly("GET", "/v1/login/oidc")
    with closing(Person("ada")) as person:
        back = urlsplit(person.goes(left.headers["location"], CALLBACK))
    house.clock.pass_seconds(600)
    answer = browser.ask_plainly("GET", f"{back.path}?{back.query}")

    assert answer.headers["location"] == "/console/?problem=provider_failed#/login"


def test_the_provider_is_asked_for_a_code_with_proof_state_and_nonce(house: House) -> None:
    address = house.browser().ask_plainly("GET", "/v1/login/oidc").headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == CALLBACK
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert set(asked["scope"].split()) == {"openid", "profile"}


def test_a_client_without_a_secret_is_served_too(tmp_path: Path, issuer: str) -> None:
    with open_house(
        tmp_path,
        now=system_clock(),
        oidc_issuer=issuer,
        oidc_client_id="samehands-public",
        oidc_role_claim="groups",
        oidc_role_map=("sec-team=analyst",),
    ) as house:
        browser, _ = _arrive(house, "ada")
        assert browser.ask("GET", "/probe/analyst").is_success


def test_a_browser_s_old_token_is_worth_nothing_afterwards(house: House) -> None:
    browser = house.browser()
    browser.cookies["__Host-samehands"] = planted = "5e" * 32
    _arrive(house, "ada", browser)

    assert browser.cookies["__Host-samehands"] != planted
