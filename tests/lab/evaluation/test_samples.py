"""Samples: what is cut, what is counted, and that embedding is the device's."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.protocol import Part, Split, Unit
from samehands.lab.evaluation.samples import (
    divided,
    embedded,
    ordinals,
    stream_windows,
)
from samehands.rhythm.projection import Projection
from samehands.rhythm.statistics import timed

Town = Callable[..., Corpus]


@given(st.lists(st.integers(1, 5), max_size=8))
def test_ordinals_count_within_each_group(sizes: list[int]) -> None:
    group = np.repeat(np.arange(len(sizes)), sizes)

    assert ordinals(group).tolist() == [place for size in sizes for place in range(size)]


def test_windows_are_disjoint_and_stay_in_their_session(town: Town) -> None:
    corpus = town(people=3, sessions=2, recordings=4, keystrokes=37)
    rows = stream_windows(corpus, 50)

    assert rows.shape == (3 * 2 * (4 * 37 // 50), 50)
    assert len(np.unique(rows)) == rows.size
    session = np.repeat(corpus.person * 2 + corpus.session, 37)
    assert np.all(session[rows] == session[rows[:, :1]])
    assert np.all(np.diff(rows, axis=1) == 1)


def test_a_corpus_without_recordings_has_no_windows(town: Town) -> None:
    nobody = town(people=2).selected(np.zeros(8, np.bool_))

    assert stream_windows(nobody, 50).shape == (0, 50)


def test_windows_are_embedded_as_the_projection_does(town: Town, projection: Projection) -> None:
    corpus = town(people=2, sessions=1)
    rows = stream_windows(corpus, projection.keystrokes)
    stream = timed(corpus.keystrokes, projection.contexts)

    expected = projection.embed(corpus.keystrokes, rows)

    assert np.array_equal(projection.embed_timed(stream, rows), expected)
    assert np.array_equal(embedded(corpus, Unit.WINDOW, projection).vectors, expected)


def test_a_recording_is_embedded_whole_and_short_ones_are_counted(
    town: Town, projection: Projection
) -> None:
    whole = town(people=2, sessions=1, recordings=3, keystrokes=40)
    bounds = whole.bounds.copy()
    bounds[1] = 5  # a recording of 5 keystrokes, then one of 75
    corpus = Corpus(
        whole.name,
        whole.keystrokes,
        whole.position,
        bounds,
        whole.person,
        whole.session,
        whole.prompt,
        whole.people,
    )

    samples = embedded(corpus, Unit.RECORDING, projection)

    assert (len(samples), samples.short) == (5, 1)
    long = projection.embed(corpus.keystrokes, np.arange(5, 80)[np.newaxis])
    assert np.array_equal(samples.vectors[:1], long)


def test_what_enrols_and_what_is_tested_share_no_session(
    town: Town, projection: Projection
) -> None:
    corpus = town(people=2, sessions=4)

    both = divided(corpus, Part.SESSION, Split("s", (0, 2), (1,)), Unit.WINDOW, projection)

    assert set(both.enrol.session.tolist()) == {0, 2}
    assert set(both.probe.session.tolist()) == {1}


def test_without_probes_all_that_does_not_enrol_is_tested(
    town: Town, projection: Projection
) -> None:
    corpus = town(people=2, sessions=1, keystrokes=1000)
    split = Split("s", (0, 1, 2))

    both = divided(corpus, Part.WINDOW, split, Unit.WINDOW, projection)
    everything = embedded(corpus, Unit.WINDOW, projection)

    assert len(both.enrol) == 6
    assert len(both.enrol) + len(both.probe) == len(everything)
    assert both.enrol.discarded.sum() + both.probe.discarded.sum() == everything.discarded.sum()


def test_windows_that_are_no_typing_are_counted(town: Town, projection: Projection) -> None:
    corpus = town(people=2, sessions=1, keystrokes=200)
    corpus.keystrokes.press[:200] = np.arange(200) * 1000  # person 0: a key every millisecond
    corpus.keystrokes.release[:200] = corpus.keystrokes.press[:200] + 500

    samples = embedded(corpus, Unit.WINDOW, projection)

    assert samples.discarded.tolist() == [2, 0]
    assert set(samples.person.tolist()) == {1}
