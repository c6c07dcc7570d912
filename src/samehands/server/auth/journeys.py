"""Keeps what has to be remembered while somebody is at the provider: in their own browser, sealed.

A cookie that the browser brings back from the provider has to be SameSite=Lax. It is encrypted and
authenticated with a key of the store, good for ten minutes, and worth nothing without the
provider's answer to exactly this journey.
"""

from typing import Final

import msgspec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from litestar.datastructures import Cookie

from samehands.adapters.sql import SqlStore
from samehands.quantities import MICROS_PER_SECOND
from samehands.server.auth.provider import JOURNEY_LASTS, Journey

KEY_NAME: Final = "oidc journeys"
"""Name of the store's key that seals them."""

PATH: Final = "/"
"""Of the cookie: what `__Host-` asks for."""

LONGEST_SEALED: Final = 3_072
"""Characters of a sealed journey that are looked at; ours have under 700."""

_HEADER: Final = {"alg": "dir", "enc": "A256GCM"}


class Journeys:
    """Seals and opens journeys.

    Args:
        store: has the key.
        secure: whether the console is at an https address.
    """

    def __init__(self, store: SqlStore, *, secure: bool) -> None:
        self._store = store
        self._secure = secure

    @property
    def cookie_name(self) -> str:
        """The cookie's name; another than the log-in's."""
        return "__Host-samehands-oidc" if self._secure else "samehands-oidc"

    def sealed(self, journey: Journey) -> Cookie:
        """The cookie that carries a journey. Blocks.

        Raises:
            StorageError: the key cannot be had.
        """
        text = jwe.encrypt_compact(dict(_HEADER), msgspec.json.encode(journey), self._key())
        return self._cookie(text, JOURNEY_LASTS // MICROS_PER_SECOND)

    def opened(self, text: str) -> Journey | None:
        """The journey in a cookie; None where it is none of ours. Blocks.

        Raises:
            StorageError: the key cannot be had.
        """
        if len(text) > LONGEST_SEALED:
            return None
        try:
            found = jwe.decrypt_compact(text, self._key(), algorithms=list(_HEADER.values()))
            return msgspec.json.decode(found.plaintext or b"", type=Journey)
        except (JoseError, msgspec.MsgspecError, ValueError, TypeError, KeyError):
            return None

    def over(self) -> Cookie:
        """The cookie that takes it away again."""
        return self._cookie("", 0)

    def _cookie(self, value: str, max_age: int) -> Cookie:
        return Cookie(
            self.cookie_name,
            value=value,
            path=PATH,
            max_age=max_age,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def _key(self) -> OctKey:
        return OctKey.import_key(self._store.service_keys.get(KEY_NAME))
