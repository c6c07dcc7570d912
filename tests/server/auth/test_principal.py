"""Who is asking, as a value."""

from samehands.server.auth import ANONYMOUS, Principal, PrincipalKind, Role, Scope
from samehands.server.auth.allow import Caller


def test_no_two_rights_have_the_same_word() -> None:
    words = [*Role, *Scope, *Caller]

    assert len(set(map(str, words))) == len(words)


def test_the_access_log_s_name_says_what_kind_it_is() -> None:
    key = Principal(PrincipalKind.API_KEY, "9f3c", scopes=frozenset({Scope.SESSIONS}))

    assert key.actor == "api_key:9f3c"
    assert ANONYMOUS.actor == "anonymous"


def test_anonymous_has_no_rights() -> None:
    assert not ANONYMOUS.roles
    assert not ANONYMOUS.scopes
