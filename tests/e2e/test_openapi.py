"""The service answers what its OpenAPI promises, whoever asks and whatever is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import FailureGroup

from fixtures.case import take_over
from fixtures.people import ORIGIN
from fixtures.service import Service

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

ROLES: Final = ("analyst", "privacy_officer", "auditor", "admin", "self")

MAY: Final = {
    "collector": "POST /v1/windows",
    "analyst": "GET /v1/cases/{case}",
    "privacy_officer": "GET /v1/access-log",
    "auditor": "GET /v1/accounts",
    "admin": "GET /v1/keys",
    "self": "GET /v1/me",
    "api_key": "GET /metrics",
    "anonymous": "GET /v1/login",
}
"""Who asks → something that only they may; refused, the rest of the test would prove nothing."""

EXAMPLES: Final = 8
"""For each operation and whoever asks. More: longer than a minute in all."""

ENDS_ITSELF: Final = frozenset({"/v1/logout"})
"""Whoever asks is nobody afterwards; asked once at the end."""

STREAM: Final = "text/event-stream"


@dataclass(frozen=True)
class Asked:
    """A service at which there is something to ask about.

    Args:
        service: it.
        schema: its OpenAPI.
        known: name of a path parameter → a value that there is.
        headers: who asks → what they show.
    """

    service: Service
    schema: Any
    known: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A service with a session in alarm, its case, and somebody for every role."""
    service = Service(tmp_path_factory.mktemp("service"), settings={"long_poll": 0.05}).start()
    host = service.host_application()
    story = take_over(service.url, host)
    people = {
        role: service.person(role, [role], story.subject if role == "self" else None)
        for role in ROLES
    }
    cases = people["analyst"].get("/v1/cases").json()["cases"]
    throwaway = people["admin"].post("/v1/accounts", json={"name": "dora", "roles": ["auditor"]})
    projection = host.post("/v1/sessions", json={"subject": "other", "origin": ORIGIN}).json()
    known = {
        "session": story.session,
        "subject": story.subject,
        "case": cases[0]["id"],
        "account": throwaway.json()["id"],
        "key": service.api_key().split("_")[1],
        "name": projection["projection"]["id"],
        "sha256": projection["projection"]["sha256"],
    }
    yield Asked(
        service,
        schemathesis.openapi.from_url(f"{service.url}/schema"),
        known,
        {
            "anonymous": {},
            "collector": {"Authorization": f"Bearer {story.token}", "Origin": ORIGIN},
            **{role: shown(person) for role, person in people.items()},
            "api_key": {"Authorization": host.headers["Authorization"]},
        },
    )
    service.stop()


def shown(person: httpx.Client) -> dict[str, str]:
    """What somebody's browser sends with every request."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.cookies.jar)
    return {
        "Cookie": cookies,
        "Origin": person.headers["Origin"],
        "X-Samehands-CSRF": person.headers["X-Samehands-CSRF"],
    }


def operations(schema: Any) -> list[Any]:
    """Everything that can be asked, but for what ends whoever asks it, and what does not end."""
    found = [result.ok() for result in schema.get_all_operations()]
    return [one for one in found if one.path not in ENDS_ITSELF and not streams(one)]


def streams(operation: Any) -> bool:
    """Whether it answers with events that go on."""
    described = operation.definition.raw["responses"].get("200", {})
    return STREAM in described.get("content", {})


def ask(operation: Any, asked: Asked, who: str, known: Mapping[str, str]) -> set[int]:
    """Ask an operation with drawn values, and have every answer checked; the statuses that came.

    Raises:
        FailureGroup: an answer that the OpenAPI does not promise.
    """
    statuses: set[int] = set()
    drawn = st.one_of(
        *(
            operation.as_strategy(generation_mode=mode, path_parameters=known or None)
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        )
    )

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=drawn)
    def one(case: Case[Any]) -> None:
        headers = {**dict(case.headers or {}), **asked.headers[who]}
        response = case.call(headers=headers, timeout=60)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    one()
    return statuses


@pytest.mark.parametrize("who", ["anonymous", "collector", *ROLES, "api_key"])
def test_whoever_asks_gets_what_the_openapi_promises(who: str, asked: Asked) -> None:
    broken, succeeded = [], set()
    for operation in operations(asked.schema):
        raw = operation.definition.raw
        named = {one["name"] for one in raw.get("parameters", ()) if one["in"] == "path"}
        ways = [{name: asked.known[name] for name in named}] if named <= asked.known.keys() else []
        for known in [{}, *ways] if named else [{}]:
            try:
                if {200, 201, 204} & ask(operation, asked, who, known):
                    succeeded.add(operation.label)
            except FailureGroup as failures:
                broken += [f"{operation.label}: {in_short(one)}" for one in failures.exceptions]

    assert not broken, "\n".join(broken)
    assert MAY[who] in succeeded


@pytest.mark.parametrize("who", ["anonymous", "collector", *ROLES, "api_key"])
def test_events_are_answered_as_promised_too(who: str, asked: Asked) -> None:
    for result in asked.schema.get_all_operations():
        operation = result.ok()
        if not streams(operation):
            continue
        for session in (asked.known["session"], "nobody"):
            url = f"{asked.service.url}{operation.path.replace('{session}', session)}"
            with httpx.stream("GET", url, headers=asked.headers[who]) as answer:
                assert str(answer.status_code) in operation.definition.raw["responses"], url
                streaming = answer.headers["Content-Type"].startswith(STREAM)
                assert streaming == (answer.status_code == httpx.codes.OK)


def in_short(failure: BaseException) -> str:
    """What went wrong, without the schema and the answer."""
    lines = [line.strip() for line in str(failure).splitlines() if line.strip()]
    return " ".join(lines[:3])[:300]
