import os
import socket
from collections.abc import Callable
from threading import Thread
from time import monotonic

import pytest

from host.access_book import access_book
from host.loops import awaited
from samehands.errors import SettingsError
from samehands.host.async_records import AsyncRecords
from samehands.host.reads import ReadCounts
from samehands.host.record_hash import RecordHash
from samehands.host.records import Records
from server.service import wait_until

HASHES = RecordHash(bytes(range(32)))
KEY = "sh_nobody_nothing"


def told(url: str, ids: range, patience: float = 20.0) -> ReadCounts:
    """What becomes of reads that a thread sends."""
    with Records(url, KEY, HASHES, source="crm", batch=10) as records:
        for number in ids:
            records.read(number, "customer", session="s")
        records.close(patience)
        return records.counts


def told_from_a_loop(url: str, ids: range, patience: float = 20.0) -> ReadCounts:
    """What becomes of reads that a task sends."""

    async def tell() -> ReadCounts:
        async with AsyncRecords(url, KEY, HASHES, source="crm", batch=10) as records:
            for number in ids:
                records.read(number, "customer", session="s")
            await records.close(patience)
            return records.counts

    return awaited(tell())


BOTH = pytest.mark.parametrize("tell", [told, told_from_a_loop], ids=["thread", "task"])
Tell = Callable[[str, range], ReadCounts]


@BOTH
def test_everything_told_arrives_once_and_in_order(tell: Tell) -> None:
    with access_book() as book:
        counts = tell(book.url, range(25))

    assert [read.record for read in book.reads] == [HASHES.of(n, "customer") for n in range(25)]
    assert [batch.sequence for batch in book.batches] == [1, 2, 3]
    assert (counts.told, counts.accepted, counts.waiting) == (25, 25, 0)
    assert [read.sequential for read in book.reads] == [False] + [True] * 24


@BOTH
@pytest.mark.slow
def test_what_was_not_answered_is_sent_again_as_it_was_and_counts_once(tell: Tell) -> None:
    with access_book(503, 504, 429) as book:
        counts = tell(book.url, range(10))

    assert len(book.reads) == 10
    assert len({batch.sequence for batch in book.batches}) == 1
    assert counts.accepted + counts.repeated == 10


@BOTH
def test_a_batch_that_is_refused_is_counted_and_the_next_one_goes(tell: Tell) -> None:
    with access_book(403) as book:
        counts = tell(book.url, range(20))

    assert (counts.refused, counts.accepted) == (10, 10)


@BOTH
def test_a_service_that_is_away_costs_reads_and_nothing_else(
    tell: Callable[[str, range, float], ReadCounts],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    counts = tell(f"http://127.0.0.1:{port}", range(30), 0.1)

    assert (counts.accepted, counts.dropped, counts.waiting) == (0, 30, 0)


def test_telling_never_waits_for_a_service_that_accepts_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        records = Records(url, KEY, HASHES, source="crm", limit=100, batch=10, patience=5.0)
        kept = [records.read(number, "customer", session="s") for number in range(200)]
        begun = monotonic()
        records.close(0.05)

    assert kept.count(False) >= 100 - 1
    assert monotonic() - begun < 4.0
    assert records.counts.dropped == 200


def test_what_is_no_read_is_counted_and_breaks_nothing() -> None:
    with access_book() as book, Records(book.url, KEY, HASHES, source="crm") as records:
        assert not records.read("", "customer", session="s")
        assert not records.read(7, "No class", session="s")
        assert not records.read(7, "customer")
        assert not records.read(7, "customer", session="s", count=0)
        assert not records.read(7, "customer", session="s", action="steal")  # type: ignore[arg-type]
        assert records.read(7, "customer", subject="p-1", action="export", count=40)
        records.close()
        counts = records.counts

    assert (counts.told, counts.unfit, counts.accepted) == (6, 5, 1)
    assert (book.reads[0].subject, book.reads[0].session) == ("p-1", None)
    assert (book.reads[0].action, book.reads[0].count) == ("export", 40)


def test_reads_that_the_service_refuses_one_by_one_are_counted() -> None:
    with access_book(rejects=("order",)) as book:
        with Records(book.url, KEY, HASHES, source="crm") as records:
            records.read(1, "order", session="s")
            records.read(2, "customer", session="s")
        counts = records.counts

    assert (counts.rejected, counts.accepted) == (1, 1)


def test_many_threads_lose_nothing() -> None:
    with (
        access_book() as book,
        Records(book.url, KEY, HASHES, source="crm", batch=50) as records,
    ):
        threads = [
            Thread(target=lambda: [records.read(n, "c", session="s") for n in range(100)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        records.close(20.0)
        counts = records.counts

    assert (counts.accepted, len(book.reads)) == (800, 800)


def sent_by_child(records: Records) -> int:
    """The exit status of a forked process that tells of a read of its own."""
    child = os.fork()
    if child == 0:
        records.read(2, "customer", session="s")
        records.close(10.0)
        os._exit(0 if records.counts.accepted == 1 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # that is what is tested
def test_after_a_fork_the_child_sends_its_own_under_a_name_of_its_own() -> None:
    with access_book() as book, Records(book.url, KEY, HASHES, source="crm") as records:
        records.read(1, "customer", session="s")
        wait_until(lambda: len(book.reads) == 1)

        assert sent_by_child(records) == 0
        assert len(book.reads) == 2
        assert len({batch.source for batch in book.batches}) == 2


def test_the_secret_and_the_key_are_not_in_what_is_printed() -> None:
    with Records("https://s.example", KEY, HASHES, source="crm") as records:
        assert KEY not in repr(records)
        assert bytes(range(32)).hex() not in repr(HASHES)


@pytest.mark.parametrize(("server", "key"), [("s.example", KEY), ("https://s.example", "")])
def test_an_address_or_a_key_that_is_none_is_refused_at_once(server: str, key: str) -> None:
    with pytest.raises(SettingsError):
        Records(server, key, HASHES, source="crm")
    with pytest.raises(SettingsError):
        AsyncRecords(server, key, HASHES, source="crm")
