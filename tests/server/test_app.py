"""The application as a whole: closed by default, described in full, and careful in every answer."""

import re
from typing import Any, Final

import pytest
from litestar import get

from samehands.errors import SettingsError
from samehands.server import app as app_module
from samehands.server.app import create_app
from samehands.server.headers import POLICY
from samehands.server.problems import MEANINGS, ProblemKind
from samehands.server.routes import ROUTES
from server.service import Host, open_service

SAFE: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}


@pytest.fixture
def schema(host: Host) -> dict[str, Any]:
    return dict(host.house.client.get("/schema").json())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("GET", "/console/"),
        ("GET", "/schema"),
        ("GET", "/nowhere"),
        ("PUT", "/healthz"),
        ("GET", "/v1/now"),
        ("POST", "/v1/windows"),
        ("OPTIONS", "/v1/windows"),
        ("GET", "/sdk/nothing.js"),
    ],
)
def test_every_answer_has_the_headers_of_a_careful_server(
    host: Host, method: str, path: str
) -> None:
    answer = host.house.client.request(method, path, follow_redirects=False)

    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    shared = path.startswith(("/sdk/", "/v1/windows"))
    assert answer.headers["cross-origin-resource-policy"] == (
        "cross-origin" if shared else "same-origin"
    )
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "server" not in answer.headers


def test_without_https_no_browser_is_told_to_come_by_https_only(tmp_path: Any) -> None:
    with open_service(tmp_path, public_url=None) as house:
        assert "strict-transport-security" not in house.client.get("/healthz").headers


def test_what_is_about_people_is_kept_by_nobody_on_the_way(host: Host) -> None:
    session = host.start()["session"]
    answer = host.ask("GET", f"/v1/sessions/{session}/verdict")

    assert answer.headers["cache-control"] == "no-store"


def test_an_error_of_ours_is_500_with_a_number_and_without_what_went_wrong(host: Host) -> None:
    host.parts.setups.name = "no such projection"

    answer = host.house.client.get("/v1/projections/open-1/x")

    assert answer.status_code == 500
    body = answer.json()
    assert body["type"] == "urn:samehands:problem:internal"
    assert body["instance"] == answer.headers["x-request-id"]
    assert "no such projection" not in answer.text
    assert "KeyError" not in answer.text


def test_an_application_with_an_undeclared_route_is_not_made(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    @get("/forgotten")
    async def forgotten() -> None:
        """Somebody forgot to say who may."""

    monkeypatch.setattr(app_module, "ROUTES", (*ROUTES, forgotten))

    with pytest.raises(SettingsError, match="/forgotten"):
        create_app(host.parts)


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation."""
    return [
        (path, method, operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"} and path.startswith("/v1")
    ]


def test_every_operation_says_what_it_does_and_which_problems_it_has(
    schema: dict[str, Any],
) -> None:
    for path, method, operation in operations(schema):
        name = f"{method} {path}"
        assert operation["description"].endswith("."), name
        assert operation["tags"], name
        failures = {
            status: answer for status, answer in operation["responses"].items() if status >= "400"
        }
        for status, answer in failures.items():
            assert list(answer["content"]) == ["application/problem+json"], (name, status)
            kinds = re.findall(r"`(\w+)`", answer["description"])
            assert {MEANINGS[ProblemKind(kind)].status for kind in kinds} == {int(status)}


def test_the_body_of_a_batch_is_described_in_both_forms(schema: dict[str, Any]) -> None:
    body = schema["paths"]["/v1/windows"]["post"]["requestBody"]

    assert sorted(body["content"]) == ["application/json", "application/vnd.msgpack"]
    message = body["content"]["application/json"]["schema"]["items"]
    assert message["properties"]["embedding"]["pattern"] == "^[0-9a-f]{128}$"
    assert body["content"]["application/json"]["schema"]["maxItems"] == 512


@pytest.mark.parametrize(
    ("method", "path", "shown"),
    [
        ("post", "/v1/sessions", ["api_key"]),
        ("post", "/v1/windows", ["session_token"]),
        ("get", "/v1/now", ["login"]),
        ("get", "/v1/sessions/{session}/events", ["api_key", "login"]),
        ("get", "/v1/projections/{name}/{sha256}", []),
    ],
)
def test_every_operation_says_what_to_show(
    schema: dict[str, Any], method: str, path: str, shown: list[str]
) -> None:
    operation = schema["paths"][path][method]

    assert [name for one in operation.get("security", []) for name in one] == shown
    assert set(shown) <= set(schema["components"]["securitySchemes"])
