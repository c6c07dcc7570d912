"""Decisions: windows of one stream, everybody an impostor equally often, nobody of themselves."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.identity import BackEnd
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.decisions import Pairing, decide, fused_rows
from samehands.lab.evaluation.protocol import ImpostorProbes, Part, Split, Unit
from samehands.lab.evaluation.samples import Divided, Samples, divided, ordinals
from samehands.lab.evaluation.templates import Templates
from samehands.rhythm.projection import Projection

Town = Callable[..., Corpus]


def streams(sizes: list[int]) -> Samples:
    """One stream a session, of so many windows."""
    stream = np.repeat(np.arange(len(sizes)), sizes)
    return Samples(
        np.zeros((len(stream), 64), np.int8),
        stream // 2,
        stream % 2,
        ordinals(stream),
        np.zeros(len(sizes), np.int64),
    )


@given(st.lists(st.integers(0, 7), max_size=6), st.integers(1, 4))
def test_a_decision_takes_windows_that_follow_each_other_in_one_stream(
    sizes: list[int], windows: int
) -> None:
    samples = streams(sizes)
    rows = fused_rows(samples, windows)

    assert len(rows) == sum(size // windows for size in sizes)
    assert len(np.unique(rows)) == rows.size
    assert np.all(np.diff(rows, axis=1) == 1)
    assert np.all(samples.number[rows[:, 0]] % windows == 0)
    for column in (samples.person, samples.session):
        assert np.all(column[rows] == column[rows[:, :1]])


def test_a_gap_in_a_stream_ends_a_decision() -> None:
    samples = streams([6]).chosen(np.array([True, False, True, True, True, True]))

    assert fused_rows(samples, 2).tolist() == [[1, 2], [3, 4]]


@given(st.integers(2, 12), st.integers(1, 15), st.integers(0, 99))
def test_everybody_is_an_impostor_equally_often(people: int, impostors: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairing = Pairing.drawn(people, impostors, ImpostorProbes.ALL, rng)

    assert len(pairing.others) == min(impostors, people - 1)
    met = (np.arange(people)[:, np.newaxis] + pairing.others) % people
    assert np.all(np.bincount(met.ravel(), minlength=people) == len(pairing.others))
    assert not np.any(met == np.arange(people)[:, np.newaxis])


@pytest.fixture(scope="module")
def both(town: Town, projection: Projection) -> Divided:
    return divided(town(), Part.SESSION, Split("s", (0, 1), (2, 3)), Unit.WINDOW, projection)


@pytest.fixture(scope="module")
def templates(both: Divided, back_end: BackEnd) -> Templates:
    return Templates.enrolled(both.enrol, back_end)


def test_a_decision_scores_its_windows_together(both: Divided, templates: Templates) -> None:
    rng = np.random.default_rng(0)
    pairing = Pairing.drawn(len(templates), None, ImpostorProbes.ALL, rng)

    decisions = decide(templates, both.probe, 3, pairing, rng)

    rows = fused_rows(both.probe, 3)
    assert len(decisions) == 6 * len(rows)  # the owner and five others
    for row, window in enumerate(rows):
        genuine = decisions.llr[row]
        together = templates.together(
            both.probe.vectors[window][np.newaxis], both.probe.person[window][:1]
        )
        assert genuine == pytest.approx(together[0])
    assert decisions.is_genuine[: len(rows)].all()
    assert not decisions.is_genuine[len(rows) :].any()


def test_one_probe_of_each_impostor_is_one(both: Divided, templates: Templates) -> None:
    rng = np.random.default_rng(0)
    pairing = Pairing.drawn(len(templates), 3, ImpostorProbes.ONE, rng)

    decisions = decide(templates, both.probe, 1, pairing, rng)

    others = ~decisions.is_genuine
    pairs = np.column_stack([decisions.owner[others], decisions.typist[others]])
    assert len(np.unique(pairs, axis=0)) == len(pairs) == 6 * 3


def test_people_without_a_template_take_part_in_nothing(both: Divided, back_end: BackEnd) -> None:
    some = Templates.enrolled(both.enrol.chosen(both.enrol.person != 3), back_end)
    rng = np.random.default_rng(0)
    pairing = Pairing.drawn(len(some), None, ImpostorProbes.ALL, rng)

    decisions = decide(some, both.probe, 1, pairing, rng)

    assert 3 not in decisions.owner
    assert 3 not in decisions.typist
