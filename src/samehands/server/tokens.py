"""Session tokens: what a collector shows, signed by the server and bound to one session.

A token is a signed JSON Web Token. The algorithm is constant, the key is named in the header, and
the time is an argument. Keys change by themselves: each period has its own, made when first asked
for and kept in the store under the master key; the period before is still accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OctKey

from samehands.errors import InputError
from samehands.quantities import MICROS_PER_SECOND, Micros

ALGORITHM: Final = "HS256"
"""The one algorithm. A token cannot choose another: the header is not asked."""

TYPE: Final = "samehands-session+jwt"
"""The header's `typ`: a token made for anything else is not taken for one of these."""

TOKEN_CHARACTERS: Final = 4096
"""Most characters of a token that is looked at; ours have under 2,000 with the longest names."""

KEY_LABEL: Final = b"samehands session token, version 1"
"""Separates the signing key from anything else that could be made of the same secret."""

KEY_BYTES: Final = 32
"""Of a signing key: as many as the hash has."""

KEY_PERIOD: Final = Micros(30 * 24 * 3600 * MICROS_PER_SECOND)
"""How long a key signs: 30 days. It is accepted for as long again, four times a token's longest life.

Longer: more is signed by one key. Shorter than a token's life: good tokens are refused."""


class TokenError(InputError):
    """A session token that is none, or is not ours."""


class TokenExpiredError(TokenError):
    """A session token that was good once."""


@dataclass(frozen=True, slots=True)
class SessionClaims:
    """What a session token says.

    Args:
        session: id of the one session it is for.
        subject: whose session; a page cannot claim another.
        collector: "browser" or "desktop_agent".
        origin: of the page that collects, `https://crm.example`.
        group: whose policy applies.
        expires_at: when it runs out, µs.
    """

    session: str
    subject: str
    collector: str
    origin: str
    group: str
    expires_at: Micros


class _Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    aud: str
    exp: int
    sid: str
    sub: str
    collector: str
    origin: str
    group: str


class SessionTokens:
    """Signs and reads session tokens.

    Args:
        secret: name of a key → 32 secret bytes, always the same for a name; made at the first
            call.
        audience: of the tokens; a token for another server is not accepted.
    """

    def __init__(self, secret: Callable[[str], bytes], *, audience: str) -> None:
        self._secret = secret
        self._audience = audience
        self._keys: dict[int, OctKey] = {}

    def issue(self, claims: SessionClaims, now: Micros) -> str:
        """A token for a session.

        Raises:
            StorageError: the key cannot be had.
        """
        period = now // KEY_PERIOD
        payload = _Payload(
            aud=self._audience,
            exp=claims.expires_at // MICROS_PER_SECOND,
            sid=claims.session,
            sub=claims.subject,
            collector=claims.collector,
            origin=claims.origin,
            group=claims.group,
        )
        header = {"alg": ALGORITHM, "kid": str(period), "typ": TYPE}
        return jwt.encode(
            header, msgspec.to_builtins(payload), self._key(period), algorithms=[ALGORITHM]
        )

    def verify(self, token: str, now: Micros) -> SessionClaims:
        """What a token says, if it is ours and has not run out.

        Raises:
            TokenError: not a token, not signed by us, for another audience, or of another form.
            TokenExpiredError: it has run out.
            StorageError: the key cannot be had.
        """
        if len(token) > TOKEN_CHARACTERS:
            raise TokenError(
                "session token",
                got=f"{len(token)} characters",
                due=f"at most {TOKEN_CHARACTERS}",
            )
        payload = self._payload(token, now)
        expires_at = Micros(payload.exp * MICROS_PER_SECOND)
        if payload.aud != self._audience:
            raise TokenError("session token", got="another audience", due="a token of this server")
        if now >= expires_at:
            late = (now - expires_at) // MICROS_PER_SECOND
            raise TokenExpiredError(
                "session token", got=f"one that ran out {late} seconds ago", due="one still good"
            )
        return SessionClaims(
            payload.sid,
            payload.sub,
            payload.collector,
            payload.origin,
            payload.group,
            expires_at,
        )

    def _payload(self, token: str, now: Micros) -> _Payload:
        def key_of(guest: GuestProtocol) -> OctKey:
            named = guest.headers().get("kid")
            for period in (now // KEY_PERIOD, now // KEY_PERIOD - 1):
                if named == str(period):
                    return self._key(period)
            raise TokenError("session token", got="an unknown key", due="a token of this server")

        try:
            signed = jwt.decode(token, key_of, algorithms=[ALGORITHM])
            if signed.header.get("typ") == TYPE:
                return msgspec.convert(signed.claims, _Payload)
        except (JoseError, msgspec.MsgspecError, ValueError, TypeError, RecursionError):
            pass  # whatever is wrong with it, and it may be anything, nobody is told which
        raise TokenError("session token", got="something else", due="a token of this server")

    def _key(self, period: int) -> OctKey:
        known = self._keys.get(period)
        if known is None:
            secret = self._secret(f"session tokens {period}")
            known = self._keys[period] = OctKey.import_key(
                _signing_key(secret), {"kid": str(period), "use": "sig", "alg": ALGORITHM}
            )
        return known


def _signing_key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=KEY_LABEL).derive(secret)
