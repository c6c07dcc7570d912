"""What an identity provider says about itself: its addresses and its keys."""

from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import msgspec
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]  # it ships no types
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.configuration import is_loopback
from samehands.server.problems import ProblemError, ProblemKind

KNOWN_FOR: Final = Micros(60 * 60 * MICROS_PER_SECOND)
"""How long addresses and keys are believed: an hour. Longer: a withdrawn key is good for longer."""

ASKED_AGAIN_AFTER: Final = Micros(60 * MICROS_PER_SECOND)
"""How soon the keys may be fetched again for a token with an unknown one: a minute.

Sooner: forged tokens make this server hammer the provider."""

LARGEST_ANSWER: Final = 1_048_576
"""Bytes of a provider's answer that are read. Key sets of large providers take 20 KB."""

PATIENCE: Final = 10.0
"""Seconds until a provider must have answered; somebody is waiting."""


class Metadata(msgspec.Struct, frozen=True):
    """What we read of a provider's own description (OpenID Connect Discovery 1.0).

    Args:
        issuer: its name, which must be the one we know it by.
        authorization_endpoint: where browsers are sent.
        token_endpoint: where a code is exchanged.
        jwks_uri: where its keys are.
        id_token_signing_alg_values_supported: its signatures.
        token_endpoint_auth_methods_supported: how we may show who we are.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    id_token_signing_alg_values_supported: frozenset[str] = frozenset({"RS256"})
    token_endpoint_auth_methods_supported: frozenset[str] = frozenset({"client_secret_basic"})


class Discovery:
    """Asks a provider for its addresses and keys, and remembers them for an hour.

    Args:
        issuer: its address.
    """

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._metadata: tuple[Micros, Metadata] | None = None
        self._keys: tuple[Micros, KeySet] | None = None

    async def metadata(self, now: Micros) -> Metadata:
        """Its addresses.

        Raises:
            ProblemError: `provider_failed`.
        """
        if self._metadata is not None and now - self._metadata[0] < KNOWN_FOR:
            return self._metadata[1]
        described = await self.fetch(
            httpx.Request("GET", get_well_known_url(self._issuer, external=True))
        )
        try:
            found = msgspec.convert(described, Metadata)
        except msgspec.ValidationError:
            raise refusal("The provider's description is not what it should be.") from None
        if found.issuer != self._issuer:
            raise refusal("The provider calls itself by another name.")
        for address in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            self._require_safe(address)
        self._metadata = (now, found)
        return found

    async def keys(self, now: Micros, *, unknown: bool = False) -> KeySet:
        """Its keys.

        Args:
            now: µs on the server's clock.
            unknown: a token has a key that is not among them, so they are worth asking for again.

        Raises:
            ProblemError: `provider_failed`.
        """
        believed = ASKED_AGAIN_AFTER if unknown else KNOWN_FOR
        if self._keys is not None and now - self._keys[0] < believed:
            return self._keys[1]
        found = await self.metadata(now)
        described = await self.fetch(httpx.Request("GET", found.jwks_uri))
        try:
            keys = KeySet.import_key_set(described)  # type: ignore[arg-type]  # it checks the form
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise refusal("The provider's keys cannot be read.") from None
        self._keys = (now, keys)
        return keys

    async def fetch(
        self, request: httpx.Request, auth: httpx.Auth | None = None
    ) -> dict[str, Any]:
        """The JSON object that the provider answers a request with.

        Raises:
            ProblemError: `provider_failed`: no answer in time, another status than 200, a
                redirect, too large, or no JSON object.
        """
        try:
            async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
                response = await client.send(request, auth=auth, stream=True)
                try:
                    body = await _read(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL):
            raise refusal("The provider cannot be reached.") from None
        if response.status_code != httpx.codes.OK or body is None:
            raise refusal(f"The provider answered {response.status_code}.")
        try:
            return msgspec.json.decode(body, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise refusal("The provider's answer is not JSON.") from None

    def _require_safe(self, address: str) -> None:
        """Only https; on this machine, where the provider is too, also http."""
        try:
            parts, issuer = urlsplit(address), urlsplit(self._issuer)
        except ValueError:
            raise refusal("The provider names an address that is none.") from None
        if parts.scheme == "https" and parts.hostname:
            return
        if parts.scheme == issuer.scheme == "http" and is_loopback(parts.hostname or ""):
            return
        raise refusal("The provider names an address without TLS.")


async def _read(response: httpx.Response) -> bytes | None:
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > LARGEST_ANSWER:
            return None
    return bytes(body)


def refusal(sentence: str) -> ProblemError:
    """The problem that a log-in at the provider ends with."""
    return ProblemError(ProblemKind.PROVIDER_FAILED, sentence)
