"""ID tokens: only what the provider signed, for us, for this log-in, now."""

import asyncio
import base64
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth import Role
from samehands.server.auth.provider import JOURNEY_LASTS, LEEWAY, Journey, Person, Provider
from samehands.server.problems import ProblemError, ProblemKind
from server.auth.hostile_provider import (
    CLIENT,
    KEY,
    STRANGERS_KEY,
    HostileProvider,
    hostile_provider,
)
from server.auth.house import NOON

BACK = "https://samehands.example/v1/login/oidc/callback"
SECONDS = NOON // MICROS_PER_SECOND


@pytest.fixture
def theirs() -> Iterator[HostileProvider]:
    """A provider that answers what a test wants."""
    with hostile_provider() as started:
        yield started


@pytest.fixture
def provider(theirs: HostileProvider) -> Provider:
    """Our side of it."""
    return Provider(theirs.settings())


def _begun(provider: Provider) -> Journey:
    return asyncio.run(provider.begin(BACK, NOON))[1]


def _finished(provider: Provider, journey: Journey, query: str = "", now: Micros = NOON) -> Person:
    answer = f"{BACK}?{query or f'code=c&state={journey.state}'}"
    return asyncio.run(provider.finish(journey, answer, now))


def _refused(provider: Provider, journey: Journey, query: str = "", now: Micros = NOON) -> str:
    with pytest.raises(ProblemError) as refused:
        _finished(provider, journey, query, now)
    assert refused.value.kind is ProblemKind.PROVIDER_FAILED
    return refused.value.detail


def test_a_good_token_says_who_it_is(theirs: HostileProvider, provider: Provider) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))

    assert _finished(provider, journey) == Person(
        f"{theirs.issuer} 17", "Ada", frozenset({Role.ANALYST}), None
    )


def test_the_code_is_exchanged_with_verifier_and_secret(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))
    _finished(provider, journey)

    [asked] = theirs.asked["/token"]
    auth, _, body = asked.partition("|")
    assert base64.b64decode(auth.removeprefix("Basic ")) == b"samehands:s3%3A+%2B%25"
    assert f"code_verifier={journey.verifier}" in body
    assert "code=c" in body
    assert "client_secret" not in body


def test_the_secret_goes_into_the_body_where_only_that_is_understood(
    theirs: HostileProvider, provider: Provider
) -> None:
    theirs.description["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))
    _finished(provider, journey)

    [asked] = theirs.asked["/token"]
    assert asked.startswith("|")
    assert "client_secret=s3" in asked


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"aud": "another", "azp": CLIENT},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": SECONDS - LEEWAY - 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": SECONDS + LEEWAY + 1},
        {"iat": None},
        {"nbf": SECONDS + LEEWAY + 1},
        {"sub": None},
        {"sub": ""},
        {"sub": 17},
        {"sub": ["17"]},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(
    theirs: HostileProvider, provider: Provider, changed: dict[str, Any]
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(**{"nonce": journey.nonce, **changed}))
    detail = _refused(provider, journey)

    assert "17" not in detail
    assert "another" not in detail


def test_several_audiences_are_taken_where_we_are_the_party(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce, aud=[CLIENT, "another"], azp=CLIENT))

    assert _finished(provider, journey).name == "Ada"


def test_a_token_that_a_stranger_signed_is_refused(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce), STRANGERS_KEY)

    assert _refused(provider, journey)


def test_the_public_key_is_not_taken_for_a_shared_secret(
    theirs: HostileProvider, provider: Provider
) -> None:
    theirs.description["id_token_signing_alg_values_supported"] = ["HS256", "RS256"]
    journey = _begun(provider)
    for secret in (KEY.as_pem(private=False), KEY.as_der(private=False), b""):
        signed = b".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
            for part in ({"alg": "HS256", "kid": "good"}, theirs.claims(nonce=journey.nonce))
        )
        mac = base64.urlsafe_b64encode(hmac.digest(secret, signed, "sha256")).rstrip(b"=")
        theirs.tokens = {"access_token": "a", "id_token": (signed + b"." + mac).decode()}
        assert _refused(provider, journey)


@pytest.mark.parametrize(
    "token",
    [
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxNyJ9.",
        "",
        "a.b.c",
        "a.b",
        "…",
        None,
        17,
        ["x"],
    ],
)
def test_what_is_no_signed_token_is_refused(
    theirs: HostileProvider, provider: Provider, token: object
) -> None:
    journey = _begun(provider)
    theirs.tokens = {"access_token": "a", "id_token": token}

    assert _refused(provider, journey)


def test_a_provider_that_offers_no_signature_that_we_take_is_refused(
    theirs: HostileProvider, provider: Provider
) -> None:
    theirs.description["id_token_signing_alg_values_supported"] = ["none", "HS256"]
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))

    assert _refused(provider, journey)


@pytest.mark.parametrize(
    "query",
    [
        "state={state}",
        "code=c",
        "code=c&state=another",
        "code=c&state=",
        "code=c&state={state}&iss=https%3A%2F%2Fother.example",
        "error=access_denied&state={state}",
        "code=c&state={state}&state=another",
        "%ff%fe",
        "",
    ],
)
def test_an_answer_to_something_else_is_refused(
    theirs: HostileProvider, provider: Provider, query: str
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))
    query = query.format(state=journey.state) or "?"

    assert _refused(provider, journey, query)
    assert "/token" not in theirs.asked


def test_an_answer_that_comes_too_late_is_refused(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))

    assert _refused(provider, journey, now=Micros(NOON + JOURNEY_LASTS))
    assert "/token" not in theirs.asked


def test_journeys_have_nothing_in_common(provider: Provider) -> None:
    one, other = _begun(provider), _begun(provider)

    assert not {one.state, one.nonce, one.verifier} & {other.state, other.nonce, other.verifier}


def test_the_address_keeps_what_the_provider_s_own_address_has(provider: Provider) -> None:
    address, _ = asyncio.run(provider.begin(BACK, NOON))

    assert "/auth?tenant=1&" in address


def test_a_new_key_of_the_provider_is_fetched_once(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))
    _finished(provider, journey)
    fresh = RSAKey.generate_key(2048, {"kid": "fresh", "use": "sig"})
    theirs.keys = [fresh]

    later = Micros(NOON + 120 * MICROS_PER_SECOND)
    theirs.sign(theirs.claims(nonce=journey.nonce), fresh, kid="fresh")
    assert _finished(provider, journey, now=later).name == "Ada"
    theirs.sign(theirs.claims(nonce=journey.nonce), fresh, kid="forged")
    for _ in range(5):
        _refused(provider, journey, now=later)
    assert len(theirs.asked["/keys"]) == 2


@pytest.mark.parametrize(
    ("claims", "roles", "subject"),
    [
        ({"roles": ["sec"]}, {Role.ANALYST}, None),
        ({"roles": "sec"}, {Role.ANALYST}, None),
        ({"roles": ["Sec", "analyst", "admin", ""]}, set(), None),
        ({"roles": None}, set(), None),
        ({"roles": {"sec": True}}, set(), None),
        ({"roles": [["sec"], 1, None]}, set(), None),
        ({"roles": ["own"], "pseudonym": "s-17"}, {Role.SELF}, "s-17"),
        ({"roles": ["own"]}, set(), None),
        ({"roles": ["own"], "pseudonym": ""}, set(), None),
        ({"roles": ["own"], "pseudonym": ["s-17", "s-18"]}, set(), None),
        ({"roles": ["own"], "pseudonym": "s" * 129}, set(), None),
        ({"roles": ["sec"], "pseudonym": "s-17"}, {Role.ANALYST}, None),
    ],
    ids=str,
)
def test_roles_are_what_the_map_says_and_nothing_else(
    theirs: HostileProvider,
    provider: Provider,
    claims: dict[str, Any],
    roles: set[Role],
    subject: str | None,
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce, **claims))
    person = _finished(provider, journey)

    assert person.roles == roles
    assert person.subject == subject


def test_a_claim_may_stand_inside_another(theirs: HostileProvider) -> None:
    provider = Provider(theirs.settings(role_claim="realm_access.roles"))
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce, realm_access={"roles": ["sec"]}))

    assert _finished(provider, journey).roles == {Role.ANALYST}


@pytest.mark.parametrize("name", [None, "", 17, ["a", "b"]])
def test_somebody_without_a_name_is_called_something(
    theirs: HostileProvider, provider: Provider, name: object
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce, preferred_username=name))

    assert _finished(provider, journey).name in {"17", "a"}


def test_a_journey_of_another_provider_s_is_worth_nothing(
    theirs: HostileProvider, provider: Provider
) -> None:
    journey = _begun(provider)
    theirs.sign(theirs.claims(nonce=journey.nonce))

    assert _refused(provider, replace_nonce(journey))


def replace_nonce(journey: Journey) -> Journey:
    """The same journey with another nonce, as somebody else's token would have it."""
    return Journey(
        journey.state, "another", journey.verifier, journey.redirect_uri, journey.expires_at
    )


def test_the_secret_does_not_print(theirs: HostileProvider) -> None:
    settings = replace(theirs.settings(), client_secret="hush")  # noqa: S106  # on purpose

    assert "hush" not in repr(settings)
