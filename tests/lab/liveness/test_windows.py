"""Windows with labels: what the device's own collector sends, and their tables."""

import numpy as np

from samehands.lab.forgers.injector import Delay, Injector
from samehands.lab.forgers.written import events_of
from samehands.lab.liveness.people import Stream
from samehands.lab.liveness.windows import PERSON, SCALARS, Label, Windows, sent
from samehands.rhythm import CollectorState, PathFlag, collect, finish, shipped


def test_windows_are_those_of_the_collector_on_the_key_events(
    streams: tuple[list[Stream], list[Stream]],
) -> None:
    stream, projection = streams[0][0], shipped()
    events = events_of(stream.keystrokes)
    came = collect(CollectorState(), events, projection)
    windows = (*came.windows, *finish(came.state, projection).windows)
    table = sent(stream.keystrokes, projection, Label(4, 5)).windows
    assert len(table) == len(windows)
    # Events know nothing of where a recording begins, so that a flight or two differ.
    apart = np.abs(table.embedding - np.stack([one.vector for one in windows]).astype(np.int16))
    assert np.median(apart) <= 4
    assert np.array_equal(table.person, np.full(len(table), 4))
    assert table.scalars.shape == (len(table), len(SCALARS))


def test_a_stream_too_short_for_a_window_sends_nothing() -> None:
    short = Injector(Delay(100)).forge(np.full(99, 7, np.int16), np.random.default_rng(0))
    came = sent(short, shipped(), Label(0, 0))
    assert (len(came.windows), came.discarded) == (0, 0)


def test_windows_that_the_device_discards_are_counted_and_leave_a_gap() -> None:
    text = np.tile(np.arange(1, 31, dtype=np.int16), 4)[:100]
    rng = np.random.default_rng(0)
    quick = Injector(Delay(5)).forge(text, rng)
    slow = Injector(Delay(100)).forge(text, rng)
    both = quick.concatenated([slow, quick, slow])
    came = sent(both, shipped(), Label(0, 0, "an injector", PathFlag.REMOTE))
    assert came.discarded == 1
    assert came.windows.number.tolist() == [0, 2]
    assert came.windows.path.tolist() == [PathFlag.REMOTE, PathFlag.REMOTE | PathFlag.DISCARDED]
    assert came.windows.generators == ("an injector",)


def test_tables_join_and_part_without_loss(
    streams: tuple[list[Stream], list[Stream]],
) -> None:
    projection = shipped()
    parts = [
        sent(one.keystrokes, projection, Label(one.person, one.session, name)).windows
        for one, name in zip(streams[0], ("b", PERSON, "a"), strict=False)
    ]
    whole = Windows.joined([Windows.none(), *parts])
    assert whole.generators == ("a", "b", PERSON)
    assert len(whole) == sum(len(part) for part in parts)
    for part in parts:
        name = whole.generators.index(part.generators[0])
        again = whole.chosen(whole.generator == name)
        assert np.array_equal(again.embedding, part.embedding)
        assert np.array_equal(again.scalars, part.scalars)
    assert len(Windows.joined([])) == 0


def test_what_is_judged_does_not_say_what_typed_it(
    streams: tuple[list[Stream], list[Stream]],
) -> None:
    stream = streams[0][0]
    windows = sent(stream.keystrokes, shipped(), Label(0, 0, "an injector")).windows
    hidden = windows.unlabelled()
    assert "an injector" not in hidden.generators
    assert np.array_equal(hidden.embedding, windows.embedding)
