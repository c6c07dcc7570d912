"""Middlewares that tell which records an application's requests read: for ASGI and for Django.

```python
app = RecordReads(
    app,
    records=AsyncRecords(server, api_key, hashes, source="crm"),
    routes=RecordRoutes.of("customer=/customers/{id}"),
    session_of=lambda scope: scope["session"].get("samehands"),
)
```
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from samehands.host.asgi import App, Message, Receive, Scope, Send
from samehands.host.async_records import AsyncRecords
from samehands.host.record_routes import RecordRoutes
from samehands.host.records import Records

GIVEN_OUT: Final = range(200, 400)
"""Statuses of an answer that gives a record out; 304 does, from the browser's own cache."""


class RecordReads:
    """An ASGI application around another: tells of each record that a request was given.

    What was refused or not found gave nothing out and is not told. The request is served as if
    this were not there, whatever the service does.

    Args:
        app: whose requests they are.
        records: tells the service.
        routes: which requests read a record.
        session_of: the id of the Samehands session that a request belongs to; None for none.
    """

    def __init__(
        self,
        app: App,
        *,
        records: AsyncRecords | Records,
        routes: RecordRoutes,
        session_of: Callable[[Scope], str | None],
    ) -> None:
        self._app = app
        self._records = records
        self._routes = routes
        self._session_of = session_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        found = (
            self._routes.find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        )
        if found is None:
            await self._app(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            # Told before the first byte leaves: a client that hangs up has read it all the same.
            if message["type"] == "http.response.start" and message["status"] in GIVEN_OUT:
                self._records.read(
                    found.record,
                    found.resource,
                    session=self._session_of(scope),
                    action=found.action.value,
                )
            await send(message)

        await self._app(scope, receive, noted)


class DjangoRequest(Protocol):
    """What is needed of Django's request."""

    path: str
    method: str | None


class DjangoResponse(Protocol):
    """What is needed of Django's response."""

    status_code: int


RequestT = TypeVar("RequestT", bound=DjangoRequest)
ResponseT = TypeVar("ResponseT", bound=DjangoResponse)


def django_record_reads(
    records: Records,
    routes: RecordRoutes,
    session_of: Callable[[RequestT], str | None],
) -> Callable[[Callable[[RequestT], ResponseT]], Callable[[RequestT], ResponseT]]:
    """The same as a Django middleware; its dotted name goes into MIDDLEWARE, after the sessions.

    Args:
        records: tells the service.
        routes: which requests read a record.
        session_of: the id of the Samehands session that a request belongs to; None for none.
    """

    def around(get_response: Callable[[RequestT], ResponseT]) -> Callable[[RequestT], ResponseT]:
        def told(request: RequestT) -> ResponseT:
            response = get_response(request)
            found = routes.find(request.method or "", request.path)
            if found is not None and response.status_code in GIVEN_OUT:
                records.read(
                    found.record,
                    found.resource,
                    session=session_of(request),
                    action=found.action.value,
                )
            return response

        return told

    return around
