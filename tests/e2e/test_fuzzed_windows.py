"""Whatever a collector sends, the service says what became of it, and never fails."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.case import batch, begun
from fixtures.people import ORIGIN, recorded_windows
from fixtures.service import Service
from samehands.wire import decode
from samehands.wire.codec import encode_json

pytestmark = pytest.mark.slow

OWN: Final = recorded_windows()[0]
MESSAGE_PACK: Final = "application/vnd.msgpack"
ANSWERS: Final = frozenset({200, 400, 413, 415, 422, 429})


@dataclass(frozen=True)
class Line:
    """A collector's line to a service.

    Args:
        service: where it leads.
        client: that shows the token of a session.
    """

    service: Service
    client: httpx.Client


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A session that nobody limits."""
    limits = {"requests_per_subject": 100_000, "windows_per_subject": 1_000_000}
    service = Service(tmp_path_factory.mktemp("service"), settings=limits).start()
    _, token = begun(service.host_application(), "fuzzed")
    shown = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
    with httpx.Client(base_url=service.url, headers=shown, timeout=60.0) as client:
        yield Line(service, client)
    assert "Traceback" not in service.said()
    service.stop()


def check(answer: httpx.Response) -> None:
    """The answer is one that is promised, and accounts for every window."""
    assert answer.status_code in ANSWERS, answer.text
    if answer.status_code == httpx.codes.OK:
        said = answer.json()
        assert said["received"] == said["accepted"] + said["repeated"] + len(said["rejected"])
    else:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def mangled(body: bytes) -> st.SearchStrategy[bytes]:
    """A body with some bytes changed, cut off or put in."""
    places = st.integers(0, len(body))

    def changed(edits: list[tuple[int, bytes, int]]) -> bytes:
        data = bytearray(body)
        for at, put, cut in edits:
            data[at : at + cut] = put
        return bytes(data)

    edit = st.tuples(places, st.binary(max_size=4), st.integers(0, 4))
    return st.lists(edit, min_size=1, max_size=3).map(changed)


JSON: Final = b"[" + b",".join(encode_json(decode(message)) for message in OWN[:3]) + b"]"

BODIES: Final = st.one_of(
    st.tuples(st.just(MESSAGE_PACK), st.binary(max_size=600)),
    st.tuples(st.just(MESSAGE_PACK), mangled(batch(OWN[:3]))),
    st.tuples(st.just("application/json"), mangled(JSON)),
    st.tuples(st.just("application/json"), st.text(max_size=200).map(str.encode)),
    st.tuples(st.sampled_from([MESSAGE_PACK, "application/json", "text/plain", ""]), st.binary()),
)


@settings(max_examples=400)
@given(sent=BODIES)
def test_no_body_makes_it_fail(sent: tuple[str, bytes], line: Line) -> None:
    kind, body = sent

    check(line.client.post("/v1/windows", content=body, headers={"Content-Type": kind}))


@settings(max_examples=100)
@given(
    body=st.one_of(st.binary(max_size=200), mangled(gzip.compress(batch(OWN[:3]))), mangled(JSON)),
    encoding=st.sampled_from(["gzip", "GZIP", "gzip, gzip", "br", "identity", "deflate", "x"]),
)
def test_no_packing_makes_it_fail(body: bytes, encoding: str, line: Line) -> None:
    headers = {"Content-Type": MESSAGE_PACK, "Content-Encoding": encoding}

    check(line.client.post("/v1/windows", content=body, headers=headers))


def test_what_unpacks_to_too_much_is_refused(line: Line) -> None:
    headers = {"Content-Type": MESSAGE_PACK, "Content-Encoding": "gzip"}
    bomb = gzip.compress(bytes(50_000_000))

    assert line.client.post("/v1/windows", content=bomb, headers=headers).status_code == 413


@settings(max_examples=100)
@given(sequences=st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=8))
def test_no_order_of_sequence_numbers_makes_it_fail(sequences: list[int], line: Line) -> None:
    for sequence in sequences:
        body = batch(OWN[:1], first=sequence)
        check(
            line.client.post("/v1/windows", content=body, headers={"Content-Type": MESSAGE_PACK})
        )
