"""The way to an identity provider and back, where something is not as it should be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.auth.hostile_provider import HostileProvider, hostile_provider
from server.auth.house import House, open_house


@pytest.fixture
def theirs() -> Iterator[HostileProvider]:
    """A provider that answers what a test wants."""
    with hostile_provider() as started:
        yield started


@pytest.fixture
def house(tmp_path: Path, theirs: HostileProvider) -> Iterator[House]:
    """A server that knows it."""
    with open_house(tmp_path, oidc_issuer=theirs.issuer, oidc_client_id="samehands") as opened:
        yield opened


def test_without_a_provider_there_is_nothing(tmp_path: Path) -> None:
    with open_house(tmp_path) as house:
        assert house.client.get("/v1/login/oidc").status_code == 404
        assert house.client.get("/v1/login/oidc/callback?code=c&state=s").status_code == 404


def test_a_provider_that_is_down_is_a_problem(house: House, theirs: HostileProvider) -> None:
    theirs.answers["/.well-known/openid-configuration"] = (503, b"{}")
    answer = house.browser().ask_plainly("GET", "/v1/login/oidc")

    assert answer.status_code == 502
    assert answer.json()["type"].endswith(":provider_failed")


@pytest.mark.parametrize(
    "query", ["", "code=c", "code=c&state=s", "error=access_denied", "code=c&code=d", "%ff"]
)
def test_an_answer_that_nobody_asked_for_leads_back_to_the_log_in(
    house: House, query: str
) -> None:
    answer = house.browser().ask_plainly("GET", f"/v1/login/oidc/callback?{query}")

    assert answer.status_code == 302
    assert answer.headers["location"] == "/console/?problem=provider_failed#/login"
    assert house.actions() == ["failed to log in"]


def test_the_journey_is_over_after_a_refusal(house: House) -> None:
    browser = house.browser()
    browser.ask_plainly("GET", "/v1/login/oidc")
    assert "__Host-samehands-oidc" in browser.cookies
    browser.ask_plainly("GET", "/v1/login/oidc/callback?error=access_denied")

    assert not browser.cookies


def test_a_forged_token_logs_nobody_in(house: House, theirs: HostileProvider) -> None:
    browser = house.browser()
    left = browser.ask_plainly("GET", "/v1/login/oidc").headers["location"]
    state = left.split("state=")[1].split("&")[0]
    theirs.sign(theirs.claims(nonce="another"))
    answer = browser.ask_plainly("GET", f"/v1/login/oidc/callback?code=c&state={state}")

    assert answer.headers["location"].startswith("/console/?problem=provider_failed")
    assert house.store.accounts.listed() == ()


def test_a_good_token_logs_in(house: House, theirs: HostileProvider) -> None:
    browser = house.browser()
    left = browser.ask_plainly("GET", "/v1/login/oidc").headers["location"]
    state, nonce = (left.split(f"{name}=")[1].split("&")[0] for name in ("state", "nonce"))
    theirs.sign(theirs.claims(nonce=nonce, samehands_roles=["analyst"]))
    answer = browser.ask_plainly("GET", f"/v1/login/oidc/callback?code=c&state={state}")

    assert answer.headers["location"] == "/console/"
    assert browser.ask("GET", "/probe/analyst").is_success


def test_the_browser_is_sent_back_to_where_it_came_from(tmp_path: Path) -> None:
    with (
        hostile_provider() as theirs,
        open_house(
            tmp_path, public_url=None, oidc_issuer=theirs.issuer, oidc_client_id="samehands"
        ) as house,
    ):
        left = house.browser().ask_plainly("GET", "/v1/login/oidc").headers["location"]

    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fv1%2Flogin%2Foidc%2Fcallback" in left
