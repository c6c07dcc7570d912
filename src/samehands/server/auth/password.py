"""Passwords: which are good enough, and how they are kept."""

import unicodedata
from collections.abc import Callable
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from samehands.errors import InputError
from samehands.server.auth.secret import new_secret

SHORTEST: Final = 12
"""Characters in a password at least. Fewer: a stolen hash is guessed sooner."""

LONGEST: Final = 256
"""Characters in a password at most: room for any sentence, and no megabytes to hash."""

FEWEST_DIFFERENT: Final = 5
"""Different characters in a password at least: `aaaaaaaaaaaa` is one character, not twelve."""

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
)
"""What fingers walk along; a password that only walks is guessed first."""

_WALK: Final = 4
"""Characters that make a walk along a row."""

_GUESSED_FIRST: Final = frozenset(
    {
        "admin",
        "administrator",
        "analyst",
        "changeme",
        "company",
        "default",
        "football",
        "iloveyou",
        "letmein",
        "master",
        "monkey",
        "passphrase",
        "passwort",
        "password",
        "motdepasse",
        "samehands",
        "secret",
        "security",
        "summer",
        "sunshine",
        "superman",
        "temp",
        "temporary",
        "test",
        "welcome",
        "willkommen",
        "winter",
    }
)
"""Words that a guesser tries with digits and marks around them."""

_LOOKALIKES: Final = str.maketrans("@4831!05$7", "aabeiiosst")


def require_good(password: str, *, name: str) -> None:
    """Refuse a password that is guessed early.

    Args:
        password: as it was sent.
        name: of the account that it is for.

    Raises:
        InputError: says which rule it breaks, never the password.
    """
    text = _plain(password)
    length = min(len(password), len(text))  # one character can become several, and they are one
    broken = next((due for due, breaks in _rules(name, length) if breaks(text)), None)
    if broken is not None:
        raise InputError("password", got=f"one of {length} characters", due=broken)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _rules(name: str, length: int) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    return (
        (f"{SHORTEST} characters or more", lambda _: length < SHORTEST),
        (f"{LONGEST} characters or fewer", lambda text: len(text) > LONGEST),
        (
            f"{FEWEST_DIFFERENT} different characters or more",
            lambda text: len(set(text.casefold())) < FEWEST_DIFFERENT,
        ),
        ("one that is not built on the account's name", lambda text: _is_built_on(name, text)),
        ("more than a walk along the keyboard", _only_walks),
        ("more than a word that everybody tries first", _is_guessed_first),
    )


def _is_built_on(name: str, text: str) -> bool:
    rest = text.casefold().replace(name.casefold(), "")
    return len(rest) < len(text) and len(rest) < SHORTEST


def _only_walks(text: str) -> bool:
    """Whether hardly anything is left without the walks along rows, either way."""
    rest, at = 0, 0
    folded = text.casefold()
    while at < len(folded):
        walk = _walk_at(folded, at)
        rest += 0 if walk else 1
        at += walk or 1
    return rest < _WALK


def _walk_at(text: str, at: int) -> int:
    length = 0
    for row in _ROWS:
        for way in (row, row[::-1]):
            reach = _WALK
            while at + reach <= len(text) and text[at : at + reach] in way:
                length = max(length, reach)
                reach += 1
    return length


def _is_guessed_first(text: str) -> bool:
    """Whether hardly anything is left without a word of the list, digits and marks."""
    folded = text.casefold()
    for spelt in (folded, folded.translate(_LOOKALIKES)):
        rest = spelt
        for word in sorted(_GUESSED_FIRST, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(spelt) and sum(letter.isalpha() for letter in rest) < _WALK:
            return True
    return False


class Passwords:
    """Makes and checks the hashes of passwords by argon2id. Slow on purpose: call it in a thread.

    Args:
        hasher: with its costs; argon2-cffi's own, which follow RFC 9106, where none is given.
    """

    def __init__(self, hasher: Argon2Hasher | None = None) -> None:
        self._hash = PasswordHash((hasher or Argon2Hasher(),))
        self._nobodys = self._hash.hash(new_secret())

    def hashed(self, password: str) -> str:
        """What is kept of a password."""
        return self._hash.hash(_plain(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether this is the password that a hash was kept of.

        Args:
            password: as it was sent.
            kept: its hash; None where there is no such account or it has no password, which
                takes as long as a wrong password, so that the time names no account.
        """
        text = _plain(password[: LONGEST + 1])
        if kept is None or len(password) > LONGEST:
            self._hash.verify(text, self._nobodys)
            return False
        return self._hash.verify(text, kept)

    def wants_rehash(self, kept: str) -> bool:
        """Whether a hash was made at lower costs than today's."""
        return self._hash.current_hasher.check_needs_rehash(kept)
