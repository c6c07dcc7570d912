"""Session tokens: signed, bound, dated, and good for one server only."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.quantities import Micros
from samehands.server.tokens import (
    KEY_PERIOD,
    TOKEN_CHARACTERS,
    SessionClaims,
    SessionTokens,
    TokenError,
    TokenExpiredError,
)
from server.service import NOON, ORIGIN, seconds

CLAIMS = SessionClaims("se-1", "s-17", "browser", ORIGIN, "default", Micros(NOON + seconds(60)))


def secret_of(server: str) -> SessionTokens:
    """Tokens of a server whose secrets follow from its name."""
    return SessionTokens(
        lambda name: sha256(f"{server} {name}".encode()).digest(), audience="samehands"
    )


TOKENS = secret_of("one")


def test_a_token_says_what_it_was_issued_for() -> None:
    assert TOKENS.verify(TOKENS.issue(CLAIMS, NOON), NOON) == CLAIMS


@given(
    subject=st.text(min_size=1, max_size=128).filter(lambda text: text.isprintable()),
    group=st.text(min_size=1, max_size=64).filter(lambda text: text.isprintable()),
)
def test_any_name_survives_and_no_token_of_ours_is_too_long(subject: str, group: str) -> None:
    claims = SessionClaims("f" * 16, subject, "desktop_agent", "a" * 256, group, CLAIMS.expires_at)
    token = TOKENS.issue(claims, NOON)

    assert TOKENS.verify(token, NOON) == claims
    assert len(token) <= TOKEN_CHARACTERS


def test_a_token_runs_out_at_its_moment() -> None:
    token = TOKENS.issue(CLAIMS, NOON)

    TOKENS.verify(token, Micros(CLAIMS.expires_at - 1))
    with pytest.raises(TokenExpiredError):
        TOKENS.verify(token, CLAIMS.expires_at)


def test_a_key_that_has_had_its_period_is_good_for_one_more() -> None:
    late = Micros(NOON // KEY_PERIOD * KEY_PERIOD + KEY_PERIOD - 1)
    claims = SessionClaims("s", "p", "browser", ORIGIN, "g", Micros(NOON + 10 * KEY_PERIOD))
    token = TOKENS.issue(claims, late)

    assert TOKENS.verify(token, Micros(late + KEY_PERIOD)) == claims
    with pytest.raises(TokenError):
        TOKENS.verify(token, Micros(late + 2 * KEY_PERIOD))


def test_another_server_s_token_is_refused_by_key_and_by_audience() -> None:
    with pytest.raises(TokenError):
        TOKENS.verify(secret_of("two").issue(CLAIMS, NOON), NOON)
    elsewhere = SessionTokens(TOKENS._secret, audience="elsewhere")
    with pytest.raises(TokenError, match="another audience"):
        TOKENS.verify(elsewhere.issue(CLAIMS, NOON), NOON)


def parts_of(token: str) -> list[dict[str, object]]:
    """Header and payload of a token."""
    return [json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def spelled(part: dict[str, object]) -> str:
    """A part as it stands in a token."""
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def forged(**changed: object) -> str:
    """A token with its payload changed, under the old signature."""
    header, payload = parts_of(TOKENS.issue(CLAIMS, NOON))
    signature = TOKENS.issue(CLAIMS, NOON).rpartition(".")[2]
    return f"{spelled(header)}.{spelled({**payload, **changed})}.{signature}"


def without_signature(**header: object) -> str:
    """A token whose header chooses how it is checked."""
    first, payload = parts_of(TOKENS.issue(CLAIMS, NOON))
    return f"{spelled({**first, **header})}.{spelled(payload)}."


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param("a.b.c", id="three letters"),
        pytest.param("." * 5000, id="endless"),
        pytest.param("ä.ö.ü", id="letters that no token has"),
        pytest.param(forged(sub="s-18"), id="another subject"),
        pytest.param(forged(exp=2**40), id="a longer life"),
        pytest.param(without_signature(alg="none"), id="no algorithm"),
        pytest.param(without_signature(alg="HS512"), id="another algorithm"),
        pytest.param(without_signature(kid="../etc/passwd"), id="another key"),
        pytest.param(without_signature(crit=["exp"]), id="critical"),
        pytest.param(TOKENS.issue(CLAIMS, NOON)[:-2], id="cut off"),
        pytest.param(TOKENS.issue(CLAIMS, NOON) + "x", id="longer"),
    ],
)
def test_what_is_not_ours_is_refused_and_nobody_is_told_why(token: str) -> None:
    with pytest.raises(TokenError) as refused:
        TOKENS.verify(token, NOON)

    assert not isinstance(refused.value, TokenExpiredError)
    assert not token or token not in str(refused.value)


@given(st.text(max_size=200))
def test_any_text_is_refused_by_our_error_only(text: str) -> None:
    with pytest.raises(TokenError):
        TOKENS.verify(text, NOON)


def test_a_secret_is_asked_for_once() -> None:
    asked: list[str] = []

    def secret(name: str) -> bytes:
        asked.append(name)
        return b"k" * 32

    tokens = SessionTokens(secret, audience="samehands")
    for _ in range(3):
        tokens.verify(tokens.issue(CLAIMS, NOON), NOON)

    assert len(asked) == 1
