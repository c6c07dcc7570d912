"""The adapting detector: scores first, learns after, and only from what it accepts."""

import numpy as np
import pytest

from samehands.errors import ScoreError
from samehands.lab.datasets.cmu import Times
from samehands.lab.fixed_text.adaptation import adapting_scores, shuffled_in
from samehands.lab.fixed_text.neighbours import RecencyNeighbours

DETECTOR = RecencyNeighbours(40.0, 3.0, (1.0, 1.0, 1.0), 0.0, 3)


def typed(repetitions: int, *, level: float | Times = 0.2, seed: int = 1) -> Times:
    rng = np.random.default_rng(seed)
    level = np.broadcast_to(level, repetitions)[:, None]
    return np.asarray(level * np.exp(rng.normal(0, 0.05, (repetitions, 7))))


def scores_of_stream(training: Times, stream: Times, admitted: float = 0.9) -> Times:
    return adapting_scores(DETECTOR, training, stream, judged_on=20, admitted=admitted)


def test_the_first_probe_is_scored_as_without_adaptation() -> None:
    training, stream = typed(60), typed(5, seed=2)
    first = scores_of_stream(training, stream)[0]
    assert first == pytest.approx(DETECTOR.scores(training, stream[:1])[0], rel=1e-6)


def test_a_score_does_not_depend_on_what_comes_later() -> None:
    training, stream = typed(60), typed(12, seed=2)
    later = np.concatenate([stream[:6], typed(6, level=0.5, seed=3)])
    np.testing.assert_array_equal(
        scores_of_stream(training, stream)[:6], scores_of_stream(training, later)[:6]
    )


def test_follows_an_owner_who_drifts() -> None:
    training = typed(60)
    stream = typed(300, level=np.linspace(0.2, 0.27, 300), seed=2)
    adapted = scores_of_stream(training, stream)[-50:]
    assert np.median(adapted) > np.median(DETECTOR.scores(training, stream[-50:])) + 0.2


def test_learns_nothing_from_probes_that_it_refuses() -> None:
    training, strangers = typed(60), typed(40, level=0.6, seed=3)
    own = typed(10, seed=2)
    after = scores_of_stream(training, np.concatenate([strangers, own]))[-10:]
    np.testing.assert_allclose(after[:1], DETECTOR.scores(training, own[:1]), rtol=1e-6)


def test_admits_about_the_share_it_was_told_to() -> None:
    training, stream = typed(200), typed(400, seed=2)
    strict = scores_of_stream(training, stream, admitted=0.5)
    lenient = scores_of_stream(training, stream, admitted=0.95)
    assert not np.array_equal(strict, lenient)  # they learnt from different probes
    assert np.array_equal(strict[:1], lenient[:1])


def test_a_stream_keeps_the_owners_probes_in_order_among_the_others() -> None:
    genuine, impostor = shuffled_in(20, 30, np.random.default_rng(1))
    assert np.all(np.diff(genuine) > 0)
    assert sorted([*genuine, *impostor]) == list(range(50))


def test_too_few_repetitions_to_judge_on_are_refused() -> None:
    with pytest.raises(ScoreError):
        scores_of_stream(typed(20), typed(1))
