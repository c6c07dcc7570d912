from dataclasses import dataclass

import httpx
import pytest

from host.access_book import access_book
from host.loops import awaited
from samehands.host.asgi import Message, Receive, Scope, Send
from samehands.host.async_records import AsyncRecords
from samehands.host.record_hash import RecordHash
from samehands.host.record_reads import RecordReads, django_record_reads
from samehands.host.record_routes import RecordRoutes
from samehands.host.records import Records

HASHES = RecordHash(bytes(range(32)))
KEY = "sh_nobody_nothing"
ROUTES = RecordRoutes.of("customer=/customers/{id}", "customer:export=POST /customers/{id}/export")


async def application(scope: Scope, _: Receive, send: Send) -> None:
    """Answers with the status that the request asks for."""
    status = next((int(value) for name, value in scope["headers"] if name == b"x-status"), 200)
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"a record"})


def session_of(scope: Scope) -> str | None:
    """A request says by itself whose it is; an application reads its own session."""
    return next((value.decode() for name, value in scope["headers"] if name == b"x-session"), None)


def told(*requests: tuple[str, str, int]) -> list[tuple[str, str, str | None]]:
    """Record, action and session of what is told when an application serves requests."""

    async def serve(url: str) -> None:
        async with AsyncRecords(url, KEY, HASHES, source="crm") as records:
            app = RecordReads(application, records=records, routes=ROUTES, session_of=session_of)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://crm") as browser:
                for method, path, status in requests:
                    headers = {"X-Session": "s-1", "X-Status": str(status)}
                    answer = await browser.request(method, path, headers=headers)
                    assert (answer.status_code, answer.text) == (status, "a record")
            await records.close(20.0)

    with access_book() as book:
        awaited(serve(book.url))
        return [(read.record, str(read.action), read.session) for read in book.reads]


def test_a_record_that_was_given_out_is_told() -> None:
    hashed = HASHES.of("4711", "customer")

    assert told(("GET", "/customers/4711", 200), ("POST", "/customers/4711/export", 201)) == [
        (hashed, "view", "s-1"),
        (hashed, "export", "s-1"),
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/customers/4711", 404),
        ("GET", "/customers/4711", 403),
        ("GET", "/customers/4711", 500),
        ("GET", "/customers", 200),
        ("DELETE", "/customers/4711", 200),
    ],
)
def test_what_gave_nothing_out_is_not_told(method: str, path: str, status: int) -> None:
    assert told((method, path, status)) == []


def test_an_answer_from_the_browser_s_own_cache_is_a_read() -> None:
    assert len(told(("GET", "/customers/4711", 304))) == 1


def test_what_is_no_request_passes_through() -> None:
    seen: list[str] = []

    async def noted(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        del message

    async def serve() -> None:
        async with AsyncRecords("http://s.example", KEY, HASHES, source="crm") as records:
            app = RecordReads(noted, records=records, routes=ROUTES, session_of=session_of)
            await app({"type": "lifespan"}, receive, send)

    awaited(serve())

    assert seen == ["lifespan"]


@dataclass
class Request:
    """What the middleware needs of Django's."""

    path: str
    method: str | None = "GET"


@dataclass
class Response:
    """The same."""

    status_code: int


def test_django_tells_of_the_same() -> None:
    with access_book() as book:
        with Records(book.url, KEY, HASHES, source="crm") as records:
            around = django_record_reads(records, ROUTES, lambda _: "s-1")
            serve = around(lambda request: Response(200 if "4711" in request.path else 404))
            statuses = [
                serve(Request("/customers/4711")).status_code,
                serve(Request("/customers/9")).status_code,
                serve(Request("/")).status_code,
            ]
        told_of = [read.record for read in book.reads]

    assert statuses == [200, 404, 404]
    assert told_of == [HASHES.of("4711", "customer")]
