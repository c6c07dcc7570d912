"""The settings of the identity provider."""

from typing import Any

import pytest

from samehands.errors import SettingsError
from samehands.server.auth import Role
from samehands.server.auth.oidc_settings import provider_settings, role_map
from samehands.server.settings import Settings


def _settings(**changed: Any) -> Settings:
    known = {"oidc_issuer": "https://id.example", "oidc_client_id": "samehands"}
    return Settings(**{**known, **changed})


def test_without_an_issuer_there_is_no_provider() -> None:
    assert provider_settings(Settings()) is None


def test_the_secret_is_not_shown() -> None:
    chosen = provider_settings(_settings(oidc_client_secret="hush"))  # noqa: S106  # on purpose

    assert chosen is not None
    assert chosen.client_secret == "hush"  # noqa: S105  # on purpose
    assert "hush" not in repr(chosen)


@pytest.mark.parametrize("scopes", [("openid", "email"), ("email",), ()])
def test_an_id_token_is_always_asked_for(scopes: tuple[str, ...]) -> None:
    chosen = provider_settings(_settings(oidc_scopes=scopes))

    assert chosen is not None
    assert chosen.scopes.count("openid") == 1


def test_words_are_mapped_to_roles() -> None:
    assert role_map(("sec = analyst", "cn=dpo,ou=x=privacy_officer", "both=admin")) == {
        "sec": Role.ANALYST,
        "cn=dpo,ou=x": Role.PRIVACY_OFFICER,
        "both": Role.ADMIN,
    }


@pytest.mark.parametrize(
    "pairs", [("sec",), ("sec=owner",), ("=admin",), ("sec=",), ("a=admin", "a=analyst"), ("",)]
)
def test_a_pair_that_makes_no_sense_is_refused(pairs: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="oidc_role_map, pair"):
        role_map(pairs)
