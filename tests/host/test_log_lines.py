import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import SettingsError
from samehands.host.log_lines import Line, json_lines, nginx
from samehands.quantities import Micros

AT = Micros(1_795_687_200_000_000)
START = b'::1 - ann [26/Nov/2026:10:00:00 +0000] "GET /customers/4711?a=%20b HTTP/1.1" 200 5 '


def test_a_combined_line_says_who_asked_for_what() -> None:
    line = nginx(START + b'"https://crm.example/" "Mozilla/5.0 (X11)"\n')

    assert line == Line(AT, "GET", "/customers/4711?a= b", 200, None, "ann")


def test_a_further_quoted_field_is_the_session() -> None:
    line = nginx(START + b'"-" "Mozilla/5.0" "session-1"')

    assert line is not None
    assert (line.session, line.subject) == ("session-1", None)


@pytest.mark.parametrize("session", [b"-", b""])
def test_a_session_that_there_is_not_leaves_the_user(session: bytes) -> None:
    line = nginx(START + b'"-" "Mozilla/5.0" "' + session + b'"')

    assert line is not None
    assert (line.session, line.subject) == (None, "ann")


def test_the_zone_of_the_time_counts() -> None:
    line = nginx(START.replace(b"10:00:00 +0000", b"12:00:00 +0200") + b'"-" "-"')

    assert line is not None
    assert line.at == AT


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        START.replace(b"Nov", b"Nix"),
        b'::1 - - [26/Nov/2026:10:00:00 +0000] "\\x16\\x03" 400 0 "-" "-"',
    ],
)
def test_what_is_no_request_is_none(line: bytes) -> None:
    assert nginx(line) is None


@pytest.mark.parametrize(
    "time",
    [
        b'"2026-11-26T10:00:00+00:00"',
        b'"2026-11-26T10:00:00Z"',
        b"1795687200",
        b"1795687200.0",
        b"1795687200000",
        b"1795687200000000",
    ],
)
def test_a_line_of_json_may_say_the_time_in_several_ways(time: bytes) -> None:
    line = json_lines({})(b'{"time": ' + time + b', "path": "/c/7", "session": "s"}')

    assert line == Line(AT, "GET", "/c/7", 200, "s", None)


def test_the_keys_can_be_named() -> None:
    read = json_lines({"time": "@timestamp", "path": "uri", "subject": "user"})
    line = read(
        b'{"@timestamp": 1795687200, "uri": "/c/7", "user": "ann", "status": 404, "method": "post"}'
    )

    assert line == Line(AT, "POST", "/c/7", 404, None, "ann")


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"{}",
        b'{"time": 1795687200}',
        b'{"time": true, "path": "/c"}',
        b'{"time": "2026-11-26T10:00:00", "path": "/c"}',
        b'{"time": "soon", "path": "/c"}',
        b'{"time": 1795687200, "path": 7}',
        b'{"time": 1795687200, "path": "/c", "status": "fine"}',
        b'{"time": 1795687200, "path": "/c", "status": null}',
    ],
)
def test_a_line_that_does_not_say_enough_is_none(line: bytes) -> None:
    assert json_lines({})(line) is None


def test_a_key_that_is_not_needed_is_refused() -> None:
    with pytest.raises(SettingsError):
        json_lines({"customer": "id"})


@given(st.binary(max_size=300))
def test_any_bytes_are_a_line_or_none(line: bytes) -> None:
    for read in (nginx, json_lines({})):
        found = read(line)
        assert found is None or found.at >= 0
