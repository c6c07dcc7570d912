"""Problems are a closed set: each says what, why and what to do, and none says too much."""

from typing import Any

import msgspec
import pytest
import structlog
from litestar import Litestar, get, post
from litestar.params import FromQuery, JSONBody
from litestar.testing import TestClient

from samehands.errors import ProjectionMismatchError, SettingsError, StorageError
from samehands.server.failures import STORE_RETRY, handlers, problem_of
from samehands.server.feed import FeedFullError
from samehands.server.ingest import BusyError
from samehands.server.metrics import Metrics
from samehands.server.problems import (
    MEANINGS,
    MEDIA_TYPE,
    ProblemError,
    ProblemKind,
    problems,
)


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_kind_has_a_status_of_a_failure_a_title_and_a_remedy(kind: ProblemKind) -> None:
    meaning = MEANINGS[kind]

    assert 400 <= meaning.status < 600
    assert meaning.title.endswith(".")
    assert meaning.remedy.endswith(".")


@pytest.mark.parametrize("kind", ProblemKind)
def test_the_body_is_a_problem_document_of_its_kind(kind: ProblemKind) -> None:
    body = msgspec.to_builtins(ProblemError(kind, "This time.", where="field x").body("17"))

    assert body == {
        "type": f"urn:samehands:problem:{kind}",
        "title": MEANINGS[kind].title,
        "status": MEANINGS[kind].status,
        "detail": "This time.",
        "remedy": MEANINGS[kind].remedy,
        "instance": "17",
        "where": "field x",
    }


def test_kinds_of_one_status_are_documented_together() -> None:
    documented = problems(ProblemKind.BUSY, ProblemKind.TOO_MANY_REQUESTS, ProblemKind.INTERNAL)

    assert sorted(documented) == [429, 500]
    assert "`busy`" in documented[429].description
    assert "`too_many_requests`" in documented[429].description
    assert documented[429].media_type == MEDIA_TYPE


@pytest.mark.parametrize(
    ("error", "kind", "retry_after"),
    [
        (BusyError(), ProblemKind.BUSY, 2),
        (FeedFullError("x"), ProblemKind.TOO_MANY_REQUESTS, 30),
        (StorageError("disk full"), ProblemKind.UNAVAILABLE, STORE_RETRY),
        (ProjectionMismatchError("state of p", got="a", due="b"), ProblemKind.CONFLICT, None),
        (SettingsError("policy", got="a", due="b"), ProblemKind.INVALID, None),
        (RuntimeError("typed: hunter2"), ProblemKind.INTERNAL, None),
    ],
)
def test_every_error_is_a_problem(
    error: Exception, kind: ProblemKind, retry_after: int | None
) -> None:
    problem = problem_of(error)

    assert (problem.kind, problem.retry_after) == (kind, retry_after)
    assert "hunter2" not in problem.detail


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A body."""

    count: int


@post("/asked")
async def take_asked(data: JSONBody[Asked], limit: FromQuery[int] = 1) -> int:
    """Something that has to be asked properly."""
    return data.count + limit


@get("/broken")
async def break_down() -> None:
    """Something that was not foreseen."""
    raise RuntimeError("typed: hunter2")


@get("/refused")
async def refuse() -> None:
    """Something that the store refuses."""
    raise StorageError("database: the disk is full")


@pytest.fixture
def client() -> Any:
    metrics = Metrics()
    app = Litestar(
        [take_asked, break_down, refuse],
        exception_handlers=handlers(metrics),
        openapi_config=None,
        request_max_body_size=100,
        logging_config=None,
    )
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "kind"),
    [
        ("POST", "/asked", {"content": b"{"}, 400, "malformed"),
        ("POST", "/asked", {"json": {"count": "hunter2"}}, 422, "invalid"),
        ("POST", "/asked", {"json": {}}, 422, "invalid"),
        ("POST", "/asked", {"json": {"count": 1, "hunter2": 2}}, 422, "invalid"),
        ("POST", "/asked?limit=hunter2", {"json": {"count": 1}}, 422, "invalid"),
        ("POST", "/asked", {"content": b" " * 101}, 413, "too_large"),
        ("GET", "/asked", {}, 405, "method_not_allowed"),
        ("GET", "/nowhere/hunter2", {}, 404, "not_found"),
        ("GET", "/broken", {}, 500, "internal"),
        ("GET", "/refused", {}, 503, "unavailable"),
    ],
)
def test_whatever_goes_wrong_is_a_problem_document_without_anybody_s_content(
    client: TestClient[Litestar],
    method: str,
    path: str,
    options: dict[str, Any],
    status: int,
    kind: str,
) -> None:
    answer = client.request(method, path, **options)

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"urn:samehands:problem:{kind}", status)
    assert "hunter2" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert ("Allow" in answer.headers) == (status == 405)


def test_what_is_wrong_with_a_value_is_said_by_field_and_type(
    client: TestClient[Litestar],
) -> None:
    body = client.post("/asked", json={"count": "hunter2"}).json()

    assert body["where"] == "count"
    assert body["detail"] == "Expected `int`, got `str`"


def test_an_error_of_ours_is_in_the_log_by_type_and_place_never_by_its_text(
    client: TestClient[Litestar],
) -> None:
    with structlog.testing.capture_logs() as entries:
        client.get("/broken")

    assert [entry["error"] for entry in entries] == ["RuntimeError"]
    assert "test_problems.py" in "".join(entries[0]["frames"])
    assert "hunter2" not in str(entries)
