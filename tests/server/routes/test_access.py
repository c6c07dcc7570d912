"""Record reads: each is told of once, counted once, and durable when it is answered."""

import gzip
from pathlib import Path
from typing import Any

import msgspec
import pytest

from samehands.adapters.sql import SqlStore
from samehands.monitor import RecordsRead
from samehands.quantities import Micros
from samehands.server.auth import Scope
from samehands.server.housekeeping import ages_of
from server.access_host import access_service, hashed, read_of, tell, told
from server.service import Clock, Host, seconds


def kept(store: SqlStore, subject: str) -> list[RecordsRead]:
    """What the store has of a subject's reads since its last snapshot."""
    return [one for one in store.journal.load(subject).since if isinstance(one, RecordsRead)]


def test_reads_are_taken_in_for_their_subject_and_session(host: Host) -> None:
    one, other = host.start("s-1")["session"], host.start("s-2")["session"]
    answer = told(
        host,
        [
            read_of(1, session=one),
            read_of(2, session=one, action="export", count=40, sequential=True),
            read_of(3, session=other, resource="order"),
            read_of(4, subject="s-2"),
        ],
    )

    assert answer == {"received": 4, "accepted": 4, "repeated": 0, "rejected": []}
    (first,) = kept(host.parts.store, "s-1")
    assert first.session == one
    assert [read.record.hex() for read in first.reads] == [hashed(1), hashed(2)]
    assert (first.reads[1].action, first.reads[1].count, first.reads[1].sequential) == (
        "export",
        40,
        True,
    )
    assert {read.session for read in kept(host.parts.store, "s-2")} == {other, None}


def test_a_batch_that_comes_again_changes_nothing(host: Host) -> None:
    session = host.start("s-1")["session"]
    reads = [read_of(1, session=session), read_of(2, subject="s-1")]
    told(host, reads, sequence=7)
    before = host.parts.store.journal.load("s-1").ordinal
    again = told(host, reads, sequence=7)

    assert (again["accepted"], again["repeated"]) == (0, 2)
    assert host.parts.store.journal.load("s-1").ordinal == before


def test_the_same_number_of_another_source_is_another_batch(host: Host) -> None:
    session = host.start("s-1")["session"]
    told(host, [read_of(1, session=session)], sequence=7, source="crm-1")
    answer = told(host, [read_of(1, session=session)], sequence=7, source="crm-2")

    assert answer["accepted"] == 1


def test_after_a_restart_a_batch_is_a_repeat_still(tmp_path: Path) -> None:
    clock = Clock()
    with access_service(tmp_path, clock) as host:
        session = host.start("s-1")["session"]
        told(host, [read_of(1, session=session)], sequence=3)
    with access_service(tmp_path, clock) as host:
        again = told(host, [read_of(1, session=session)], sequence=3)
        new = told(host, [read_of(1, session=session)], sequence=4)

    assert (again["repeated"], new["accepted"]) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"record": "4711"}, "record"),
        ({"record": hashed(1).upper()}, "record"),
        ({"record": hashed(1) + "\n"}, "record"),
        ({"resource": "Customer Müller"}, "value"),
        ({"count": 0}, "value"),
        ({"at": -5}, "value"),
        ({"action": "steal"}, "form"),
        ({"customer": "Müller"}, "form"),
        ({"count": "many"}, "form"),
        ({"session": None}, "who"),
        ({"subject": "s-1"}, "who"),
        ({"session": "nothing"}, "session_unknown"),
        ({"session": None, "subject": "nobody"}, "subject_unknown"),
        ({"session": None, "subject": "no\0body"}, "subject_unknown"),
        ({"at": 1}, "time"),
        ({"at": 4_000_000_000_000_000}, "time"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_reason_and_not_repeated(
    host: Host, wrong: dict[str, Any], reason: str
) -> None:
    session = host.start("s-1")["session"]
    good = read_of(1, session=session)
    bad = {name: value for name, value in {**good, **wrong}.items() if value is not None}
    answer = told(host, [good, bad, good])

    assert (answer["received"], answer["accepted"]) == (3, 2)
    (refused,) = answer["rejected"]
    assert (refused["index"], refused["reason"]) == (1, reason)
    assert not [
        said for said in map(str, wrong.values()) if len(said) > 3 and said in refused["detail"]
    ]


def test_a_batch_of_plain_ids_is_refused_as_a_whole_and_says_what_was_due(host: Host) -> None:
    session = host.start("s-1")["session"]
    answer = tell(host, [{**read_of(1, session=session), "record": f"47{n}"} for n in range(3)])

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:samehands:problem:plain_record"
    assert "32 lower-case hex digits" in answer.json()["detail"]
    assert "471" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"source": "", "sequence": 1, "reads": []}',
        b'{"source": "crm", "sequence": -1, "reads": []}',
        b'{"source": "crm", "sequence": 1, "reads": {}}',
        b'{"source": "crm", "sequence": 1, "reads": [], "more": 1}',
        b"\xff",
        b"[" * 5_000,
    ],
)
def test_what_is_no_batch_is_malformed(host: Host, body: bytes) -> None:
    answer = host.ask(
        "POST", "/v1/access", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400


def test_an_empty_batch_is_one(host: Host) -> None:
    assert told(host, [])["received"] == 0


def test_a_batch_may_be_packed_and_another_form_is_refused(host: Host) -> None:
    session = host.start("s-1")["session"]
    plain = msgspec.json.encode(
        {"source": "crm", "sequence": 1, "reads": [read_of(1, session=session)]}
    )
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    packed = host.ask("POST", "/v1/access", content=gzip.compress(plain), headers=headers)
    bomb = host.ask("POST", "/v1/access", content=gzip.compress(bytes(2**22)), headers=headers)
    text = host.ask("POST", "/v1/access", content=plain, headers={"Content-Type": "text/plain"})

    assert packed.json()["accepted"] == 1
    assert (bomb.status_code, text.status_code) == (413, 415)


def test_more_reads_than_the_limit_are_refused(tmp_path: Path) -> None:
    with access_service(tmp_path, reads_per_batch=2, reads_per_key=3) as host:
        session = host.start("s-1")["session"]
        reads = [read_of(number, session=session) for number in range(3)]

        assert tell(host, reads).status_code == 413
        assert tell(host, reads[:2]).status_code == 200
        limited = tell(host, reads[:2])
        assert limited.status_code == 429
        assert int(limited.headers["Retry-After"]) > 0


def test_reads_of_a_session_that_has_ended_count_for_its_subject(host: Host) -> None:
    session = host.start("s-1")["session"]
    host.end(session)
    answer = told(host, [read_of(1, session=session)])

    assert answer["accepted"] == 1
    (read,) = kept(host.parts.store, "s-1")
    assert read.session is None


def test_of_a_subject_that_was_erased_nothing_is_taken_in(host: Host) -> None:
    session = host.start("s-1")["session"]
    assert host.ask("DELETE", "/v1/subjects/s-1").status_code == 200
    answer = told(host, [read_of(1, session=session), read_of(1, subject="s-1")])

    assert [one["reason"] for one in answer["rejected"]] == ["session_unknown", "subject_unknown"]
    assert host.parts.store.journal.load("s-1").since == ()


def test_a_clock_that_goes_ahead_a_little_counts_as_now(host: Host) -> None:
    session = host.start("s-1")["session"]
    ahead = host.house.clock.now + 60_000_000
    told(host, [read_of(1, session=session, at=ahead)])

    (read,) = kept(host.parts.store, "s-1")
    assert read.reads[0].at == host.house.clock.now


def test_a_key_without_the_scope_tells_nothing(host: Host) -> None:
    session = host.start("s-1")["session"]
    host.key = host.house.key(Scope.SESSIONS)

    assert tell(host, [read_of(1, session=session)]).status_code == 403


def test_reads_that_led_to_nothing_are_on_no_page_and_go_first(tmp_path: Path) -> None:
    with access_service(tmp_path, snapshot_every=2) as host:
        session = host.start("s-1")["session"]
        for number in range(3):
            host.pass_seconds(30)
            told(host, [read_of(number, session=session)])
        store = host.parts.store
        points = store.journal.taken("s-1", session, limit=100)

        assert [type(point.event).__name__ for point in points] == ["SessionStarted"]
        host.end(session)  # a snapshot of everything so far
        now = Micros(host.house.clock.now + seconds(3 * 86_400))
        assert store.retention.sweep(now, ages_of(host.parts.settings)).reads == 3
        assert store.journal.load("s-1").ordinal == 5
