import numpy as np
import pytest

from samehands.errors import DataSetError, SettingsError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.peers import Trials


def test_everybody_is_compared_with_everybody_s_probes(trials: Trials) -> None:
    # 5 people × 2 sessions × 2 probes of 200 in 450 keystrokes, one of which is no normal typing
    assert trials.asked.shape == (5, 19)
    assert trials.asked.all()
    assert trials.left_out == 1
    assert trials.genuine.sum() == 19
    assert (trials.owners[trials.typist] == trials.corpus.person[trials.recording]).all()


def test_what_enrols_is_not_probed_and_probes_do_not_overlap(trials: Trials) -> None:
    rows = trials.start[:, np.newaxis] + np.arange(trials.keystrokes)
    assert len(np.unique(rows)) == rows.size
    assert not np.isin(trials.recording, trials.enrolment).any()
    recording = trials.corpus.recording_of_row()[rows]
    assert (recording == trials.recording[:, np.newaxis]).all()


def test_the_keystrokes_are_the_corpus_s(trials: Trials) -> None:
    corpus, start = trials.corpus, int(trials.start[7])
    probe = trials.probe(7)
    assert len(probe) == 200
    np.testing.assert_array_equal(probe.position, corpus.position[start : start + 200])
    sessions = trials.sessions(2)
    assert [len(session) for session in sessions] == [450, 450, 450]
    np.testing.assert_array_equal(
        sessions[1].keystrokes.press, corpus.recording(int(trials.enrolment[2, 1])).press
    )


@pytest.mark.parametrize("each", [0, 1, 3, 99])
def test_fewer_impostors_leaves_every_owner_and_as_many_of_each_other(
    each: int, trials: Trials
) -> None:
    fewer = trials.with_fewer_impostors(each, np.random.default_rng(0))
    assert (fewer.asked[trials.genuine]).all()
    by_typist = np.array(
        [fewer.asked[:, trials.typist == other].sum(axis=1) for other in range(5)]
    )
    have = np.bincount(trials.typist)
    off_diagonal = ~np.eye(5, dtype=np.bool_)
    expected = np.broadcast_to(np.minimum(each, have)[:, np.newaxis], (5, 5))
    np.testing.assert_array_equal(by_typist[off_diagonal], expected[off_diagonal])


def test_the_drawn_impostors_are_the_seed_s(trials: Trials) -> None:
    one, same, other = (
        trials.with_fewer_impostors(1, np.random.default_rng(seed)).asked for seed in (0, 0, 1)
    )
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize(
    ("owners", "enrol", "test"), [([0], (0,), (1,)), ([0, 1], (0, 1), (1, 2)), ([], (0,), (1,))]
)
def test_nobody_to_compare_or_sessions_used_twice_are_refused(
    owners: list[int], enrol: tuple[int, ...], test: tuple[int, ...], corpus: Corpus
) -> None:
    with pytest.raises(SettingsError):
        Trials.of(corpus, np.array(owners, np.int64), enrol=enrol, test=test)


@pytest.mark.parametrize(
    ("enrol", "test", "keystrokes"), [((0, 9), (2,), 200), ((0,), (9,), 200), ((0,), (1,), 451)]
)
def test_an_owner_without_sessions_or_probes_is_refused(
    enrol: tuple[int, ...], test: tuple[int, ...], keystrokes: int, corpus: Corpus
) -> None:
    with pytest.raises(DataSetError):
        Trials.of(corpus, np.arange(5), enrol=enrol, test=test, keystrokes=keystrokes)
