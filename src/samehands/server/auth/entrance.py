"""What logging in works with, made once: the log-ins, passwords, their throttle, the provider."""

import asyncio
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from samehands.server.auth.account_changes import AccountChanges
from samehands.server.auth.invitations import Invitations
from samehands.server.auth.journeys import Journeys
from samehands.server.auth.logins import Logins
from samehands.server.auth.oidc_settings import ProviderSettings, provider_settings
from samehands.server.auth.password import Passwords
from samehands.server.auth.provider import Provider
from samehands.server.auth.throttle import Throttle
from samehands.server.parts import Parts

HASHED_AT_ONCE: Final = 2
"""Passwords that are hashed at the same moment: each takes 64 MiB and a core for a moment.

More: a flood of log-ins takes the machine. Fewer: people wait for each other in the morning."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What logging in works with.

    Args:
        logins: at the console.
        passwords: makes and checks hashes.
        throttle: slows guessing down.
        invitations: the one-time links.
        accounts: adds and changes accounts.
        journeys: what is remembered of somebody who is at the provider.
        provider: the identity provider; None where there is none.
        provider_settings: of it.
        changing: held while an account is changed, so that two admins cannot remove each other
            at the same moment.
        hashing: held while a password is hashed.
    """

    logins: Logins
    passwords: Passwords
    throttle: Throttle
    invitations: Invitations
    accounts: AccountChanges
    journeys: Journeys
    provider: Provider | None
    provider_settings: ProviderSettings | None
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(HASHED_AT_ONCE))

    @classmethod
    def of(cls, parts: Parts, passwords: Passwords | None = None) -> Self:
        """Made of the parts of a server.

        Args:
            parts: of the server.
            passwords: with other costs than the recommended ones.

        Raises:
            SettingsError: the settings of the identity provider make no sense.
        """
        chosen = provider_settings(parts.settings)
        invitations = Invitations(parts.store)
        logins = Logins(parts.store, parts.settings)
        return cls(
            logins,
            passwords or Passwords(),
            Throttle(),
            invitations,
            AccountChanges(parts.store, invitations),
            Journeys(parts.store, secure=logins.secure),
            None if chosen is None else Provider(chosen),
            chosen,
        )

    async def hashed(self, password: str) -> str:
        """What is kept of a password."""
        async with self.hashing:
            return await sync_to_thread(self.passwords.hashed, password)

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether this is the password that a hash was kept of; as long where there is none."""
        async with self.hashing:
            return await sync_to_thread(self.passwords.fits, password, kept)


GivenEntrance: TypeAlias = NamedDependency[SkipValidation[Entrance]]
"""As a handler asks for it: `async def log_in(entrance: GivenEntrance) -> ...`."""
