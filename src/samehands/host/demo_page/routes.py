"""What the demo page asks its own back end."""

import json
from importlib import resources
from typing import Any, Final, TypeAlias

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from samehands.host import AsyncRulings, SessionOverError, SessionVerdict, StartedSession
from samehands.host.answers import Projection, Template
from samehands.host.demo_page.message import described
from samehands.host.demo_page.visitors import Visitor, Visitors

COOKIE: Final = "samehands_demo_page"
"""Holds the secret of a visitor; cookies know no ports, so the name is our own."""

RECORDS: Final = "/api/records"
"""Where a customer's record is: what the guard stands before."""

_Asked: TypeAlias = Request[Any, Any, State]


class Visit(msgspec.Struct, frozen=True):
    """What the page begins with.

    Args:
        server: address of the service.
        subject: the visitor's pseudonym.
        session: its id.
        token: for the SDK.
        projection: for the SDK.
    """

    server: str
    subject: str
    session: str
    token: str
    projection: Projection


class Standing(msgspec.Struct, frozen=True):
    """How a visitor stands: the verdict, and how far the template is; null where that is not news."""

    verdict: SessionVerdict | None
    template: Template | None


class StepUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the step-up of the demo went."""

    passed: bool


def visitors_of(request: _Asked) -> Visitors:
    """The visitors of this application."""
    visitors: Visitors = request.app.state.visitors
    return visitors


def visitor_of(request: _Asked) -> Visitor:
    """Who asks.

    Raises:
        NotAuthorizedException: nobody that the page knows.
    """
    visitor = visitors_of(request).known(request.cookies.get(COOKIE))
    if visitor is None:
        raise NotAuthorizedException(detail="Load the page first.")
    return visitor


@post("/api/visit", status_code=200)
async def visit(request: _Asked) -> Response[Visit]:
    """Begin, or go on: the session that the visitor's page collects for."""
    visitors = visitors_of(request)
    visitor = visitors.known(request.cookies.get(COOKIE))
    cookies = []
    if visitor is None:
        secret, visitor = visitors.welcome()
        cookies = [Cookie(COOKIE, value=secret, httponly=True, samesite="strict")]
    started = await visitors.begin(visitor)
    return Response(_visit(request, visitor, started), cookies=cookies)


@post("/api/next-session", status_code=200)
async def next_session(request: _Asked) -> Visit:
    """End the visitor's session and begin another, as when somebody logs out and in."""
    visitors, visitor = visitors_of(request), visitor_of(request)
    await visitors.end(visitor)
    return _visit(request, visitor, await visitors.begin(visitor))


@get("/api/standing")
async def standing(request: _Asked, after: FromQuery[int] = -1) -> Standing:
    """The verdict on the visitor's session; the template too, if the verdict is newer than `after`.

    That somebody asked how far a template is goes to the service's access log each time.
    """
    visitors, visitor = visitors_of(request), visitor_of(request)
    verdict = None
    if visitor.session is not None:
        try:
            verdict = await request.app.state.samehands.verdict(visitor.session)
        except SessionOverError:
            visitor.started = None
    newer = verdict is None or verdict.revision > after
    return Standing(verdict, await visitors.template(visitor) if newer else None)


@post("/api/step-up", status_code=200)
async def step_up(request: _Asked, data: JSONBody[StepUp]) -> Standing:
    """Take the answer of the demo's second factor, and tell the service how it went."""
    visitors, visitor = visitors_of(request), visitor_of(request)
    if visitor.session is None:
        raise NotFoundException(detail="There is no session.")
    rulings: AsyncRulings = request.app.state.rulings
    ruling = await rulings.step_up(visitor.session, passed=data.passed, strong=data.passed)
    return Standing(ruling.verdict, await visitors.template(visitor))


@get("/api/desk")
async def desk() -> dict[str, Any]:
    """Fictional customers, and what they write; no record is in it."""
    people = _people()
    customers = [{"id": one["id"], "name": one["name"]} for one in people["customers"]]
    return {"customers": customers, "tickets": people["tickets"]}


@get(f"{RECORDS}/{{customer:str}}")
async def record(customer: FromPath[str]) -> dict[str, Any]:
    """A customer's record. Only what the guard lets through comes here."""
    for one in _people()["customers"]:
        if one["id"] == customer:
            return dict(one)
    raise NotFoundException(detail="There is no such customer.")


@get("/api/message")
async def message(request: _Asked) -> dict[str, Any]:
    """What each byte of the message is, and what an attacker reads out of it."""
    started = visitor_of(request).started
    return described("" if started is None else started.projection.id)


def _visit(request: _Asked, visitor: Visitor, started: StartedSession) -> Visit:
    server: str = request.app.state.samehands.server
    return Visit(server, visitor.subject, started.session, started.token, started.projection)


def _people() -> dict[str, Any]:
    text = (resources.files(__package__) / "people.json").read_text(encoding="utf-8")
    people: dict[str, Any] = json.loads(text)
    return people


ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    visit,
    next_session,
    standing,
    step_up,
    desk,
    record,
    message,
)
"""All of them."""
