"""Which identity provider there is, and how its claims are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from samehands.errors import SettingsError
from samehands.server.auth.principal import Role
from samehands.server.settings import Settings

REQUIRED_SCOPE: Final = "openid"
"""Without it there is no ID token."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """An identity provider.

    Args:
        name: what its button says.
        issuer: its address, exactly as its tokens name it.
        client_id: what this server is called there.
        client_secret: its secret there; None for a client without one.
        scopes: that are asked for.
        name_claim: of the ID token: what people are called.
        role_claim: of the ID token: lists what they may do, in the provider's words.
        roles: the provider's word → role here; a word that is not in it gives nothing.
        subject_claim: of the ID token: whose data the role `self` sees.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    scopes: tuple[str, ...]
    name_claim: str
    role_claim: str
    roles: Mapping[str, Role]
    subject_claim: str | None


def provider_settings(settings: Settings) -> ProviderSettings | None:
    """The identity provider that the settings name; None where they name none.

    Raises:
        SettingsError: a role that does not exist.
    """
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    scopes = settings.oidc_scopes
    return ProviderSettings(
        settings.oidc_name,
        settings.oidc_issuer,
        settings.oidc_client_id,
        None if secret is None else secret.get_secret_value(),
        scopes if REQUIRED_SCOPE in scopes else (REQUIRED_SCOPE, *scopes),
        settings.oidc_name_claim,
        settings.oidc_role_claim,
        role_map(settings.oidc_role_map),
        settings.oidc_subject_claim,
    )


def role_map(pairs: tuple[str, ...]) -> dict[str, Role]:
    """The provider's words for roles: `("sec-team=analyst", "dpo=privacy_officer")`.

    Raises:
        SettingsError: a pair without "=", a role that does not exist, or a word twice.

    >>> role_map(("sec-team=analyst",))
    {'sec-team': <Role.ANALYST: 'analyst'>}
    """
    mapped: dict[str, Role] = {}
    for number, pair in enumerate(pairs, 1):
        word, _, role = (part.strip() for part in pair.rpartition("="))
        if not word or word in mapped or role not in frozenset(Role):
            raise SettingsError(
                f"oidc_role_map, pair {number}",
                got="something else",
                due=f"WORD=ROLE, each word once, ROLE one of {', '.join(Role)}",
            )
        mapped[word] = Role(role)
    return mapped
