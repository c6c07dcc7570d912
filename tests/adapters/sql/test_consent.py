"""The consent to a session: the first one stays, and what is kept beside it leaves it alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sql.examples import SESSION, change, later, put_in
from samehands.adapters.sql import Consent, SqlStore
from samehands.trust import TrustState

FIRST = Consent("2026-11", "de-AT", later(1))
NEWER = Consent("2026-12", "de-AT", later(2))

consents = st.builds(
    Consent, st.sampled_from(["a", "b", "c"]), st.just("en"), st.integers(0, 3).map(later)
)


@given(consents, consents)
def test_of_two_consents_at_most_one_gives_way_and_none_to_itself(
    one: Consent, other: Consent
) -> None:
    assert not (one.gives_way_to(other) and other.gives_way_to(one))
    assert not one.gives_way_to(one)


def test_a_session_starts_with_a_consent_or_without(store: SqlStore) -> None:
    put_in(store, SESSION, replace(SESSION, id="session-2", consent=FIRST))

    assert [row.consent for row in store.sessions.open()] == [None, FIRST]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (FIRST, FIRST),
        (replace(FIRST, at=later(9)), FIRST),
        (replace(FIRST, language="en"), FIRST),
        (replace(NEWER, at=FIRST.at), FIRST),
        (replace(NEWER, at=later(0)), FIRST),
        (NEWER, NEWER),
    ],
)
def test_the_first_consent_stays_unless_another_text_was_agreed_to_later(
    store: SqlStore, told: Consent, kept: Consent
) -> None:
    put_in(store, SESSION)

    assert store.sessions.agree(SESSION.id, FIRST) == FIRST
    assert store.sessions.agree(SESSION.id, told) == kept
    found = store.sessions.get(SESSION.id)
    assert found == replace(SESSION, consent=kept)


def test_to_a_session_that_there_is_not_nobody_agrees(store: SqlStore) -> None:
    assert store.sessions.agree("nobody's", FIRST) is None


def test_whoever_does_not_know_of_the_consent_yet_does_not_take_it_away(store: SqlStore) -> None:
    put_in(store, SESSION)
    store.sessions.agree(SESSION.id, FIRST)
    put_in(store, replace(SESSION, state=TrustState.VERIFIED, revision=2))

    found = store.sessions.get(SESSION.id)
    assert found is not None
    assert (found.revision, found.consent) == (2, FIRST)


def test_half_a_consent_is_none(store: SqlStore) -> None:
    put_in(store, replace(SESSION, consent=FIRST))
    change(store, "UPDATE sessions SET consent_language = NULL")

    found = store.sessions.get(SESSION.id)
    assert found is not None
    assert found.consent is None
