"""Splicing: the owner's keystrokes up to the point, then only the impostor's."""

from collections.abc import Callable

import numpy as np
import pytest

from samehands.errors import DataSetError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.splice import TakeOvers

Town = Callable[..., Corpus]


@pytest.fixture(scope="module")
def corpus(town: Town) -> Corpus:
    return town(people=3, sessions=3, keystrokes=120)


def spliced(corpus: Corpus, **changed: object) -> TakeOvers:
    told: dict[str, object] = {"n": 50, "before": (30, 100), "horizon": 400}
    told |= changed
    return TakeOvers.spliced(
        corpus,
        (1, 2),
        np.arange(3),
        rng=np.random.default_rng(0),
        **told,  # type: ignore[arg-type]
    )


def test_everybody_takes_over_every_tested_session_of_every_other(corpus: Corpus) -> None:
    take_overs = spliced(corpus)

    pairs = np.column_stack([take_overs.owner, take_overs.impostor])
    assert len(take_overs) == 3 * 2 * 2
    assert np.all(take_overs.owner != take_overs.impostor)
    assert np.all(np.unique(pairs, axis=0, return_counts=True)[1] == 2)


def test_the_owner_types_up_to_the_point_and_the_impostor_from_there(corpus: Corpus) -> None:
    take_overs = spliced(corpus)
    typist = corpus.person[corpus.recording_of_row()]

    for number in range(len(take_overs)):
        mine = take_overs.number == number
        rows = take_overs.rows[mine].ravel()
        end = take_overs.typed[mine]
        before = 50 - int(end[0])
        assert 30 <= before <= 100
        assert np.all(typist[rows[:before]] == take_overs.owner[number])
        assert np.all(typist[rows[before:]] == take_overs.impostor[number])
        assert np.all(np.diff(end) == 50)
        assert 400 - 50 < end[-1] <= 400


def test_the_flight_at_the_seam_is_not_known(corpus: Corpus) -> None:
    take_overs = spliced(corpus, before=(60, 60))
    first = take_overs.rows[take_overs.typed == 40][:, 10]

    assert corpus.keystrokes.starts_run[first].all()


def test_the_impostor_goes_on_through_all_sessions_and_around(corpus: Corpus) -> None:
    take_overs = spliced(corpus, before=(50, 50), horizon=400)
    rows = take_overs.rows[(take_overs.number == 0) & (take_overs.typed > 0)].ravel()

    assert len(np.unique(rows)) == 360  # all there is, then again
    assert np.array_equal(rows[360:], rows[:40])


def test_seconds_count_the_impostor_s_typing(corpus: Corpus) -> None:
    take_overs = spliced(corpus, before=(50, 50), horizon=100)
    rows = take_overs.rows[take_overs.typed == 50][0]
    press = corpus.keystrokes.press[rows]

    assert take_overs.seconds[take_overs.typed == 0].max() == 0
    assert take_overs.seconds[take_overs.typed == 50][0] == pytest.approx(
        (press[-1] - press[0]) / 1e6
    )


def test_without_a_session_to_take_over_there_is_an_error(corpus: Corpus) -> None:
    with pytest.raises(DataSetError):
        TakeOvers.spliced(
            corpus,
            (7,),
            np.arange(3),
            n=50,
            before=(1, 2),
            horizon=100,
            rng=np.random.default_rng(0),
        )
