"""Ingestion: what was answered is durable, what failed left no trace, and nobody fails for another."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samehands.adapters.sql import CaseRow, CaseStatus, open_store
from samehands.adapters.sql.tables import INPUTS
from samehands.errors import StorageError, TemplateError
from samehands.monitor import (
    CaseDecided,
    CaseDecision,
    FindingKind,
    MonitorState,
    SessionStarted,
    StepUpAnswered,
    TemplateRolledBack,
    WindowArrived,
    step,
)
from samehands.quantities import Micros
from samehands.server.ingest import BusyError, Outcome, SettledError, Told
from samehands.server.setups import Judging
from samehands.trust import TrustState, VerdictKind
from server.auth.house import ring
from server.ingest.stream import (
    START,
    Stream,
    in_stream,
    numbered,
    replace,
    seconds,
    session_row,
    streaming,
    windows_of,
)

WINDOWS = windows_of("seat-1", "day-1")


def test_what_was_answered_is_durable_for_whoever_reads_next(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        await stream.send("s", WINDOWS)
        with open_store(f"sqlite:///{tmp_path / 'samehands.db'}", keys=ring()) as other:
            assert other.journal.load("p").ordinal == 1 + len(WINDOWS)
            row = other.sessions.get("s")
            assert row is not None
            assert row == stream.feed.standing("s").row  # type: ignore[union-attr]  # it is open

    in_stream(tmp_path, told)


def test_a_repeat_changes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    async def told(stream: Stream) -> tuple[Outcome, Outcome, int]:
        await stream.start("s")
        first = await stream.send("s", WINDOWS)
        again = await stream.send("s", WINDOWS, at=Micros(START + seconds(600)))
        return first, again, stream.store.journal.load("p").ordinal

    first, again, ordinal = in_stream(tmp_path, told)

    assert ordinal == 1 + len(WINDOWS)
    assert again.state is first.state
    assert all(result.findings[0].kind == FindingKind.WINDOW_REPEATED for result in again.results)
    assert again.standing is not None
    assert first.standing is not None
    assert again.standing.row.revision == first.standing.row.revision


def test_past_the_queue_s_limit_nothing_is_kept_and_the_rest_is(tmp_path: Path) -> None:
    async def told(stream: Stream) -> int:
        await stream.start("s")
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        fitting = asyncio.create_task(stream.send("s", WINDOWS[:3]))
        await asyncio.sleep(0)
        with pytest.raises(BusyError) as busy:
            await stream.send("s", WINDOWS[3:])
        assert busy.value.retry_after > 0
        free.set()
        await blocked
        await fitting
        return stream.store.journal.load("p").ordinal

    assert in_stream(tmp_path, told, queue=4) == 4


def test_a_batch_larger_than_the_whole_queue_is_taken_when_nothing_else_waits(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        await stream.send("s", WINDOWS)

    in_stream(tmp_path, told, queue=1)


def test_whatever_waits_becomes_one_transaction(tmp_path: Path) -> None:
    async def told(stream: Stream) -> bytes:
        for name in "abcd":
            await stream.start(name, subject=name)
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        sent = [asyncio.create_task(stream.send(name, WINDOWS, subject=name)) for name in "abcd"]
        await asyncio.sleep(0)
        free.set()
        await asyncio.gather(blocked, *sent)
        return stream.metrics.text()

    assert b'samehands_commits_total{fate="done"} 5.0' in in_stream(tmp_path, told)


def test_an_input_that_cannot_be_taken_in_fails_alone(tmp_path: Path) -> None:
    async def told(stream: Stream) -> list[object]:
        for name in "ab":
            await stream.start(name, subject=name)
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        foreign = replace(WINDOWS[1], projection=b"\0" * 8)
        asked = [
            stream.send("a", WINDOWS[:1], subject="a"),
            stream.ingest.take(Told("a", (TemplateRolledBack(7, START),))),
            stream.send("a", [WINDOWS[1], foreign], subject="a"),
            stream.send("a", WINDOWS[2:3], subject="a"),
            stream.send("b", WINDOWS[:1], subject="b"),
        ]
        tasks = [asyncio.create_task(one) for one in asked]
        await asyncio.sleep(0)
        free.set()
        await blocked
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        kept = [stream.store.journal.load(name).ordinal for name in "ab"]
        return [*map(type, answers), kept]

    *kinds, kept = in_stream(tmp_path, told)

    assert [kind.__name__ for kind in kinds] == [  # type: ignore[attr-defined]  # they are types
        "Outcome",
        "TemplateError",
        "ProjectionMismatchError",
        "Outcome",
        "Outcome",
    ]
    assert kept == [3, 2]


def test_two_processes_on_one_database_lose_nothing_and_count_nothing_twice(
    tmp_path: Path,
) -> None:
    async def run() -> tuple[MonitorState, int]:
        async with streaming(tmp_path) as one, streaming(tmp_path) as two:
            await one.start("s")
            for place, window in enumerate(WINDOWS):
                stream = (one, two)[place % 2]
                await stream.send("s", [window], at=Micros(START + seconds(place)))
            outcome = await one.ingest.take(Told("p", session="s"))
            await two.send("s", WINDOWS)
            seen = await one.send("s", WINDOWS)
            assert all(result.state is seen.state for result in seen.results)
            return outcome.state, one.store.journal.load("p").ordinal

    state, ordinal = asyncio.run(run())

    assert ordinal == 1 + len(WINDOWS)
    assert state.sessions["s"].sequences.due == len(WINDOWS)


def test_where_the_store_refuses_nothing_is_kept_and_afterwards_it_goes_on(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> Outcome:
        await stream.start("s")
        database = tmp_path / "samehands.db"
        away = tmp_path / "away.db"
        database.rename(away)
        with pytest.raises(StorageError):
            await stream.send("s", WINDOWS)
        away.rename(database)
        assert stream.ingest.alive
        assert stream.store.journal.load("p").ordinal == 1
        return await stream.send("s", WINDOWS)

    outcome = in_stream(tmp_path, told)

    assert all(
        FindingKind.WINDOW_REPEATED not in {one.kind for one in result.findings}
        for result in outcome.results
    )


def test_stopping_takes_in_what_waits_and_refuses_what_comes(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        waiting = asyncio.create_task(stream.send("s", WINDOWS))
        await asyncio.sleep(0)
        stopping = asyncio.create_task(stream.ingest.stop())
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await stream.send("s", WINDOWS)
        free.set()
        await asyncio.gather(blocked, waiting, stopping)
        assert not stream.ingest.alive
        assert stream.store.journal.load("p").ordinal == 1 + len(WINDOWS)

    in_stream(tmp_path, told)


def test_what_was_told_is_kept_although_whoever_told_it_has_gone(tmp_path: Path) -> None:
    async def told(stream: Stream) -> int:
        await stream.start("s")
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        gone = asyncio.create_task(stream.send("s", WINDOWS))
        await asyncio.sleep(0)
        gone.cancel()
        free.set()
        await blocked
        await stream.ingest.take(Told("p", session="s"))
        return stream.store.journal.load("p").ordinal

    assert in_stream(tmp_path, told) == 1 + len(WINDOWS)


def test_a_state_is_kept_whole_now_and_then_and_at_the_end_of_a_session(tmp_path: Path) -> None:
    async def told(stream: Stream) -> list[int]:
        at = []
        await stream.start("s")
        at.append(stream.store.journal.load("p").snapshot_at)
        await stream.send("s", WINDOWS[:3])
        at.append(stream.store.journal.load("p").snapshot_at)
        await stream.send("s", WINDOWS[3:4])
        at.append(stream.store.journal.load("p").snapshot_at)
        await stream.end("s", at=Micros(START + seconds(99)))
        at.append(stream.store.journal.load("p").snapshot_at)
        return at

    assert in_stream(tmp_path, told, snapshot_every=4) == [0, 4, 4, 6]


def test_stopping_keeps_every_monitor_whole_so_that_a_start_steps_through_nothing(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> list[MonitorState]:
        states = []
        for name in "abc":
            await stream.start(name, subject=name)
            states.append((await stream.send(name, WINDOWS, subject=name)).state)
        assert stream.store.journal.behind(limit=9) == ("a", "b", "c")
        return states

    states = in_stream(tmp_path, told, states=1)

    with open_store(f"sqlite:///{tmp_path / 'samehands.db'}", keys=ring()) as store:
        assert store.journal.behind(limit=9) == ()
        kept = [store.journal.load(name) for name in "abc"]
        assert [one.snapshot for one in kept] == states
        assert {one.since for one in kept} == {()}


def test_what_was_judged_stays_so_where_a_change_of_the_setup_is_settled(tmp_path: Path) -> None:
    """Loaded anew afterwards, the inputs from before are not judged by what came after."""

    async def told(stream: Stream) -> tuple[MonitorState, MonitorState]:
        await stream.enrol()
        await stream.start("s")
        intruder = windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2")
        before = await stream.send("s", numbered(intruder))
        strict = Judging(false_alarms=1e-12)
        await stream.ingest.alone(
            None, lambda: stream.setups.adopt(strict, version=1), settled=True
        )
        await stream.start("elsewhere", subject="q")  # and p has left memory
        after = await stream.ingest.take(Told("p", session="s"))
        return before.state, after.state

    before, after = in_stream(tmp_path, told, states=1)

    assert after == before
    assert after.sessions["s"].trust.state is TrustState.ALARM


def test_a_monitor_that_cannot_be_loaded_keeps_nobody_else_from_being_settled(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> None:
        for name in "abc":
            await stream.start(name, subject=name)
        with stream.store._database.writing() as connection:
            connection.execute(sa.delete(INPUTS).where(INPUTS.c.subject == "b"))
        await stream.ingest.alone(None, lambda: None, settled=True)
        assert stream.store.journal.behind(limit=9) == ("b",)

    in_stream(tmp_path, told, states=1)


def test_of_two_decisions_on_a_case_in_one_transaction_the_second_is_refused(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> list[object]:
        await stream.enrol()
        await stream.start("s")
        intruder = windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2")
        await stream.send("s", numbered(intruder))
        [case] = stream.store.cases.of_session("s")
        free = asyncio.Event()
        blocked = await stream.blocked(free)
        at = Micros(START + seconds(60))
        asked = []
        for decision, status in (
            (CaseDecision.CONFIRM_SAFE, CaseStatus.CONFIRMED_SAFE),
            (CaseDecision.CONFIRM_COMPROMISED, CaseStatus.CONFIRMED_COMPROMISED),
        ):
            row = replace(case, status=status, decided_at=at, decided_by="a")
            told = Told("p", (CaseDecided("s", decision, at),), also=(row,), settles=case.id)
            asked.append(asyncio.create_task(stream.ingest.take(told)))
        await asyncio.sleep(0)
        free.set()
        await blocked
        answers = await asyncio.gather(*asked, return_exceptions=True)
        kept = stream.store.cases.get(case.id)
        assert kept is not None
        return [*(type(one) for one in answers), kept.status]

    assert in_stream(tmp_path, told) == [Outcome, SettledError, CaseStatus.CONFIRMED_SAFE]


def test_a_session_locked_by_a_confirmed_compromise_opens_no_case_of_its_own(
    tmp_path: Path,
) -> None:
    async def told(stream: Stream) -> tuple[TrustState, int]:
        await stream.enrol()
        await stream.start("s")
        intruder = windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2")
        await stream.send("s", numbered(intruder))
        event = CaseDecided("s", CaseDecision.CONFIRM_COMPROMISED, Micros(START + seconds(60)))
        await stream.ingest.take(Told("p", (event,)))
        started = await stream.start("t", at=Micros(START + seconds(700)))
        assert started.standing is not None
        return started.standing.row.state, len(stream.store.cases.listed(limit=10))

    assert in_stream(tmp_path, told) == (TrustState.LOCKED, 1)


def test_a_monitor_that_left_memory_is_loaded_as_it_was(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.enrol()
        await stream.start("s")
        sent = await stream.send("s", numbered(windows_of("seat-2", "day-1")))
        for name in ("q", "r"):
            await stream.start(name, subject=name)
        asked = await stream.ingest.take(Told("p", session="s"))

        assert asked.standing is not None
        assert sent.standing is not None
        assert asked.standing.verdict == sent.standing.verdict
        assert asked.standing.trust == sent.standing.trust
        assert asked.standing.row == sent.standing.row
        assert asked.standing.case == sent.standing.case
        assert asked.standing.next_sequence == sent.standing.next_sequence
        assert asked.state == sent.state

    in_stream(tmp_path, told, states=1)


def test_an_alarm_opens_one_case_and_a_decision_closes_it(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.enrol()
        await stream.start("s")
        intruder = windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2")
        outcome = await stream.send("s", numbered(intruder))
        assert outcome.standing is not None
        assert outcome.standing.row.state is TrustState.ALARM
        cases = stream.store.cases.of_session("s")
        assert [case.id for case in cases] == [outcome.standing.case]
        assert cases[0].level >= cases[0].threshold

        decided = replace(
            cases[0], status=CaseStatus.FALSE_ALARM, decided_at=START, decided_by="a"
        )
        event = CaseDecided("s", CaseDecision.FALSE_ALARM, Micros(START + seconds(60)))
        settled = await stream.ingest.take(Told("p", (event,), also=(decided,)))

        assert settled.standing is not None
        assert settled.standing.case is None
        assert settled.standing.row.state is TrustState.VERIFIED
        assert stream.store.cases.get(cases[0].id) == decided
        assert stream.feed.standing("s") == settled.standing
        again = await stream.send("s", numbered(intruder, 50), at=Micros(START + seconds(90)))
        assert again.standing is not None
        assert again.standing.case not in {None, cases[0].id}

    in_stream(tmp_path, told)


def test_the_session_that_was_silent_longest_ends_when_there_are_too_many(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        for place, name in enumerate("abcde"):
            await stream.start(name, at=Micros(START + seconds(place)))
        row = stream.store.sessions.get("a")
        assert row is not None
        assert row.ended_at == START + seconds(4)
        assert stream.feed.standing("a") is None
        assert len(stream.feed) == 4

    in_stream(tmp_path, told)


def test_a_revision_rises_only_with_what_others_can_see(tmp_path: Path) -> None:
    async def told(stream: Stream) -> list[int]:
        await stream.enrol()
        outcome = await stream.start("s")
        revisions = []
        for place, window in enumerate(windows_of("seat-6", "day-4")):
            outcome = await stream.send(
                "s", [replace(window, sequence=place)], at=Micros(START + seconds(place))
            )
            assert outcome.standing is not None
            revisions.append(outcome.standing.row.revision)
        assert outcome.standing is not None
        locked = await stream.ingest.take(
            Told("p", (StepUpAnswered("s", passed=False, at=Micros(START + seconds(60))),))
        )
        assert locked.standing is not None
        assert locked.standing.row.verdict is VerdictKind.LOCK
        assert locked.standing.row.revision == outcome.standing.row.revision + 1
        return revisions

    revisions = in_stream(tmp_path, told)

    assert revisions == sorted(revisions)
    assert len(set(revisions)) < len(revisions)


def test_nothing_is_resurrected_after_an_erasure(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        await stream.send("s", WINDOWS[:2])
        receipt = await stream.ingest.alone(
            "p", lambda: stream.store.subjects.erase("p", START, "k")
        )
        assert receipt is not None
        late = await stream.send("s", WINDOWS[2:])
        assert late.standing is None
        assert late.results[0].findings[0].kind == FindingKind.SESSION_UNKNOWN
        assert stream.store.journal.taken("p", "s", limit=10) == ()
        assert (await stream.start("t")).standing is not None

    in_stream(tmp_path, told)


def test_a_row_that_is_no_input_s_is_kept_as_well(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        case = CaseRow("c", "p", "s", START, None, 1.0, 2.0, "Why.", note="hm")  # type: ignore[arg-type]  # nats
        await stream.ingest.take(Told("p", also=(case,)))
        assert stream.store.cases.get("c") == case

    in_stream(tmp_path, told)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4)), max_size=12))
def test_however_the_windows_come_together_the_states_are_those_of_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, cuts: Sequence[tuple[str, int]]
) -> None:
    async def told(stream: Stream) -> None:
        by_step = {}
        setup = stream.setups.of("default")
        for name in "ab":
            await stream.start(name, subject=name)
            by_step[name] = step(MonitorState(name), SessionStarted(name, START), setup).state
        sent = dict.fromkeys("ab", 0)
        tasks = []
        for name, count in cuts:
            batch = [
                WindowArrived(name, replace(WINDOWS[at % len(WINDOWS)], sequence=at), START)
                for at in range(sent[name], sent[name] + count)
            ]
            sent[name] += count
            tasks.append(asyncio.create_task(stream.ingest.take(Told(name, tuple(batch)))))
            for event in batch:
                by_step[name] = step(by_step[name], event, setup).state
        await asyncio.gather(*tasks)
        for name in "ab":
            assert (await stream.ingest.take(Told(name))).state == by_step[name]
            kept = stream.store.journal.taken(name, name, limit=100)
            assert [one.ordinal for one in kept] == [*range(1, 2 + sent[name])]

    in_stream(tmp_path_factory.mktemp("ingest"), told)


def test_a_rollback_of_nothing_is_our_error(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        with pytest.raises(TemplateError):
            await stream.ingest.take(Told("p", (TemplateRolledBack(1, START),)))
        assert stream.store.subjects.get("p") is None

    in_stream(tmp_path, told)


def test_a_session_that_starts_in_doubt_has_a_case_of_its_own(tmp_path: Path) -> None:
    async def told(stream: Stream) -> None:
        await stream.enrol()
        await stream.start("s")
        intruder = windows_of("seat-2", "day-1") + windows_of("seat-2", "day-2")
        await stream.send("s", numbered(intruder))
        await stream.end("s", at=Micros(START + seconds(600)))
        row = session_row("t", "p", Micros(START + seconds(700)))
        outcome = await stream.ingest.take(
            Told("p", (SessionStarted("t", row.started_at),), starts=row)
        )
        assert outcome.standing is not None
        assert outcome.standing.row.state is TrustState.ALARM
        assert outcome.standing.case is not None
        assert len(stream.store.cases.listed(limit=10)) == 2

    in_stream(tmp_path, told)


def test_a_fault_of_ours_is_an_error_for_those_who_wait_and_the_writer_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(stream: Stream) -> None:
        await stream.start("s")
        with monkeypatch.context() as broken:
            broken.setattr(stream.ingest._writer, "_limit", "not a number")
            with pytest.raises(TypeError):
                await stream.send("s", WINDOWS)
        assert stream.ingest.alive
        # It was durable before it broke, and that is how it is answered the next time.
        again = await stream.send("s", WINDOWS)
        assert again.results[0].findings[0].kind == FindingKind.WINDOW_REPEATED

    in_stream(tmp_path, told)
