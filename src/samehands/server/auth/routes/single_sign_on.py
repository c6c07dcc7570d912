"""Logging in at the organisation's identity provider: there, and back."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_302_FOUND

from samehands.server.auth.addresses import CALLBACK, CONSOLE, own_origin
from samehands.server.auth.allow import GREETING, PUBLIC, allow
from samehands.server.auth.authentication import cookie_of
from samehands.server.auth.entrance import Entrance, GivenEntrance
from samehands.server.auth.logins import Known
from samehands.server.auth.looks import Action, record_look
from samehands.server.auth.principal import ANONYMOUS
from samehands.server.auth.provider import Provider
from samehands.server.auth.routes.login import admitted
from samehands.server.auth.single_sign_on import account_of
from samehands.server.auth.throttle import network_of
from samehands.server.parts import GivenParts, Parts
from samehands.server.problems import ProblemError, ProblemKind, problems

_ELSEWHERE: Final = {
    HTTP_302_FOUND: ResponseSpec(None, description="Go there.", generate_examples=False)
}


@get(
    "/v1/login/oidc",
    opt=allow(PUBLIC) | GREETING,
    status_code=HTTP_302_FOUND,
    tags=["console"],
    responses=_ELSEWHERE
    | problems(ProblemKind.NOT_FOUND, ProblemKind.PROVIDER_FAILED, ProblemKind.UNAVAILABLE),
)
async def leave_for_provider(
    request: Request[Known | None, Any, Any], parts: GivenParts, entrance: GivenEntrance
) -> Response[None]:
    """Send the browser to the identity provider."""
    provider = _provider(entrance)
    address, journey = await provider.begin(own_origin(request, parts) + CALLBACK, parts.clock())
    sealed = await sync_to_thread(entrance.journeys.sealed, journey)
    return _to(address, sealed)


@get(
    CALLBACK,
    opt=allow(PUBLIC) | GREETING,
    status_code=HTTP_302_FOUND,
    tags=["console"],
    responses=_ELSEWHERE | problems(ProblemKind.NOT_FOUND, ProblemKind.UNAVAILABLE),
)
async def return_from_provider(
    request: Request[Known | None, Any, Any], parts: GivenParts, entrance: GivenEntrance
) -> Response[None]:
    """Log in whom the identity provider vouches for, and send the browser to the console."""
    provider = _provider(entrance)
    try:
        return await _returned(request, parts, entrance, provider)
    except ProblemError as problem:
        if problem.kind not in {ProblemKind.PROVIDER_FAILED, ProblemKind.LOGIN_REFUSED}:
            raise
        address = network_of("" if request.client is None else request.client.host)
        reason = f"identity provider, {problem.kind}, from {address}"
        await record_look(parts, ANONYMOUS, Action.LOGIN_FAILED, reason=reason)
        return _to(f"{CONSOLE}?problem={problem.kind}#/login", entrance.journeys.over())


async def _returned(
    request: Request[Known | None, Any, Any],
    parts: Parts,
    entrance: Entrance,
    provider: Provider,
) -> Response[None]:
    now = parts.clock()
    text = cookie_of(request, entrance.journeys.cookie_name)
    journey = None if text is None else await sync_to_thread(entrance.journeys.opened, text)
    if journey is None:
        raise ProblemError(ProblemKind.PROVIDER_FAILED, "This browser began no log-in.")
    answer = f"{journey.redirect_uri}?{request.scope['query_string'].decode('latin-1')}"
    person = await provider.finish(journey, answer, now)
    async with entrance.changing:
        account = await sync_to_thread(account_of, parts.store, person, now)
    state = await admitted(request, parts, entrance, account)
    return _to(CONSOLE, *state.cookies, entrance.journeys.over())


def _provider(entrance: Entrance) -> Provider:
    if entrance.provider is None:
        raise ProblemError(ProblemKind.NOT_FOUND, "No identity provider is configured.")
    return entrance.provider


def _to(address: str, *cookies: Cookie) -> Response[None]:
    return Response(
        None,
        status_code=HTTP_302_FOUND,
        headers={"Location": address, "Cache-Control": "no-store"},
        cookies=cookies,
    )
