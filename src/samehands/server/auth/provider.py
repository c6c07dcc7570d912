"""Log-in at an identity provider: OpenID Connect, authorization code with PKCE and nonce."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import msgspec
from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # it ships no types
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]  # it ships no types
    parse_authorization_code_response,
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]  # it ships no types
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # it ships no types
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from samehands.monitor.state import SUBJECT_CHARACTERS
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth.discovery import Discovery, refusal
from samehands.server.auth.oidc_settings import ProviderSettings
from samehands.server.auth.principal import Role
from samehands.server.auth.secret import new_secret

JOURNEY_LASTS: Final = Micros(10 * 60 * MICROS_PER_SECOND)
"""How long somebody has to log in at the provider: 10 minutes, with a second factor to find."""

LEEWAY: Final = 60
"""Seconds by which the provider's clock may differ from ours."""

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures that are accepted: only such as nobody but the provider can make.

HMAC is not among them: with it a public key could be taken for a shared secret."""


class Journey(msgspec.Struct, frozen=True):
    """What has to be remembered while somebody is at the provider.

    Args:
        state: that the provider sends back with the answer.
        nonce: that the ID token has to carry.
        verifier: of PKCE: shows that the code comes back to whom it was meant for.
        redirect_uri: where the provider sends the browser.
        expires_at: µs.
    """

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    expires_at: Micros


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the provider knows them.

    Args:
        key: issuer and subject claim: unique, and another provider's is another.
        name: to call them by.
        roles: that the provider's claim maps to.
        subject: of the role `self`; None where the claim does not say.
    """

    key: str
    name: str
    roles: frozenset[Role]
    subject: str | None


class Provider:
    """An identity provider.

    Args:
        settings: which, and how its claims are read.
    """

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._discovery = Discovery(settings.issuer)

    async def begin(self, redirect_uri: str, now: Micros) -> tuple[str, Journey]:
        """Where to send a browser, and what to remember meanwhile.

        Args:
            redirect_uri: where the provider sends it back to.
            now: µs on the server's clock.

        Raises:
            ProblemError: `provider_failed`, the provider cannot be asked.
        """
        found = await self._discovery.metadata(now)
        journey = Journey(
            new_secret(), new_secret(), new_secret(), redirect_uri, Micros(now + JOURNEY_LASTS)
        )
        address: str = prepare_grant_uri(
            found.authorization_endpoint,
            self._settings.client_id,
            "code",
            redirect_uri,
            self._settings.scopes,
            journey.state,
            nonce=journey.nonce,
            code_challenge=create_s256_code_challenge(journey.verifier),
            code_challenge_method="S256",
        )
        return address, journey

    async def finish(self, journey: Journey, answer: str, now: Micros) -> Person:
        """Who it is that came back.

        Args:
            journey: as it was remembered.
            answer: the address that the provider sent the browser to, with its query.
            now: µs on the server's clock.

        Raises:
            ProblemError: `provider_failed`: the answer is not to this journey, too late, or not
                what it should be. It does not say more: the claims are somebody's.
        """
        if now >= journey.expires_at:
            raise refusal("The log-in at the provider took too long.")
        try:
            given: dict[str, str] = parse_authorization_code_response(answer, journey.state)
        except OAuth2Error:
            raise refusal("The provider's answer is not to this log-in.") from None
        if given.get("iss", self._settings.issuer) != self._settings.issuer:
            raise refusal("The answer is another provider's.")
        tokens = await self._exchange(given["code"], journey, now)
        claims = await self._verified(tokens, journey.nonce, now)
        return self._person(claims)

    async def _exchange(self, code: str, journey: Journey, now: Micros) -> dict[str, Any]:
        found = await self._discovery.metadata(now)
        body: str = prepare_token_request(
            "authorization_code",
            redirect_uri=journey.redirect_uri,
            code=code,
            code_verifier=journey.verifier,
            **self._client_in_body(found.token_endpoint_auth_methods_supported),
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        auth = self._client_in_header(found.token_endpoint_auth_methods_supported)
        tokens = await self._discovery.fetch(
            httpx.Request("POST", found.token_endpoint, content=body, headers=headers), auth
        )
        if not isinstance(tokens.get("id_token"), str):
            raise refusal("The provider gave no ID token.")
        return tokens

    def _client_in_body(self, methods: frozenset[str]) -> dict[str, str]:
        secret = self._settings.client_secret
        if secret is None:
            return {"client_id": self._settings.client_id}
        if "client_secret_basic" in methods:
            return {}
        return {"client_id": self._settings.client_id, "client_secret": secret}

    def _client_in_header(self, methods: frozenset[str]) -> httpx.Auth | None:
        secret = self._settings.client_secret
        if secret is None or "client_secret_basic" not in methods:
            return None
        return httpx.BasicAuth(quote_plus(self._settings.client_id), quote_plus(secret))

    async def _verified(self, tokens: dict[str, Any], nonce: str, now: Micros) -> dict[str, Any]:
        found = await self._discovery.metadata(now)
        allowed = sorted(ALGORITHMS & found.id_token_signing_alg_values_supported)
        if not allowed:  # an empty list would mean all of them
            raise refusal("The provider offers no signature that is accepted.")
        registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
        try:
            token = _decoded(tokens["id_token"], await self._discovery.keys(now), registry)
            if token is None:
                fresh = await self._discovery.keys(now, unknown=True)
                token = _decoded(tokens["id_token"], fresh, registry)
            if token is None:
                raise refusal("The ID token is signed with a key that the provider has not.")
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self._settings.issuer},
                    "aud": {"essential": True, "values": [self._settings.client_id]},
                    "nonce": {"essential": True, "value": nonce},
                },
                {
                    "nonce": nonce,
                    "client_id": self._settings.client_id,
                    "access_token": tokens.get("access_token"),
                },
            )
            claims.validate(now // MICROS_PER_SECOND, LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise refusal("The ID token is not what it should be.") from None
        return dict(claims)

    def _person(self, claims: dict[str, Any]) -> Person:
        settings = self._settings
        known = claims.get("sub")
        if not isinstance(known, str) or not known:
            raise refusal("The ID token names nobody.")
        named = _texts(claims, settings.name_claim) or (known,)
        roles = frozenset(
            settings.roles[text]
            for text in _texts(claims, settings.role_claim)
            if text in settings.roles
        )
        subject = self._subject(claims) if Role.SELF in roles else None
        if subject is None:
            roles -= {Role.SELF}
        return Person(f"{settings.issuer} {known}", named[0], roles, subject)

    def _subject(self, claims: dict[str, Any]) -> str | None:
        """Whose data somebody sees; None unless the claim says exactly one that can be."""
        claim = self._settings.subject_claim
        found = () if claim is None else _texts(claims, claim)
        return found[0] if len(found) == 1 and len(found[0]) <= SUBJECT_CHARACTERS else None


def _decoded(text: str, keys: KeySet, registry: JWSRegistry) -> jwt.Token | None:
    """The token; None where its key is not among these."""
    try:
        return jwt.decode(text, keys, registry=registry)
    except InvalidKeyIdError:
        return None


def _texts(claims: dict[str, Any], name: str) -> tuple[str, ...]:
    """The texts of a claim, one or several; `realm_access.roles` reaches into a claim."""
    value: Any = claims.get(name)
    if value is None:
        value = claims
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
    listed = value if isinstance(value, list) else [value]
    return tuple(text for text in listed if isinstance(text, str) and text)
