"""Record reads through the writer: of several subjects at once, each whole or not at all."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from samehands.access import Action, RecordRead
from samehands.monitor import RecordsRead, TemplateRolledBack
from samehands.quantities import Micros
from samehands.server.ingest import BusyError, Told
from server.ingest.stream import START, Stream, in_stream, seconds


def reads(session: str | None, sequence: int, count: int = 1, **more: Any) -> RecordsRead:
    """A batch of records that nobody has read before."""
    at = Micros(START + seconds(600 * sequence))
    told = tuple(
        RecordRead(os.urandom(16), "customer", Action.VIEW, Micros(at - seconds(2 * place)))
        for place in range(count)
    )
    return RecordsRead(session, at, "crm", sequence, told, **more)


def test_several_subjects_are_taken_in_together_and_answered_in_their_order(
    tmp_path: Path,
) -> None:
    async def run(stream: Stream) -> None:
        names = [f"p-{number}" for number in range(5)]
        for name in names:
            await stream.start(f"of {name}", name)
        tolds = [Told(name, (reads(f"of {name}", 1), reads(None, 2))) for name in names]
        outcomes = await stream.ingest.take_all(tolds)

        assert [outcome.state.subject for outcome in outcomes] == names
        assert all(len(outcome.results) == 2 for outcome in outcomes)
        assert [stream.store.journal.load(name).ordinal for name in names] == [3] * 5
        assert await stream.ingest.take_all([]) == []

    in_stream(tmp_path, run)


def test_one_that_cannot_be_taken_in_is_an_error_and_the_others_are_kept(tmp_path: Path) -> None:
    async def run(stream: Stream) -> None:
        for name in ("a", "b"):
            await stream.start(f"of {name}", name)
        wrong = Told("a", (reads("of a", 1), TemplateRolledBack(3, START)))
        with pytest.raises(Exception, match="version"):
            await stream.ingest.take_all([wrong, Told("b", (reads("of b", 1),))])

        assert stream.store.journal.load("a").ordinal == 1
        assert stream.store.journal.load("b").ordinal == 2

    in_stream(tmp_path, run)


def test_what_does_not_fit_into_the_queue_is_refused_whole(tmp_path: Path) -> None:
    async def run(stream: Stream) -> None:
        for name in ("a", "b"):
            await stream.start(f"of {name}", name)
        over = asyncio.Event()
        busy = await stream.blocked(over)
        waiting = asyncio.create_task(stream.ingest.take(Told("a", (reads("of a", 1),))))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await stream.ingest.take_all(
                [Told("a", (reads("of a", 2),)), Told("b", (reads("of b", 1),))]
            )
        over.set()
        await busy
        await waiting

        assert stream.store.journal.load("b").ordinal == 1

    in_stream(tmp_path, run, queue=2)


def test_bulk_reading_of_no_session_in_particular_opens_a_case_for_each_that_is_open(
    tmp_path: Path,
) -> None:
    async def run(stream: Stream) -> None:
        for session in ("one", "other"):
            await stream.start(session)
        await stream.ingest.take(Told("p", (reads(None, 1, 60),)))

        standings = {one.row.id: one for one in stream.feed.standings()}
        cases = stream.store.cases.listed(limit=9)
        assert {case.session for case in cases} == {"one", "other"}
        assert {standing.case for standing in standings.values()} == {case.id for case in cases}
        assert all(standing.exposure is not None for standing in standings.values())

    in_stream(tmp_path, run)


def test_a_honey_record_opens_a_case_once(tmp_path: Path) -> None:
    async def run(stream: Stream) -> None:
        await stream.start("one")
        for sequence in (1, 2):
            await stream.ingest.take(Told("p", (reads("one", sequence, honey=1),)))

        (case,) = stream.store.cases.listed(limit=9)
        assert case.session == "one"

    in_stream(tmp_path, run)
