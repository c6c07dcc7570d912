"""Logging in and out at the console."""

from dataclasses import replace

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from samehands.adapters.sql import LoginRow
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth import Role
from samehands.server.auth.secret import digest, new_secret
from server.auth.house import HOUR, NOON, PASSWORD, Browser, House, open_house, quick_passwords

COOKIE = "__Host-samehands"


def test_nobody_is_logged_in_at_first(house: House) -> None:
    answer = house.browser().ask("GET", "/v1/login")

    assert answer.status_code == 200
    assert answer.json() == {
        "account": None,
        "roles": [],
        "csrf": None,
        "setup_needed": True,
        "oidc": None,
    }
    assert answer.headers["cache-control"] == "no-store"


def test_name_and_password_log_in(house: House) -> None:
    row = house.account("Ada", Role.ANALYST, Role.AUDITOR)
    browser = house.browser()
    answer = browser.log_in("Ada")

    assert answer.status_code == 200
    state = browser.ask("GET", "/v1/login").json()
    assert state == answer.json()
    assert state["account"] == {"id": row.id, "name": "Ada"}
    assert state["roles"] == ["analyst", "auditor"]
    assert not state["setup_needed"]
    assert browser.ask("GET", "/probe/analyst").is_success


def test_the_cookie_is_kept_from_scripts_other_sites_and_clear_text(house: House) -> None:
    house.account("ada", Role.ANALYST)
    cookie = house.browser().log_in("ada").headers["set-cookie"]

    assert cookie.startswith(f"{COOKIE}=")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= attributes
    assert not any(attribute.startswith("domain") for attribute in attributes)


def test_on_loopback_without_tls_the_cookie_has_another_name(tmp_path: object) -> None:
    with open_house(tmp_path, public_url=None) as house:  # type: ignore[arg-type]  # a Path
        house.account("ada", Role.ANALYST)
        browser = house.browser()
        answer = browser.ask(
            "POST",
            "/v1/login",
            {"name": "ada", "password": PASSWORD},
            headers={"Origin": "http://127.0.0.1:8080"},
        )

        assert answer.headers["set-cookie"].startswith("samehands=")
        assert "secure" not in answer.headers["set-cookie"].lower()
        assert browser.ask("GET", "/probe/analyst").is_success


def test_only_hashes_of_token_are_kept(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    token = browser.cookies[COOKIE]
    kept = house.store.logins.get(digest(token))

    assert kept is not None
    assert token.encode() not in kept.token_hash
    assert token not in repr(kept)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "a heron stands in the rain"),
        ("bob", PASSWORD),
        ("ada", "x"),
        ("ADA", PASSWORD),
        ("ada\x00", PASSWORD),
        (" ", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
    ids=["wrong password", "unknown", "short", "another name", "NUL", "blank", "SQL"],
)
def test_what_is_wrong_is_refused_without_saying_what(
    house: House, name: str, password: str
) -> None:
    house.account("ada", Role.ANALYST)
    browser = house.browser()
    answer = browser.log_in(name, password)

    assert answer.status_code == 401
    assert answer.json()["type"].endswith(":login_refused")
    assert answer.json()["detail"] == "Name or password is wrong."
    assert not browser.cookies


def test_a_disabled_account_is_refused_as_if_there_were_none(house: House) -> None:
    house.account("ada", Role.ANALYST, disabled=True)
    refused = house.browser().log_in("ada")
    unknown = house.browser().log_in("nobody")

    assert refused.status_code == unknown.status_code == 401
    assert refused.json() == unknown.json()


def test_an_account_of_the_identity_provider_has_no_password(house: House) -> None:
    house.account("ada", Role.ANALYST, password_hash=None, oidc_subject="issuer 17")

    assert house.browser().log_in("ada").status_code == 401


def test_the_same_work_is_done_for_an_account_that_there_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the time is looked at but what takes it: one hash, and one entry in the log."""
    house.account("ada", Role.ANALYST)
    house.account("carl", Role.ANALYST, disabled=True)
    hashed: list[str] = []
    hasher = type(quick_passwords()._hash)
    verify = hasher.verify

    def watched(self: object, password: str, kept: str) -> bool:
        hashed.append(kept)
        return verify(self, password, kept)  # type: ignore[arg-type]  # itself

    monkeypatch.setattr(hasher, "verify", watched)
    for name in ("ada", "bob", "carl"):
        hashed.clear()
        before = len(house.log())
        house.browser().log_in(name, "not this password")
        assert len(hashed) == 1
        assert len(house.log()) == before + 1


def test_a_browser_gets_a_new_token_at_every_log_in(house: House) -> None:
    """Session fixation: a token that somebody put there before is worth nothing afterwards."""
    house.account("mallory", Role.ANALYST)
    house.account("ada", Role.ANALYST)
    mallory = house.browser()
    mallory.log_in("mallory")
    planted = mallory.cookies[COOKIE]

    ada = house.browser()
    ada.cookies[COOKIE], ada.csrf = planted, mallory.csrf
    ada.log_in("ada")

    assert ada.cookies[COOKIE] != planted
    assert house.store.logins.get(digest(planted)) is None
    assert not mallory.ask("GET", "/probe/analyst").is_success


def test_a_token_that_nobody_was_given_is_not_taken_over(house: House) -> None:
    house.account("ada", Role.ANALYST)
    browser = house.browser()
    browser.cookies[COOKIE] = planted = new_secret()
    browser.log_in("ada")

    assert browser.cookies[COOKIE] != planted


def test_a_log_in_ends_after_half_an_hour_of_nothing(tmp_path: object) -> None:
    with open_house(tmp_path, login_idle=30) as house:  # type: ignore[arg-type]  # a Path
        browser = house.logged_in("ada", Role.ANALYST)
        house.clock.pass_seconds(30 * 60 - 1)
        assert browser.ask("GET", "/probe/analyst").is_success
        house.clock.pass_seconds(30 * 60)
        assert browser.ask("GET", "/probe/analyst").status_code == 401
        assert house.store.logins.get(digest(browser.cookies[COOKIE])) is None


def test_a_log_in_that_is_used_ends_after_twelve_hours_all_the_same(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    for _ in range(12 * 6 - 1):
        house.clock.pass_seconds(10 * 60)
        assert browser.ask("GET", "/probe/analyst").is_success
    house.clock.pass_seconds(10 * 60)

    assert browser.ask("GET", "/probe/analyst").status_code == 401


def test_use_is_written_once_a_minute(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)

    def last_at() -> int:
        row = house.store.logins.get(digest(browser.cookies[COOKIE]))
        assert row is not None
        return (row.last_at - NOON) // MICROS_PER_SECOND

    seen = []
    for _ in range(7):
        house.clock.pass_seconds(20)
        browser.ask("GET", "/probe/analyst")
        seen.append(last_at())

    assert seen == [0, 0, 60, 60, 60, 120, 120]


def test_the_cookie_of_a_disabled_account_is_worth_nothing(house: House) -> None:
    """Also one that was put back after disabling had ended all log-ins."""
    row = house.account("ada", Role.ANALYST, disabled=True)
    token = new_secret()
    until = Micros(NOON + HOUR * MICROS_PER_SECOND)
    house.store.logins.add(LoginRow(digest(token), row.id, new_secret(), NOON, NOON, until))
    browser = house.browser()
    browser.cookies[COOKIE] = token

    assert browser.ask("GET", "/probe/analyst").status_code == 401
    assert browser.ask("GET", "/v1/login").json()["account"] is None


def test_logging_out_makes_the_token_worthless(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    token = browser.cookies[COOKIE]
    answer = browser.ask("POST", "/v1/logout")

    assert answer.status_code == 204
    assert COOKIE not in browser.cookies
    browser.cookies[COOKIE] = token
    assert browser.ask("GET", "/probe/analyst").status_code == 401
    assert house.actions()[-1] == "logged out"


def test_other_browsers_stay_logged_in(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    other = house.browser()
    other.log_in("ada")
    browser.ask("POST", "/v1/logout")

    assert other.ask("GET", "/probe/analyst").is_success


def test_roles_count_as_they_are_now(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    row = house.store.accounts.named("ada")
    assert row is not None
    house.store.accounts.change(replace(row, roles=frozenset({"auditor"})))

    assert browser.ask("GET", "/probe/analyst").status_code == 403


def test_a_role_that_there_is_no_more_counts_for_nothing(house: House) -> None:
    browser = house.logged_in("ada", roles=frozenset({"owner"}))

    assert browser.ask("GET", "/v1/login").json()["roles"] == []


def test_log_ins_and_failures_are_in_the_access_log(house: House) -> None:
    row = house.account("ada", Role.ANALYST)
    house.browser().log_in("ada", "not this password")
    house.browser().log_in("my password by mistake", "x")
    house.browser().log_in("ada")

    assert [(entry.actor, entry.action, entry.reason) for entry in house.log()] == [
        ("anonymous", "failed to log in", f"account {row.id}, from unknown"),
        ("anonymous", "failed to log in", "no such account, from unknown"),
        (f"account:{row.id}", "logged in", "from unknown"),
    ]


def test_guessing_is_slowed_and_the_owner_is_let_in_later(house: House) -> None:
    house.account("ada", Role.ANALYST)
    browser = house.browser()
    answers = [browser.log_in("ada", f"guess number {n}").status_code for n in range(6)]

    assert answers == [401] * 5 + [429]
    waiting = browser.log_in("ada")
    assert waiting.status_code == 429
    house.clock.pass_seconds(int(waiting.headers["retry-after"]))
    assert browser.log_in("ada").status_code == 200


def test_a_name_in_other_letters_is_slowed_as_the_same(house: House) -> None:
    browser = house.browser()
    spellings = ["ada", "ADA", "Ada", " ada ", "\uff41da", "aDa"]

    assert [browser.log_in(name, "wrong").status_code for name in spellings][-1] == 429


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "ada"},
        {"name": "", "password": "x"},
        {"name": "a" * 129, "password": "x"},
        {"name": "ada", "password": "x" * 257},
        {"name": "ada", "password": PASSWORD, "admin": True},
        {"name": ["ada"], "password": PASSWORD},
        [],
        None,
        "ada",
    ],
)
def test_what_is_no_log_in_is_refused(house: House, body: object) -> None:
    answer = house.browser().ask("POST", "/v1/login", body)

    assert answer.status_code in {400, 422}
    assert PASSWORD not in answer.text


def test_a_hash_made_at_other_costs_is_made_anew(house: House) -> None:
    shorter = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16).hash(PASSWORD)
    house.account("ada", Role.ANALYST, password_hash=shorter)
    assert house.browser().log_in("ada").status_code == 200

    row = house.store.accounts.named("ada")
    assert row is not None
    assert row.password_hash != shorter
    assert house.browser().log_in("ada").status_code == 200


NEW = "seventeen geese over the harbour"


def _change(browser: Browser, old: str, new: str) -> int:
    body = {"password": old, "new_password": new}
    return browser.ask("POST", "/v1/password", body).status_code


def test_people_change_their_own_password(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)

    assert _change(browser, PASSWORD, NEW) == 200
    assert house.browser().log_in("ada", PASSWORD).status_code == 401
    assert house.browser().log_in("ada", NEW).status_code == 200
    assert house.actions().count("changed the own password") == 1


def test_another_password_logs_every_other_browser_out(house: House) -> None:
    browser, thief = house.logged_in("ada", Role.ANALYST), house.browser()
    thief.log_in("ada")
    _change(browser, PASSWORD, NEW)

    assert thief.ask("GET", "/probe/analyst").status_code == 401
    assert browser.ask("GET", "/probe/analyst").is_success


def test_whoever_found_a_browser_open_cannot_change_the_password(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    answers = [_change(browser, f"guess number {n}", NEW) for n in range(6)]

    assert answers[:4] == [401] * 4
    assert answers[-1] == 429


def test_a_new_password_is_held_to_the_same_rules(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)

    assert _change(browser, PASSWORD, "password1234") == 422
    assert house.browser().log_in("ada").status_code == 200
