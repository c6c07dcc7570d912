"""A customer-service application in Starlette that protects its records with Samehands.

The back end keeps the API key and asks for rulings; the page has the token of its own session and
collects. FastAPI is the same: it is Starlette underneath. Customers and agents are fictional.
"""

import json
import os
from html import escape
from pathlib import Path
from secrets import compare_digest, token_hex
from typing import Any
from urllib.parse import parse_qs

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from samehands.host import AsyncRulings, AsyncSamehands, Consent, RefusedError, SessionOverError
from samehands.host.asgi import Guard, redirect

SERVER = os.environ["SAMEHANDS_SERVER"]
ORIGIN = os.environ["APP_ORIGIN"]
SCRIPT = Path(__file__).with_name("collect.js")

# Agents: name → password and pseudonym. Yours come from your own log-in; the pseudonym says no name.
AGENTS = {"robin": ("a password of the example", "agent-7f3a")}
CUSTOMERS = {
    "101": ("Margarethe Olsvik", "11 Tern Lane"),
    "102": ("Tobias Renner", "4 Mill Court"),
}

POLICY = (
    f"default-src 'none'; script-src 'self' {SERVER}; connect-src 'self' {SERVER}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

samehands = AsyncSamehands(SERVER, os.environ["SAMEHANDS_API_KEY"])
# A record is worth a question: while Samehands does not answer, people are asked for a step-up.
rulings = AsyncRulings(samehands, when_away="step_up")


async def login(request: Request) -> Response:
    """Log in, and start a session of Samehands for whoever did."""
    given = await form(request)
    password, pseudonym = AGENTS.get(given.get("name", ""), ("", ""))
    if not password or not compare_digest(given.get("password", ""), password):
        return page("<p role='alert'>Name or password is wrong.</p>" + LOGIN, 401)
    started = await samehands.start(pseudonym, ORIGIN)
    request.session.update(
        name=given["name"],
        samehands=started.session,
        token=started.token,
        projection={"id": started.projection.id, "sha256": started.projection.sha256},
    )
    return RedirectResponse("/", 303)


async def logout(request: Request) -> Response:
    """Log out. Only now does the session teach the template."""
    session = request.session.get("samehands")
    request.session.clear()
    if session:
        await samehands.end(session)
    return RedirectResponse("/", 303)


async def consent(request: Request) -> Response:
    """Have Samehands keep what the page says that the agent agreed to; then the page begins."""
    if "name" not in request.session:
        return Response(status_code=401)
    try:
        record = msgspec.json.decode(await request.body(), type=Consent)
        await samehands.consent(request.session["samehands"], record)
    except (msgspec.MsgspecError, RefusedError):
        return Response(status_code=400)
    return Response(status_code=204)


async def desk(request: Request) -> Response:
    """Where an agent works; the page collects once the agent has agreed."""
    if "name" not in request.session:
        return page(LOGIN)
    return page(DESK, collects_with=request.session)


async def record(request: Request) -> Response:
    """A record. The guard stands before it: only what it lets through comes here."""
    found = CUSTOMERS.get(request.path_params["number"])
    if found is None:
        return page("<p>There is no such customer.</p>", 404)
    return page(f"<h1>{escape(found[0])}</h1><p>{escape(found[1])}</p><p><a href='/'>Back</a></p>")


async def ask(request: Request) -> Response:
    """Where the guard sends an agent who has to prove who they are."""
    return page(STEP_UP) if "name" in request.session else RedirectResponse("/", 303)


async def answer(request: Request) -> Response:
    """Check the proof, and tell Samehands how it went. A security key would be `strong=True`."""
    if "name" not in request.session:
        return RedirectResponse("/", 303)
    given, due = await form(request), AGENTS[request.session["name"]][0]
    passed = compare_digest(given.get("password", ""), due)
    try:
        ruling = await rulings.step_up(request.session["samehands"], passed=passed)
    except SessionOverError:
        request.session.clear()
        return RedirectResponse("/", 303)
    if ruling.allowed:
        return RedirectResponse("/", 303)
    return page("<p role='alert'>That was not it; the session is locked.</p>" + STEP_UP, 403)


async def script(_: Request) -> Response:
    """What the page runs: a file, because the policy allows no script inside the page."""
    return FileResponse(SCRIPT, media_type="text/javascript")


async def form(request: Request) -> dict[str, str]:
    """The fields of a form."""
    fields = parse_qs((await request.body()).decode(), max_num_fields=10)
    return {name: values[0] for name, values in fields.items()}


def page(body: str, status: int = 200, collects_with: dict[str, Any] | None = None) -> Response:
    """A page; one that collects has the SDK's script, and the token of its own session."""
    head = ""
    if collects_with is not None:
        head = (
            f'<meta name="samehands" data-server="{escape(SERVER)}"'
            f' data-token="{escape(collects_with["token"])}"'
            f' data-projection="{escape(json.dumps(collects_with["projection"]))}">'
            f'<script src="{escape(SERVER)}/sdk/samehands.js" defer></script>'
            '<script src="/collect.js" defer></script>'
        )
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>{head}'
        f"<main>{body}</main></html>",
        status,
        {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"},
    )


LOGIN = """<h1>Log in</h1><form method="post" action="/login">
<p><label>Name <input name="name" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button>Log in</button></p></form>"""

DESK = """<h1>Desk</h1>
<p><button id="agree">I agree that the rhythm of my typing is learnt</button> <output id="state">off</output></p>
<p><label for="reply">Reply</label> <textarea id="reply" rows="6" cols="60"></textarea></p>
<p><a href="/records/101">Record of customer 101</a></p>
<form method="post" action="/logout"><button>Log out</button></form>"""

STEP_UP = """<h1>Is it you?</h1><form method="post" action="/step-up">
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button>Prove it</button></p></form>"""

routes = [
    Route("/", desk),
    Route("/login", login, methods=["POST"]),
    Route("/logout", logout, methods=["POST"]),
    Route("/consent", consent, methods=["POST"]),
    Route("/records/{number}", record),
    Route("/step-up", ask),
    Route("/step-up", answer, methods=["POST"]),
    Route("/collect.js", script),
]
# The guard comes after the application's own sessions: it reads from them whose request it is.
middleware = [
    Middleware(
        SessionMiddleware,
        secret_key=os.environ.get("APP_SECRET") or token_hex(),
        same_site="strict",
        https_only=ORIGIN.startswith("https://"),
    ),
    Middleware(
        Guard,
        rulings=rulings,
        session_of=lambda scope: scope["session"].get("samehands"),
        protects=("/records",),
        step_up=redirect("/step-up"),
    ),
]
app = Starlette(routes=routes, middleware=middleware)
