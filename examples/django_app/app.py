"""A customer-service application in Django, in one file, that protects its records with Samehands.

    python app.py runserver 127.0.0.1:8000

The back end keeps the API key and asks for rulings; the page has the token of its own session and
collects. Customers and agents are fictional.
"""

import json
import os
import sys
from pathlib import Path
from secrets import compare_digest, token_hex
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

SERVER = os.environ["SAMEHANDS_SERVER"]
ORIGIN = os.environ["APP_ORIGIN"]

settings.configure(
    SECRET_KEY=os.environ.get("APP_SECRET") or token_hex(),
    ALLOWED_HOSTS=[urlsplit(ORIGIN).hostname],
    ROOT_URLCONF=__name__,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    SESSION_COOKIE_SAMESITE="Strict",
    SESSION_COOKIE_SECURE=ORIGIN.startswith("https://"),
    CSRF_COOKIE_SECURE=ORIGIN.startswith("https://"),
    USE_TZ=True,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        # After the sessions: it reads from them whose request it is.
        f"{__name__}.records_only",
    ],
)

from django.contrib.sessions.backends.base import SessionBase  # noqa: E402  # after the settings
from django.core.management import execute_from_command_line  # noqa: E402
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.html import format_html  # noqa: E402
from django.views.decorators.http import require_GET, require_http_methods, require_POST  # noqa: E402

from samehands.host import Consent, RefusedError, Rulings, Samehands, SessionOverError  # noqa: E402
from samehands.host.django import Guard  # noqa: E402

# Agents: name → password and pseudonym. Yours come from your own log-in; the pseudonym says no name.
AGENTS = {"robin": ("a password of the example", "agent-7f3a")}
CUSTOMERS = {
    "101": ("Margarethe Olsvik", "11 Tern Lane"),
    "102": ("Tobias Renner", "4 Mill Court"),
}
SCRIPT = Path(__file__).with_name("collect.js")
POLICY = (
    f"default-src 'none'; script-src 'self' {SERVER}; connect-src 'self' {SERVER}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

samehands = Samehands(SERVER, os.environ["SAMEHANDS_API_KEY"])
# A record is worth a question: while Samehands does not answer, people are asked for a step-up.
rulings = Rulings(samehands, when_away="step_up")
guard: Guard[HttpRequest, HttpResponseBase] = Guard(
    rulings,
    session_of=lambda request: request.session.get("samehands"),
    step_up=lambda _request, _ruling: redirect("/step-up"),
    lock=lambda request, _ruling: page(
        request, "<h1>Locked</h1><p>Only a passed step-up opens this session again.</p>", 403
    ),
)
records_only = guard.middleware("/records")
"""Guards every record, whatever view shows it. `@guard` before a view guards that one only."""


@require_POST
def login(request: HttpRequest) -> HttpResponseBase:
    """Log in, and start a session of Samehands for whoever did."""
    name = request.POST.get("name", "")
    password, pseudonym = AGENTS.get(name, ("", ""))
    if not password or not compare_digest(request.POST.get("password", ""), password):
        return page(request, "<p role='alert'>Name or password is wrong.</p>" + LOGIN, 401)
    started = samehands.start(pseudonym, ORIGIN)
    request.session.update(
        {
            "name": name,
            "samehands": started.session,
            "token": started.token,
            "projection": {"id": started.projection.id, "sha256": started.projection.sha256},
        }
    )
    return redirect("/")


@require_POST
def logout(request: HttpRequest) -> HttpResponseBase:
    """Log out. Only now does the session teach the template."""
    session = request.session.get("samehands")
    request.session.flush()
    if session:
        samehands.end(session)
    return redirect("/")


@require_POST
def consent(request: HttpRequest) -> HttpResponseBase:
    """Have Samehands keep what the page says that the agent agreed to; then the page begins."""
    if "name" not in request.session:
        return HttpResponse(status=401)
    try:
        record = msgspec.json.decode(request.body, type=Consent)
        samehands.consent(request.session["samehands"], record)
    except (msgspec.MsgspecError, RefusedError):
        return HttpResponse(status=400)
    return HttpResponse(status=204)


@require_GET
def desk(request: HttpRequest) -> HttpResponseBase:
    """Where an agent works; the page collects once the agent has agreed."""
    if "name" not in request.session:
        return page(request, LOGIN)
    return page(request, DESK, collects_with=request.session)


@require_GET
def record(request: HttpRequest, number: str) -> HttpResponseBase:
    """A record. The guard stands before it: only what it lets through comes here."""
    found = CUSTOMERS.get(number)
    if found is None:
        return page(request, "<p>There is no such customer.</p>", 404)
    shown = format_html("<h1>{}</h1><p>{}</p><p><a href='/'>Back</a></p>", *found)
    return page(request, shown)


@require_http_methods(["GET", "POST"])
def step_up(request: HttpRequest) -> HttpResponseBase:
    """Check the proof, and tell Samehands how it went. A security key would be `strong=True`."""
    if "name" not in request.session:
        return redirect("/")
    if request.method == "GET":
        return page(request, STEP_UP)
    due = AGENTS[request.session["name"]][0]
    passed = compare_digest(request.POST.get("password", ""), due)
    try:
        ruling = rulings.step_up(request.session["samehands"], passed=passed)
    except SessionOverError:
        request.session.flush()
        return redirect("/")
    if ruling.allowed:
        return redirect("/")
    told = "<p role='alert'>That was not it; the session is locked.</p>"
    return page(request, told + STEP_UP, 403)


@require_GET
def script(_: HttpRequest) -> HttpResponseBase:
    """What the page runs: a file, because the policy allows no script inside the page."""
    return FileResponse(SCRIPT.open("rb"), content_type="text/javascript")


def page(
    request: HttpRequest, body: str, status: int = 200, collects_with: SessionBase | None = None
) -> HttpResponseBase:
    """A page; one that collects has the SDK's script, and the token of its own session."""
    head = ""
    if collects_with is not None:
        head = format_html(
            '<meta name="samehands" data-server="{0}" data-token="{1}" data-projection="{2}"'
            ' data-csrf="{3}">'
            '<script src="{0}/sdk/samehands.js" defer></script>'
            '<script src="/collect.js" defer></script>',
            SERVER,
            collects_with["token"],
            json.dumps(collects_with["projection"]),
            get_token(request),
        )
    field = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>{head}'
        f"<main>{body.replace('</form>', field + '</form>')}</main></html>"
    )
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HttpResponse(html, status=status, headers=headers)


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

urlpatterns = [
    path("", desk),
    path("login", login),
    path("logout", logout),
    path("consent", consent),
    path("records/<str:number>", record),
    path("step-up", step_up),
    path("collect.js", script),
]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
