import pytest

from host.answering import answering
from samehands.host import AnswerError, AwayError, RefusedError, Samehands, SessionOverError

KEY = "sh_id_secret"


@pytest.mark.parametrize(
    ("status", "retry_after", "due"),
    [(503, "7", 7.0), (429, "3", 3.0), (500, "", None), (502, "soon", None), (504, "-1", None)],
)
def test_not_now_is_away_and_says_when_to_come_again(
    status: int, retry_after: str, due: float | None
) -> None:
    with (
        answering(status, b"busy", Retry_After=retry_after) as server,
        Samehands(server, KEY) as samehands,
        pytest.raises(AwayError) as away,
    ):
        samehands.verdict("s")

    assert away.value.retry_after == due


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"session": 1}', b"[" * 100_000])
def test_an_answer_that_is_none_is_neither_an_allow_nor_away(body: bytes) -> None:
    with (
        answering(200, body) as server,
        Samehands(server, KEY) as samehands,
        pytest.raises(AnswerError),
    ):
        samehands.verdict("s")


def test_a_problem_is_told_by_its_kind() -> None:
    body = b'{"type": "urn:samehands:problem:session_ended", "title": "The session has ended."}'
    with (
        answering(410, body) as server,
        Samehands(server, KEY) as samehands,
        pytest.raises(SessionOverError, match="has ended") as over,
    ):
        samehands.verdict("s")

    assert (over.value.status, over.value.kind) == (410, "session_ended")


def test_a_404_of_somebody_else_is_not_the_end_of_a_session() -> None:
    with (
        answering(404, b"no such host") as server,
        Samehands(server, KEY) as samehands,
        pytest.raises(RefusedError) as refused,
    ):
        samehands.verdict("s")

    assert not isinstance(refused.value, SessionOverError)
