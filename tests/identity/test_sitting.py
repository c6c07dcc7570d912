from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from laws import synthetic
from samehands.errors import ScoreError, TemplateError
from samehands.identity import (
    BackEnd,
    ReadyTemplate,
    Sitting,
    Template,
    follow,
    follow_many,
    together_many,
)
from samehands.identity.shift import REMEMBERED, SHIFT_SHARE, TEMPER
from samehands.identity.sitting import CHUNK_SESSIONS, SUM_BYTES

GAUSSIAN = replace(synthetic.back_end(nu=1e6), outliers=1e-300)


def ready(back_end: BackEnd, seed: int) -> ReadyTemplate:
    sessions = synthetic.typist(seed).sessions(3, 5)
    return ReadyTemplate.of(back_end, Template.enrolled(sessions).active(synthetic.LAPTOP))


def followed(template: ReadyTemplate, vectors: NDArray[np.int8]) -> list[float]:
    sitting = Sitting()
    llrs: list[float] = []
    for vector in vectors:
        said = follow(template, sitting, vector)
        sitting = said.sitting
        llrs.append(said.llr)
    return llrs


def test_the_first_window_is_the_ratio_of_two_densities_with_a_share_of_the_shift() -> None:
    back_end = GAUSSIAN
    template = ready(back_end, 1)
    probe = synthetic.typist(1).session(1).vectors
    noise = SHIFT_SHARE * synthetic.SESSION + 1 - synthetic.SESSION
    person = template.person
    owner = stats.norm.logpdf(probe[0] / 31, person.mean, np.sqrt(person.variance + noise))
    other = stats.norm.logpdf(probe[0] / 31, 0, np.sqrt(synthetic.BETWEEN + noise))

    assert follow(template, Sitting(), probe[0]).llr == pytest.approx(
        TEMPER * float((owner - other).sum()), rel=1e-3
    )


def test_windows_of_another_together_are_the_ratio_of_two_joint_densities() -> None:
    template = ready(GAUSSIAN, 2)
    probe = synthetic.typist(7).session(4).vectors
    together = together_many([template], probe[np.newaxis], np.zeros(1, np.intp))[0]

    shift, within = SHIFT_SHARE * synthetic.SESSION, 1 - synthetic.SESSION
    expected = 0.0
    for dimension in range(64):
        x = probe[:, dimension] / 31
        mine = shift[dimension] + template.person.variance[dimension]
        theirs = shift[dimension] + synthetic.BETWEEN[dimension]
        noise = within[dimension] * np.eye(4)
        mean = np.full(4, template.person.mean[dimension])
        expected += stats.multivariate_normal.logpdf(x, mean, mine + noise)
        expected -= stats.multivariate_normal.logpdf(x, cov=theirs + noise)
    assert together == pytest.approx(TEMPER * expected, rel=1e-3)


def test_an_odd_day_of_the_owner_is_charged_once() -> None:
    template = ready(replace(synthetic.back_end(), outliers=0.001), 3)
    odd = synthetic.as_sent(synthetic.typist(3).home + 1.2 * np.sqrt(synthetic.SESSION))
    noise = np.random.default_rng(0).normal(0, np.sqrt(1 - synthetic.SESSION), (6, 64))
    windows = synthetic.as_sent(odd / 31 + noise)

    llrs = followed(template, windows)

    alone = template.score(windows)
    assert np.mean(llrs[1:]) > TEMPER * np.mean(alone[1:])


def test_somebody_alike_is_noticed_sooner_than_by_windows_scored_alone() -> None:
    back_end = replace(synthetic.back_end(), outliers=0.001)
    given_earlier, alone = [], []
    for seed in range(12):
        template, owner = ready(back_end, seed), synthetic.typist(seed)
        rng = np.random.default_rng(seed + 99)
        away = rng.normal(0, 1.2 * np.sqrt(synthetic.BETWEEN))
        theirs = synthetic.Typist(owner.home + away, rng).session(2).vectors
        whole = np.vstack([owner.session(4).vectors, theirs])
        given_earlier.append(sum(followed(template, whole)[4:]))
        alone.append(float(template.score(theirs).sum()))
    assert np.mean(given_earlier) < TEMPER * np.mean(alone) - 0.5


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 7), min_size=1, max_size=8))
def test_many_sessions_at_once_give_the_numbers_of_each_alone(
    seed: int, lengths: list[int]
) -> None:
    back_end = replace(synthetic.back_end(), outliers=0.001)
    templates = [ready(back_end, person) for person in range(3)]
    rng = np.random.default_rng(seed)
    sessions = [synthetic.typist(int(rng.integers(9))).session(n).vectors for n in lengths]
    of = rng.integers(0, 3, len(lengths))
    # windows of different sessions interleave; those of one stay in order
    number = rng.permutation(np.repeat(np.arange(len(lengths)), lengths))
    vectors = np.empty((len(number), 64), np.int8)
    for session, typed in enumerate(sessions):
        vectors[number == session] = typed

    llr = follow_many(templates, vectors, of[number], number)

    for session, typed in enumerate(sessions):
        assert llr[number == session].tolist() == followed(templates[of[session]], typed)


def test_more_sessions_than_a_chunk_are_all_followed() -> None:
    template = ready(synthetic.back_end(), 1)
    typed = synthetic.typist(1).session(2).vectors
    sessions = CHUNK_SESSIONS + 3
    llr = follow_many(
        [template],
        np.tile(typed, (sessions, 1)),
        np.zeros(2 * sessions, np.intp),
        np.repeat(np.arange(sessions), 2),
    )
    assert np.array_equal(llr.reshape(-1, 2), np.tile(followed(template, typed), (sessions, 1)))


def test_the_parts_by_dimension_add_up_to_the_llr() -> None:
    template = ready(replace(synthetic.back_end(), outliers=0.001), 4)
    for who in (4, 5):
        sitting = Sitting()
        for vector in synthetic.typist(who).session(5).vectors:
            said = follow(template, sitting, vector)
            assert said.by_dimension.sum() == pytest.approx(said.llr)
            sitting = said.sitting


def test_a_sitting_stays_as_small_after_a_long_day_and_survives_storage() -> None:
    template = ready(replace(synthetic.back_end(), outliers=0.001), 1)
    sitting = Sitting()
    for vector in synthetic.typist(1).session(120).vectors:
        sitting = follow(template, sitting, vector).sitting
    assert len(sitting.totals) == SUM_BYTES
    assert max(sitting.counts) <= REMEMBERED
    data = msgspec.msgpack.encode(sitting)
    assert len(data) < 1024
    assert msgspec.msgpack.decode(data, type=Sitting) == sitting


def test_after_a_passed_step_up_the_evidence_is_gone_and_the_shift_still_known() -> None:
    template = ready(replace(synthetic.back_end(), outliers=0.001), 1)
    typed = np.vstack(
        [synthetic.typist(1).session(3).vectors, synthetic.typist(6).session(2).vectors]
    )
    sitting = Sitting()
    for vector in typed:
        sitting = follow(template, sitting, vector).sitting
    assert sitting.levels[1] > 0

    after = sitting.confirmed()

    assert after.levels == (0.0, 0.0)
    assert after.counts == (sitting.counts[0], 0.0, 0.0)
    assert after.totals[:256] == sitting.totals[:256]
    assert Sitting().confirmed() == Sitting()


@pytest.mark.parametrize(
    "broken",
    [
        {"counts": (-1.0, 0.0, 0.0)},
        {"counts": (1e9, 0.0, 0.0)},
        {"counts": (float("nan"), 0.0, 0.0)},
        {"totals": b"\0" * 8},
        {"totals": np.full(192, np.nan, "<f4").tobytes()},
        {"levels": (float("inf"), 0.0)},
        {"levels": (0.0, -1.0)},
        {"levels": (float("nan"), 0.0)},
    ],
    ids=str,
)
def test_numbers_that_no_window_leads_to_are_refused(broken: dict[str, object]) -> None:
    with pytest.raises(TemplateError):
        msgspec.structs.replace(Sitting(), **broken)


def test_shapes_that_do_not_fit_are_refused() -> None:
    template = ready(synthetic.back_end(), 1)
    window = synthetic.typist(1).session(1).vectors
    with pytest.raises(ScoreError):
        follow(template, Sitting(), window[0, :63])
    with pytest.raises(ScoreError):
        follow_many([template], window, np.zeros(2, np.intp), np.zeros(1, np.intp))
    with pytest.raises(ScoreError):
        together_many([template], window[np.newaxis], np.zeros(2, np.intp))
    with pytest.raises(TemplateError):
        follow_many([], window, np.zeros(1, np.intp), np.zeros(1, np.intp))


def test_nothing_gives_nothing() -> None:
    none = np.zeros(0, np.intp)
    assert len(follow_many([], np.empty((0, 64), np.int8), none, none)) == 0
    assert len(together_many([], np.empty((0, 2, 64), np.int8), none)) == 0
