"""Requests that a foreign page makes a browser send."""

import pytest
from litestar.datastructures import Headers

from samehands.server.auth.forgery import CSRF_HEADER, require_console, require_csrf
from samehands.server.problems import ProblemError, ProblemKind

OWN = "https://samehands.example"


def _refused(headers: list[tuple[str, str]], public_url: str | None = OWN) -> bool:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    try:
        require_console(Headers(raw), "https", public_url)
    except ProblemError as problem:
        return problem.kind is ProblemKind.CSRF
    return False


@pytest.mark.parametrize(
    "site", ["cross-site", "same-site", "none", "", "same-origin, cross-site"]
)
def test_a_browser_that_names_another_site_is_refused(site: str) -> None:
    assert _refused([("sec-fetch-site", site), ("origin", OWN)])


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://samehands.example",
        "https://samehands.example:8443",
        "https://samehands.example.evil.example",
        "https://evil.example/https://samehands.example",
        "null",
        "",
        "https://[",
    ],
)
def test_a_page_at_another_origin_is_refused(origin: str) -> None:
    assert _refused([("origin", origin)])


def test_a_second_origin_does_not_make_up_for_a_wrong_one() -> None:
    assert _refused([("origin", OWN), ("origin", "https://evil.example")])
    assert _refused([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")])


@pytest.mark.parametrize("origin", [OWN, OWN + ":443"])
def test_the_console_itself_is_let_through(origin: str) -> None:
    assert not _refused([("sec-fetch-site", "same-origin"), ("origin", origin)])


def test_a_program_that_is_no_browser_is_let_through() -> None:
    assert not _refused([("content-type", "application/json")])


@pytest.mark.parametrize(
    "form",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "Text/Plain; charset=utf-8",
    ],
)
def test_a_form_is_refused_whoever_sends_it(form: str) -> None:
    assert _refused([("content-type", form)])


def test_without_a_public_url_the_own_origin_is_where_the_request_went() -> None:
    host = ("host", "127.0.0.1:8080")

    assert not _refused([host, ("origin", "https://127.0.0.1:8080")], None)
    assert _refused([host, ("origin", "https://127.0.0.1:9090")], None)
    assert _refused([("origin", "https://127.0.0.1:8080")], None)


@pytest.mark.parametrize(
    "sent", [[], [""], ["another"], ["due", "due"], ["due", "another"], ["Due"]]
)
def test_only_the_one_right_csrf_token_is_taken(sent: list[str]) -> None:
    raw = [(CSRF_HEADER.lower().encode(), value.encode()) for value in sent]

    with pytest.raises(ProblemError):
        require_csrf(Headers(raw), "due")


def test_the_right_csrf_token_is_taken() -> None:
    require_csrf(Headers([(CSRF_HEADER.lower().encode(), b"due")]), "due")
