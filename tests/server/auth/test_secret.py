"""Secrets, and what is kept of them."""

from samehands.server.auth.secret import digest, is_secret, new_id, new_secret


def test_a_secret_has_256_bits_and_comes_once() -> None:
    made = {new_secret() for _ in range(100)}

    assert len(made) == 100
    assert all(len(bytes.fromhex(secret)) == 32 for secret in made)


def test_an_id_is_not_a_secret() -> None:
    assert len(new_id()) == 16


def test_a_secret_is_known_again_by_its_digest() -> None:
    secret = new_secret()

    assert is_secret(secret, digest(secret))
    assert not is_secret(new_secret(), digest(secret))


def test_an_empty_digest_fits_nothing() -> None:
    assert not is_secret("", b"")
