"""The feed: everybody hears what is true last, and nobody who is slow holds anything up."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.quantities import Micros
from samehands.server.feed import Feed, FeedFullError
from samehands.server.standing import Standing
from samehands.trust import TrustState
from server.ingest.stream import START, session_row

T = TypeVar("T")
SOON = 0.01


def standing(session: str, revision: int = 1, **row: Any) -> Standing:
    """How a session stands."""
    return Standing(replace(session_row(session, "p"), revision=revision, **row), START)


def run(test: Coroutine[Any, Any, T]) -> T:
    """Run a test on a loop of its own."""
    return asyncio.run(test)


@given(
    published=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=30),
    fetched=st.sets(st.integers(0, 30)),
)
def test_however_slow_a_listener_is_it_hears_the_last_of_each_session_and_in_order(
    published: list[tuple[str, int]], fetched: set[int]
) -> None:
    async def told() -> None:
        feed = Feed(listeners=1)
        heard: list[tuple[str, int]] = []
        revisions: dict[str, int] = {}
        with feed.listen() as listener:
            for place, (session, more) in enumerate(published):
                revisions[session] = revisions.get(session, 0) + more
                feed.publish([standing(session, revisions[session])])
                if place in fetched:
                    heard += [(one.row.id, one.row.revision) for one in await listener.changes(9)]
            if published:
                feed.publish([standing("a", revisions.get("a", 0))])
                heard += [(one.row.id, one.row.revision) for one in await listener.changes(9)]
        for session, revision in revisions.items():
            of_it = [number for name, number in heard if name == session]
            assert of_it[-1] == revision
            assert of_it == sorted(of_it)

    run(told())


def test_a_listener_of_one_session_hears_of_no_other() -> None:
    async def told() -> None:
        feed = Feed(listeners=2)
        with feed.listen("a") as one, feed.listen() as everything:
            feed.publish([standing("a"), standing("b")])
            assert [x.row.id for x in await one.changes(9)] == ["a"]
            assert [x.row.id for x in await everything.changes(9)] == ["a", "b"]

    run(told())


def test_a_listener_that_waits_is_woken_by_a_change_and_by_nothing_else() -> None:
    async def told() -> None:
        feed = Feed(listeners=2)
        with feed.listen("a") as listener:
            assert await listener.changes(SOON) == ()
            waiting = asyncio.create_task(listener.changes(60))
            await asyncio.sleep(0)
            feed.publish([standing("b")])
            await asyncio.sleep(0)
            assert not waiting.done()
            feed.publish([standing("a", 2)])
            assert [one.row.revision for one in await waiting] == [2]

    run(told())


def test_a_session_that_ends_is_said_once_and_forgotten() -> None:
    async def told() -> None:
        feed = Feed(listeners=1)
        feed.publish([standing("a")])
        assert len(feed) == 1
        with feed.listen("a") as listener:
            feed.publish([standing("a", 2, ended_at=START)])
            assert [one.open for one in await listener.changes(9)] == [False]
        assert feed.standing("a") is None
        assert list(feed.standings()) == []

    run(told())


def test_there_are_only_so_many_listeners_and_who_leaves_makes_room() -> None:
    async def told() -> None:
        feed = Feed(listeners=2)
        with feed.listen(), feed.listen("a"):
            assert feed.listening == 2
            with pytest.raises(FeedFullError), feed.listen():
                pass
        assert feed.listening == 0
        assert feed._single == {}
        feed.require_room()

    run(told())


def test_closing_sends_everybody_home_and_whoever_comes_later_too() -> None:
    async def told() -> None:
        feed = Feed(listeners=3)
        with feed.listen() as one, feed.listen("a") as two:
            waiting = [asyncio.create_task(each.changes(60)) for each in (one, two)]
            await asyncio.sleep(0)
            feed.close()
            assert await asyncio.gather(*waiting) == [(), ()]
            assert one.closed
            with feed.listen() as late:
                assert late.closed
                assert await late.changes(60) == ()

    run(told())


def test_a_monitor_that_was_loaded_anew_does_not_move_the_beginning_of_a_state() -> None:
    feed = Feed(listeners=1)
    later = Micros(START + 5)
    feed.publish([standing("a")])
    feed.publish([replace(standing("a", 2), since=later)])
    assert feed.standing("a") == replace(standing("a", 2), since=START)

    feed.publish([replace(standing("a", 3, state=TrustState.UNSURE), since=later)])
    known = feed.standing("a")
    assert known is not None
    assert known.since == later


def test_a_pause_is_told_once_and_outlasts_what_the_monitor_says() -> None:
    feed = Feed(listeners=1)
    feed.publish([standing("a")])

    async def told() -> list[bool]:
        with feed.listen("a") as listener:
            feed.pause("a", paused=True)
            heard = [one.paused for one in await listener.changes(9)]
            feed.pause("a", paused=True)
            heard += [one.paused for one in await listener.changes(SOON)]
            feed.publish([standing("a", 2)])
            feed.pause("b", paused=True)
            heard += [one.paused for one in await listener.changes(9)]
            feed.pause("a", paused=False)
            return heard + [one.paused for one in await listener.changes(9)]

    assert run(told()) == [True, True, False]
    assert feed.standing("b") is None
