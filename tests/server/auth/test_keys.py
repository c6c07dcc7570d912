"""API keys: made, shown once, revoked."""

import pytest

from samehands.server.auth import Role
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.secret import digest
from server.auth.house import Browser, House


@pytest.fixture
def admin(house: House) -> Browser:
    """An administrator who is logged in."""
    return house.logged_in("root", Role.ADMIN)


def test_a_key_is_made_shown_once_and_used(house: House, admin: Browser) -> None:
    answer = admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["sessions"]})
    made = answer.json()

    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert house.client.post("/probe/sessions", headers=headers).status_code == 201
    listed = admin.ask("GET", "/v1/keys")
    assert [key["name"] for key in listed.json()["keys"]] == ["crm"]
    assert made["secret"] not in listed.text
    assert "secret" not in listed.text
    assert "hash" not in listed.text


def test_only_the_hash_of_a_key_is_kept(house: House, admin: Browser) -> None:
    made = admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["sessions"]}).json()
    key, row = KeyText.read(made["secret"]), house.store.api_keys.get(made["id"])

    assert key is not None
    assert row is not None
    assert row.secret_hash == digest(key.secret)
    assert key.secret not in repr(row)


def test_a_revoked_key_stays_in_the_list_and_is_refused(house: House, admin: Browser) -> None:
    made = admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["sessions"]}).json()
    house.clock.pass_seconds(60)

    assert admin.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 204
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert house.client.post("/probe/sessions", headers=headers).status_code == 401
    [listed] = admin.ask("GET", "/v1/keys").json()["keys"]
    assert listed["revoked_at"] == house.clock.now


def test_revoking_twice_changes_nothing(house: House, admin: Browser) -> None:
    made = admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["sessions"]}).json()
    first = house.clock.now
    admin.ask("DELETE", f"/v1/keys/{made['id']}")
    house.clock.pass_seconds(60)

    assert admin.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 204
    [listed] = admin.ask("GET", "/v1/keys").json()["keys"]
    assert listed["revoked_at"] == first


@pytest.mark.parametrize("key", ["0" * 16, "x", "%00", "%F0%9F%92%A3", "0" * 4000])
def test_an_unknown_key_is_said_to_be_unknown(admin: Browser, key: str) -> None:
    answer = admin.ask("DELETE", f"/v1/keys/{key}")

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (404, "key_unknown")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "crm", "scopes": []},
        {"name": "crm", "scopes": ["everything"]},
        {"name": "crm"},
        {"name": "", "scopes": ["sessions"]},
        {"name": "a\nb", "scopes": ["sessions"]},
        {"name": "crm", "scopes": ["sessions"], "secret": "mine"},
    ],
)
def test_what_is_no_key_is_refused(house: House, admin: Browser, body: object) -> None:
    assert admin.ask("POST", "/v1/keys", body).status_code in {400, 422}
    assert house.store.api_keys.listed() == ()


def test_an_auditor_sees_the_keys_and_makes_none(house: House, admin: Browser) -> None:
    admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["sessions"]})
    auditor = house.logged_in("eve", Role.AUDITOR)

    assert len(auditor.ask("GET", "/v1/keys").json()["keys"]) == 1
    body = {"name": "mine", "scopes": ["sessions"]}
    assert auditor.ask("POST", "/v1/keys", body).status_code == 403


def test_making_and_revoking_are_in_the_access_log(house: House, admin: Browser) -> None:
    made = admin.ask("POST", "/v1/keys", {"name": "crm", "scopes": ["metrics", "sessions"]}).json()
    admin.ask("DELETE", f"/v1/keys/{made['id']}")

    assert [(entry.action, entry.reason) for entry in house.log()[1:]] == [
        ("added an API key", f"key {made['id']}: metrics, sessions"),
        ("revoked an API key", f"key {made['id']}"),
    ]
