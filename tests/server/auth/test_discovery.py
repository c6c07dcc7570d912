"""What a provider says about itself, and what of it is believed."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.server.auth import discovery
from samehands.server.auth.discovery import ASKED_AGAIN_AFTER, KNOWN_FOR, Discovery
from samehands.server.problems import ProblemError, ProblemKind
from server.auth.hostile_provider import HostileProvider, hostile_provider
from server.auth.house import NOON

WELL_KNOWN = "/.well-known/openid-configuration"


@pytest.fixture
def theirs() -> Iterator[HostileProvider]:
    """A provider that answers what a test wants."""
    with hostile_provider() as started:
        yield started


def _refused(found: Discovery) -> bool:
    with pytest.raises(ProblemError) as refused:
        asyncio.run(found.metadata(NOON))
    return refused.value.kind is ProblemKind.PROVIDER_FAILED


def test_what_was_learnt_is_believed_for_an_hour(theirs: HostileProvider) -> None:
    found = Discovery(theirs.issuer)
    for now in (NOON, NOON + KNOWN_FOR - 1, NOON + KNOWN_FOR):
        asyncio.run(found.metadata(Micros(now)))
        asyncio.run(found.keys(Micros(now)))

    assert len(theirs.asked[WELL_KNOWN]) == len(theirs.asked["/keys"]) == 2


def test_keys_are_asked_for_again_once_a_minute(theirs: HostileProvider) -> None:
    found = Discovery(theirs.issuer)
    for now in (NOON, NOON + ASKED_AGAIN_AFTER - 1, NOON + ASKED_AGAIN_AFTER):
        asyncio.run(found.keys(Micros(now), unknown=True))

    assert len(theirs.asked["/keys"]) == 2


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://other.example"},
        {"issuer": "{issuer}/"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": 17},
        {"token_endpoint": "http://other.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://[::1"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https:///auth"},
        {"id_token_signing_alg_values_supported": "RS256"},
    ],
    ids=str,
)
def test_a_description_that_is_not_safe_is_refused(
    theirs: HostileProvider, description: dict[str, Any]
) -> None:
    theirs.description = {
        name: value.format(issuer=theirs.issuer) if isinstance(value, str) else value
        for name, value in description.items()
    }

    assert _refused(Discovery(theirs.issuer))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (404, b"{}"),
        (302, b"{}"),
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
    ],
    ids=["500", "404", "redirect", "empty", "html", "list", "no text", "deep"],
)
def test_an_answer_that_is_no_description_is_refused(
    theirs: HostileProvider, status: int, body: bytes
) -> None:
    theirs.answers[WELL_KNOWN] = (status, body)
    theirs.extra_headers = {"Location": f"{theirs.issuer}/keys"}

    assert _refused(Discovery(theirs.issuer))
    assert "/keys" not in theirs.asked


def test_an_endless_answer_is_not_read_to_its_end(
    theirs: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "LARGEST_ANSWER", 10_000)
    theirs.answers[WELL_KNOWN] = (200, json.dumps({"issuer": "x" * 1_000_000}).encode())

    assert _refused(Discovery(theirs.issuer))


def test_a_provider_that_is_not_there_is_refused(theirs: HostileProvider) -> None:
    assert _refused(Discovery("http://127.0.0.1:9"))
    assert theirs.asked == {}


@pytest.mark.parametrize(
    "keys", [b"{}", b'{"keys": 17}', b'{"keys": [{"kty": "RSA"}]}', b'{"keys": [null]}']
)
def test_keys_that_are_none_are_refused(theirs: HostileProvider, keys: bytes) -> None:
    theirs.answers["/keys"] = (200, keys)

    with pytest.raises(ProblemError):
        asyncio.run(Discovery(theirs.issuer).keys(NOON))


def test_a_provider_that_failed_once_is_asked_again(theirs: HostileProvider) -> None:
    found = Discovery(theirs.issuer)
    theirs.answers[WELL_KNOWN] = (503, b"{}")
    assert _refused(found)
    theirs.answers.clear()

    assert asyncio.run(found.metadata(NOON)).issuer == theirs.issuer


def test_a_provider_that_takes_too_long_is_not_waited_for(
    theirs: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: object, **__: object) -> httpx.Response:
        raise httpx.ReadTimeout("too long")

    monkeypatch.setattr(httpx.AsyncClient, "send", slow)

    assert _refused(Discovery(theirs.issuer))
    assert discovery.PATIENCE * MICROS_PER_SECOND < KNOWN_FOR
