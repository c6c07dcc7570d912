"""Log-ins at the console: a random token in a cookie, of which only the hash is kept."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Cookie

from samehands.adapters.sql import AccountRow, LoginRow, SqlStore
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth.principal import Principal, PrincipalKind, Role
from samehands.server.auth.secret import digest, new_secret
from samehands.server.settings import Settings

USED_WRITTEN_EVERY: Final = Micros(60 * MICROS_PER_SECOND)
"""How often it is written that a log-in or a key was used: once a minute, not with each request."""

_SECONDS_PER_MINUTE: Final = 60
_MINUTES_PER_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is logged in.

    Args:
        account: theirs.
        login: the browser that they are logged in with.
    """

    account: AccountRow
    login: LoginRow


@dataclass(frozen=True, slots=True)
class Begun:
    """A log-in that has just begun.

    Args:
        login: as it is kept.
        cookie: carries the token to the browser; nothing else ever has it.
    """

    login: LoginRow
    cookie: Cookie = field(repr=False)


class Logins:
    """Begins, finds and ends log-ins. Its calls block.

    Args:
        store: keeps them.
        settings: how long they last, and whether the console is at an https address.
    """

    def __init__(self, store: SqlStore, settings: Settings) -> None:
        self._store = store
        minutes = settings.login_lifetime * _MINUTES_PER_HOUR
        self._lifetime = minutes * _SECONDS_PER_MINUTE * MICROS_PER_SECOND
        self._idle = settings.login_idle * _SECONDS_PER_MINUTE * MICROS_PER_SECOND
        self._secure = urlsplit(settings.public_url or "").scheme == "https"

    @property
    def secure(self) -> bool:
        """Whether the console is at an https address, so that cookies may ask for it."""
        return self._secure

    @property
    def cookie_name(self) -> str:
        """The cookie's name. With https the prefix keeps other hosts from setting it."""
        return "__Host-samehands" if self._secure else "samehands"

    def begin(self, account: AccountRow, now: Micros, *, instead_of: str | None = None) -> Begun:
        """Log somebody in, always with a token that nobody had before.

        Args:
            account: theirs.
            now: µs on the server's clock.
            instead_of: token that the browser came with; it is worth nothing afterwards.

        Raises:
            StorageError: it cannot be kept.
        """
        if instead_of is not None:
            self._store.logins.remove(digest(instead_of))
        token = new_secret()
        login = LoginRow(
            digest(token), account.id, new_secret(), now, now, Micros(now + self._lifetime)
        )
        self._store.logins.add(login)
        return Begun(login, self._cookie(token, self._lifetime // MICROS_PER_SECOND))

    def find(self, token: str, now: Micros) -> Known | None:
        """Who is logged in with a token; None for nobody, too long idle, too old, or disabled.

        Raises:
            StorageError: the store cannot be read.
        """
        login = self._store.logins.get(digest(token))
        if login is None:
            return None
        if now >= login.expires_at or now - login.last_at >= self._idle:
            self._store.logins.remove(login.token_hash)
            return None
        account = self._store.accounts.get(login.account_id)
        if account is None or account.disabled:
            self._store.logins.remove(login.token_hash)
            return None
        if now - login.last_at >= USED_WRITTEN_EVERY:
            self._store.logins.used(login.token_hash, now)
        return Known(account, login)

    def end(self, login: LoginRow) -> Cookie:
        """Log a browser out; the cookie takes the token away from it.

        Raises:
            StorageError: it cannot be kept.
        """
        self._store.logins.remove(login.token_hash)
        return self._cookie("", 0)

    def _cookie(self, value: str, max_age: int) -> Cookie:
        return Cookie(
            self.cookie_name,
            value=value,
            path="/",
            max_age=max_age,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )


def principal_of(account: AccountRow) -> Principal:
    """Who an account is, with what it may do now; a role that there is no more counts for nothing."""
    roles = frozenset(Role(name) for name in account.roles if name in frozenset(Role))
    subject = account.subject if Role.SELF in roles else None
    return Principal(PrincipalKind.ACCOUNT, account.id, roles, subject=subject)
