"""Who asks is found out once, before any handler, and what is wrong is never passed over."""

from typing import Any

import pytest
from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from samehands.server.auth import COLLECTOR, Role, Scope, allow
from samehands.server.auth.authentication import LONGEST_AUTHORIZATION
from samehands.server.auth.key_text import KeyText
from samehands.server.auth.secret import new_secret
from server.auth.house import (
    HOUR,
    ORIGIN,
    PASSWORD,
    PUBLIC_URL,
    House,
    application,
    open_house,
    parts_of,
)

COOKIE = "__Host-samehands"


def _status(house: House, *authorization: str, **headers: str) -> int:
    sent = [("Authorization", value) for value in authorization]
    sent += list(headers.items())
    return house.client.post("/probe/sessions", headers=sent).status_code


def test_an_api_key_with_the_scope_is_let_in(house: House) -> None:
    assert _status(house, f"Bearer {house.key(Scope.SESSIONS)}") == 201


def test_an_api_key_without_the_scope_is_not(house: House) -> None:
    assert _status(house, f"Bearer {house.key(Scope.METRICS, Scope.SUBJECTS)}") == 403


def test_a_revoked_key_is_refused(house: House) -> None:
    assert _status(house, f"Bearer {house.key(Scope.SESSIONS, revoked=True)}") == 401


def test_an_unknown_key_is_refused(house: House) -> None:
    assert _status(house, f"Bearer {KeyText.fresh()}") == 401


def test_a_known_key_with_another_secret_is_refused(house: House) -> None:
    known = KeyText.read(house.key(Scope.SESSIONS))
    assert known is not None

    assert _status(house, f"Bearer {KeyText(known.id, new_secret())}") == 401


def test_a_scope_that_there_is_no_more_counts_for_nothing(house: House) -> None:
    assert _status(house, f"Bearer {house.key('everything')}") == 403  # type: ignore[arg-type]  # on purpose


def test_a_refusal_says_how_to_ask(house: House) -> None:
    answer = house.client.post("/probe/sessions")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_last_use_of_a_key_is_written_once_a_minute(house: House) -> None:
    text = house.key(Scope.SESSIONS)
    key = KeyText.read(text)
    assert key is not None
    seen = []
    for _ in range(5):
        assert _status(house, f"Bearer {text}") == 201
        row = house.store.api_keys.get(key.id)
        assert row is not None
        assert row.last_used_at is not None
        seen.append((row.last_used_at - house.clock.now) // 1_000_000)
        house.clock.pass_seconds(25)

    assert seen == [0, -25, -50, 0, -25]


def test_two_authorization_headers_are_refused_even_if_both_are_good(house: House) -> None:
    good = f"Bearer {house.key(Scope.SESSIONS)}"

    assert _status(house, good, good) == 401
    assert _status(house, "Bearer nonsense", good) == 401
    assert _status(house, good, "Basic eDp5") == 401


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YWRhOmFkYQ==",
        "Digest username=ada",
        "{key}",
        "Token {key}",
        "Bearer {key}, Bearer {key}",
        "Bearer {key} {key}",
        "Bearer sh_",
        "Bearer sh_x_y",
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer " + "sh_" + "a" * LONGEST_AUTHORIZATION,
        "Bearer " + "." * (LONGEST_AUTHORIZATION * 3),
    ],
)
def test_what_is_no_token_is_refused(house: House, authorization: str) -> None:
    text = authorization.format(key=house.key(Scope.SESSIONS))

    assert _status(house, text) == 401


def test_letters_that_are_not_ascii_are_refused(house: House) -> None:
    answer = house.client.post(
        "/probe/sessions", headers=[(b"Authorization", "Bearer sh_é".encode("latin-1"))]
    )

    assert answer.status_code == 401


def test_the_scheme_s_case_does_not_matter(house: House) -> None:
    assert _status(house, f"bearer {house.key(Scope.SESSIONS)}") == 201


def test_what_is_public_asks_nobody(house: House) -> None:
    """A page is served to a collector whose token ran out, and costs no look into the store."""
    browser = house.logged_in("ada", Role.ANALYST)
    answer = browser.ask("GET", "/v1/login", headers={"Authorization": "Bearer nonsense"})

    assert answer.json()["account"]["name"] == "ada"
    house.store.close()
    assert browser.ask("GET", "/probe/public").is_success


def test_a_token_beside_it_does_not_excuse_a_forged_log_in(house: House) -> None:
    headers = {"Authorization": "Bearer x", "Origin": "https://evil.example"}
    body = {"name": "ada", "password": PASSWORD}

    assert house.browser().ask_plainly("POST", "/v1/login", body, headers).status_code == 403


def test_with_a_token_the_cookie_does_not_count(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    key = f"Bearer {house.key(Scope.SESSIONS)}"

    good = browser.ask("GET", "/probe/analyst", headers={"Authorization": key})
    bad = browser.ask("GET", "/probe/analyst", headers={"Authorization": "Bearer x"})
    assert (good.status_code, bad.status_code) == (403, 401)


def test_a_session_s_token_is_no_api_key_and_no_log_in(house: House) -> None:
    token = f"Bearer {house.session_token()}"

    assert _status(house, token) == 403
    assert house.client.get("/probe/analyst", headers={"Authorization": token}).status_code == 403


def test_a_session_s_token_runs_out(house: House) -> None:
    token = house.session_token(lasts=HOUR)
    house.clock.pass_seconds(HOUR + 1)
    answer = house.client.post("/probe/sessions", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401
    assert answer.json()["type"].endswith(":token_expired")


def test_a_session_s_token_is_good_at_its_own_origin_only(house: House) -> None:
    token = f"Bearer {house.session_token()}"

    assert _status(house, token, Origin=ORIGIN) == 403
    stolen = house.client.post(
        "/probe/sessions", headers={"Authorization": token, "Origin": "https://evil.example"}
    )
    assert stolen.json()["type"].endswith(":origin_refused")


def test_a_key_of_another_server_is_refused(house: House, tmp_path: Any) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    with open_house(folder) as other:
        key, token = other.key(Scope.SESSIONS), other.session_token()

    assert _status(house, f"Bearer {key}") == 401
    assert _status(house, f"Bearer {token}") == 401


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: f"{COOKIE}={value}; {COOKIE}={value}",
        lambda value: f"{COOKIE}={value}; {COOKIE}=x",
        lambda value: f"{COOKIE}={value}0",
        lambda value: f"{COOKIE}={value[:-1]}",
        lambda value: f"{COOKIE}={value.upper()}" if value.upper() != value else f"{COOKIE}=",
        lambda value: f"samehands={value}",
        lambda value: f"{COOKIE.lower()}={value}",
        lambda _: f"{COOKIE}=",
        lambda _: COOKIE,
        lambda _: f"{COOKIE}={'0' * 64}",
        lambda _: f"{COOKIE}={'x' * 20_000}",
    ],
    ids=[
        "twice",
        "planted beside it",
        "longer",
        "shorter",
        "capitals",
        "the name without the prefix",
        "another name",
        "empty",
        "no value",
        "guessed",
        "endless",
    ],
)
def test_what_is_not_the_one_cookie_is_nobody(house: House, spoil: Any) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    cookie = spoil(browser.cookies[COOKIE])

    assert browser.ask("GET", "/probe/analyst", headers={"Cookie": cookie}).status_code == 401


def test_other_cookies_do_not_disturb(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    cookie = f"theme=dark; {COOKIE}={browser.cookies[COOKIE]};; lang=en"

    assert browser.ask("GET", "/probe/analyst", headers={"Cookie": cookie}).is_success


def test_a_change_with_a_cookie_needs_the_csrf_token(house: House) -> None:
    browser = house.logged_in("ada", Role.ADMIN)
    body = {"name": "crm", "scopes": ["sessions"]}
    token, browser.csrf = browser.csrf, None

    missing = browser.ask("POST", "/v1/keys", body)
    wrong = browser.ask("POST", "/v1/keys", body, headers={"X-Samehands-CSRF": new_secret()})
    right = browser.ask("POST", "/v1/keys", body, headers={"X-Samehands-CSRF": str(token)})

    assert [missing.status_code, wrong.status_code, right.status_code] == [403, 403, 201]
    assert missing.json()["type"].endswith(":csrf")
    assert len(house.store.api_keys.listed()) == 1


def test_the_csrf_token_of_somebody_else_is_not_good(house: House) -> None:
    ada, bob = house.logged_in("ada", Role.ADMIN), house.logged_in("bob", Role.ADMIN)
    ada.csrf = bob.csrf

    assert ada.ask("POST", "/v1/logout").status_code == 403


def test_reading_needs_no_csrf_token(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)

    assert browser.ask_plainly("GET", "/probe/analyst").is_success


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": PUBLIC_URL, "Sec-Fetch-Site": "none"},
    ],
)
def test_a_foreign_page_can_neither_log_anybody_in_nor_out(
    house: House, headers: dict[str, str]
) -> None:
    browser = house.logged_in("ada", Role.ANALYST)
    credentials = {"name": "ada", "password": PASSWORD}
    log_in = house.browser().ask_plainly("POST", "/v1/login", credentials, headers)
    csrf = {"X-Samehands-CSRF": str(browser.csrf)}
    log_out = browser.ask_plainly("POST", "/v1/logout", None, {**headers, **csrf})

    assert log_in.status_code == log_out.status_code == 403
    assert log_in.json()["type"] == log_out.json()["type"] == "urn:samehands:problem:csrf"


def test_a_form_of_a_foreign_page_cannot_log_anybody_in(house: House) -> None:
    house.account("ada", Role.ANALYST)
    answer = house.client.post(
        "/v1/login",
        content=b'{"name": "ada", "password": "a heron stands in the reeds"}',
        headers={"Content-Type": "text/plain"},
    )

    assert answer.status_code == 403


def test_options_of_a_closed_path_are_closed(house: House) -> None:
    assert house.client.options("/probe/analyst").status_code == 401
    assert house.logged_in("ada", Role.ANALYST).ask("OPTIONS", "/probe/analyst").is_success


def test_head_of_a_closed_path_gives_nothing_away(house: House) -> None:
    assert house.client.head("/probe/analyst").status_code in {401, 405}


@websocket("/probe/live", opt=allow(COLLECTOR))
async def _live(socket: WebSocket[Any, Any, Any]) -> None:
    """Something for collectors, as the live route is."""
    await socket.accept(subprotocols="samehands.v1")
    await socket.send_json({"session": socket.auth.session, "subject": socket.auth.subject})
    await socket.close()


def _connected(house: House, *protocols: str, **headers: str) -> Any:
    app: Litestar = application(house.parts, _live)
    with (
        TestClient(app, base_url=PUBLIC_URL) as client,
        client.websocket_connect(
            "/probe/live", subprotocols=list(protocols), headers=headers
        ) as socket,
    ):
        return socket.receive_json()


def test_a_websocket_shows_its_token_as_a_subprotocol(house: House) -> None:
    token = house.session_token(subject="s-17", session="se-9")

    assert _connected(house, "samehands.v1", f"bearer.{token}") == {
        "session": "se-9",
        "subject": "s-17",
    }


@pytest.mark.parametrize(
    "protocols",
    [
        (),
        ("samehands.v1",),
        ("samehands.v1", "bearer."),
        ("samehands.v1", "bearer.nonsense"),
        ("samehands.v1", "bearer.{token}", "bearer.{token}"),
        ("samehands.v1", "{token}"),
        ("samehands.v1", "bearer.{key}"),
    ],
    ids=["nothing", "no token", "empty", "nonsense", "two", "without the prefix", "an API key"],
)
def test_a_websocket_without_a_good_token_is_not_opened(
    house: House, protocols: tuple[str, ...]
) -> None:
    known = {"token": house.session_token(), "key": house.key(Scope.SESSIONS)}

    with pytest.raises(WebSocketDisconnect):
        _connected(house, *(protocol.format(**known) for protocol in protocols))


def test_a_websocket_with_header_and_subprotocol_is_not_opened(house: House) -> None:
    token = house.session_token()

    with pytest.raises(WebSocketDisconnect):
        _connected(house, f"bearer.{token}", Authorization=f"Bearer {token}")


def test_a_websocket_from_another_origin_is_not_opened(house: House) -> None:
    token = f"bearer.{house.session_token()}"

    assert _connected(house, token, Origin=ORIGIN)
    with pytest.raises(WebSocketDisconnect):
        _connected(house, token, Origin="https://evil.example")


def test_a_websocket_cannot_be_opened_with_a_cookie(house: House) -> None:
    browser = house.logged_in("ada", Role.ANALYST)

    with pytest.raises(WebSocketDisconnect):
        _connected(house, Cookie=f"{COOKIE}={browser.cookies[COOKIE]}")


def test_parts_can_be_made_twice_on_one_database(tmp_path: Any) -> None:
    """What one process wrote another one knows: keys, tokens and log-ins are in the store."""
    with open_house(tmp_path) as house:
        key, token = house.key(Scope.SESSIONS), house.session_token()
        parts = parts_of(tmp_path, house.clock)
        with parts.store, TestClient(application(parts), base_url=PUBLIC_URL) as client:
            for shown, due in ((key, 201), (token, 403)):
                headers = {"Authorization": f"Bearer {shown}"}
                assert client.post("/probe/sessions", headers=headers).status_code == due
