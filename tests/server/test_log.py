"""The log: followed without naming anybody, and without a secret."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from samehands.server.log import Pseudonym, configure_log
from samehands.server.settings import Settings

Written = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Logging is afterwards as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    before = structlog.get_config()
    yield
    root.handlers, root.level = handlers, level
    structlog.configure(**before)


def entries(capsys: Written) -> list[dict[str, object]]:
    """The lines as objects."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_entry_is_one_json_object_with_its_level_and_time(capsys: Written) -> None:
    configure_log(Settings(log_format="json"))
    with structlog.contextvars.bound_contextvars(request="17"):
        structlog.get_logger("samehands.server").info("session started", group="default")

    [entry] = entries(capsys)
    assert entry["event"] == "session started"
    assert (entry["level"], entry["group"], entry["request"]) == ("info", "default", "17")
    assert str(entry["timestamp"]).endswith("Z")


def test_what_uvicorn_says_comes_in_the_same_form(capsys: Written) -> None:
    configure_log(Settings(log_format="json"))
    logging.getLogger("uvicorn.error").info("Started")

    assert [entry["event"] for entry in entries(capsys)] == ["Started"]


def test_what_is_less_important_than_the_level_is_not_written(capsys: Written) -> None:
    configure_log(Settings(log_format="json", log_level="warning"))
    log = structlog.get_logger("samehands.server")
    log.info("not this")
    log.warning("but this")

    assert [entry["event"] for entry in entries(capsys)] == ["but this"]


@pytest.mark.parametrize("name", ["token", "session_token", "Authorization", "api_key", "cookie"])
def test_a_secret_is_stars_whoever_logs_it(capsys: Written, name: str) -> None:
    configure_log(Settings(log_format="json"))
    structlog.get_logger("samehands.server").error("oops", **{name: "hunter2"})

    said = capsys.readouterr().err
    assert "hunter2" not in said
    assert "***" in said


def test_for_people_it_is_a_line_without_colours_where_nobody_sees_them(
    capsys: Written,
) -> None:
    configure_log(Settings(log_format="console"))
    structlog.get_logger("samehands.server").info("session started", group="default")

    said = capsys.readouterr().err
    assert "session started" in said
    assert "\x1b" not in said


def test_a_subject_has_one_pseudonym_for_each_key() -> None:
    one, other = Pseudonym(b"1" * 32), Pseudonym(b"2" * 32)

    assert one.of("seat-4") == one.of("seat-4") != one.of("seat-5")
    assert one.of("seat-4") != other.of("seat-4")
    assert "seat" not in one.of("seat-4")
