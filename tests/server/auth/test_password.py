"""Passwords: which are taken, and how they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import InputError
from samehands.server.auth.password import LONGEST, SHORTEST, Passwords, require_good
from server.auth.house import PASSWORD, quick_passwords


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct horse battery staple",
        "T7#kq0vZ1m!x",
        "дванадцять чапель",
        "summer rain on the tin roof of the barn",
        "九月的雨落在旧屋顶上滴滴答答",
    ],
)
def test_good_passwords_are_taken(password: str) -> None:
    require_good(password, name="ada")


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "12 characters or more"),
        ("T7#kq0vZ1m!", "12 characters or more"),
        ("x" * (LONGEST + 1), "256 characters or fewer"),
        ("aaaaaaaaaaaaaaaa", "different characters"),
        ("abababababab", "different characters"),
        ("1212121212121212", "different characters"),
        ("ada.lovelace1", "account's name"),
        ("Ada.Lovelace2026!", "account's name"),
        ("qwertyuiop123", "walk along the keyboard"),
        ("1234567890123", "walk along the keyboard"),
        ("0987654321abcdef", "walk along the keyboard"),
        ("password12345!", "everybody tries first"),
        ("P@ssw0rd2026!!", "everybody tries first"),
        ("Samehands2026!", "everybody tries first"),
        ("Welcome-Welcome-1", "everybody tries first"),
        ("Passwort-2026-11", "everybody tries first"),
    ],
)
def test_a_password_that_is_guessed_early_is_refused_with_the_rule(
    password: str, rule: str
) -> None:
    with pytest.raises(InputError, match=rule):
        require_good(password, name="ada.lovelace")


def test_the_refusal_never_repeats_the_password() -> None:
    with pytest.raises(InputError) as refused:
        require_good("P@ssw0rd2026!!", name="ada")

    assert "P@ssw0rd" not in str(refused.value)


def test_a_long_password_may_hold_the_name() -> None:
    require_good("ada keeps seventeen herons in the attic", name="ada")


@given(st.text(max_size=SHORTEST - 1))
def test_a_short_one_is_refused_whatever_it_is(password: str) -> None:
    with pytest.raises(InputError):
        require_good(password, name="ada")


def test_only_the_same_password_fits() -> None:
    passwords = quick_passwords()
    kept = passwords.hashed(PASSWORD)

    assert passwords.fits(PASSWORD, kept)
    assert not passwords.fits(PASSWORD + " ", kept)
    assert PASSWORD not in kept


def test_the_same_letters_by_another_keyboard_fit() -> None:
    passwords = quick_passwords()

    assert passwords.fits("caffe\u0301 am Flussufer", passwords.hashed("caff\u00e9 am Flussufer"))


def test_a_password_is_hashed_by_argon2id_with_a_salt() -> None:
    kept = Passwords().hashed(PASSWORD)

    assert kept.startswith("$argon2id$")
    assert kept != Passwords().hashed(PASSWORD)


def test_where_there_is_no_account_a_hash_is_computed_all_the_same() -> None:
    passwords = quick_passwords()
    asked: list[str] = []
    verify = passwords._hash.verify

    def watched(password: str, kept: str) -> bool:
        asked.append(kept)
        return verify(password, kept)

    passwords._hash.verify = watched  # type: ignore[assignment,method-assign]  # to see its calls

    assert not passwords.fits(PASSWORD, None)
    assert not passwords.fits("x" * (LONGEST + 1), passwords.hashed(PASSWORD))
    assert asked == [passwords._nobodys] * 2


def test_the_hash_for_nobody_costs_what_all_others_do() -> None:
    passwords = Passwords()
    costs = passwords.hashed(PASSWORD).split("$")[:4]

    assert passwords._nobodys.split("$")[:4] == costs


def test_a_hash_made_at_lower_costs_wants_another() -> None:
    cheap = quick_passwords().hashed(PASSWORD)

    assert Passwords().wants_rehash(cheap)
    assert not quick_passwords().wants_rehash(cheap)
