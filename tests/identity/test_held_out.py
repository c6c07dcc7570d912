import numpy as np
import pytest

from laws import synthetic
from samehands.errors import EmptyScoresError
from samehands.identity import LabelledWindows, ReadyTemplate, SessionWindows, Template
from samehands.identity.held_out import OTHERS, held_out_distances, held_out_scores
from samehands.identity.variance import SessionMeans

BACK_END = synthetic.back_end()


def _as_sent(table: LabelledWindows) -> LabelledWindows:
    return LabelledWindows(
        synthetic.as_sent(np.asarray(table.vectors, np.float64) / 31), table.person, table.session
    )


def _ready(table: LabelledWindows, rows: np.ndarray) -> ReadyTemplate:
    sessions = [
        SessionWindows(
            synthetic.PROJECTION,
            synthetic.LAPTOP,
            np.asarray(table.vectors[rows & (table.session == session)], np.int8),
        )
        for session in np.unique(table.session)
    ]
    return ReadyTemplate.of(BACK_END, Template.enrolled(sessions).active(synthetic.LAPTOP))


def test_genuine_scores_are_those_of_templates_without_the_session() -> None:
    table = _as_sent(synthetic.labelled(3, 3, 2))
    scores = held_out_scores(BACK_END, table)
    due = [
        _ready(table, (table.person == person) & (table.session != session)).score(
            table.vectors[row : row + 1]
        )[0]
        for row, (person, session) in enumerate(zip(table.person, table.session, strict=True))
    ]
    np.testing.assert_allclose(scores.raw[scores.is_genuine], due)
    assert set(scores.enrolled[scores.is_genuine]) == {4}


def test_impostor_scores_are_those_of_other_peoples_templates() -> None:
    table = _as_sent(synthetic.labelled(3, 2, 2))
    scores = held_out_scores(BACK_END, table)
    impostor = scores.raw[~scores.is_genuine].reshape(2, len(table))
    templates = [_ready(table, table.person == person) for person in range(3)]
    for row, person in enumerate(table.person):
        due = sorted(
            templates[other].score(table.vectors[row : row + 1])[0]
            for other in range(3)
            if other != person
        )
        np.testing.assert_allclose(np.sort(impostor[:, row]), due)


@pytest.mark.parametrize("people", [2, 5, OTHERS + 1, 2 * OTHERS + 7])
def test_everybody_is_compared_with_different_others_and_never_with_themselves(
    people: int,
) -> None:
    # windows without noise: a comparison with oneself would stand out, repeats would tie
    rng = np.random.default_rng(0)
    home = rng.normal(0, np.sqrt(synthetic.BETWEEN), (people, 64)) * 31
    table = LabelledWindows(
        np.repeat(home, 2, axis=0), np.repeat(np.arange(people), 2), np.tile([0, 1], people)
    )
    scores = held_out_scores(BACK_END, table)
    others = min(OTHERS, people - 1)
    impostor = scores.raw[~scores.is_genuine].reshape(others, 2 * people)
    assert impostor.max() < scores.raw[scores.is_genuine].min()
    for window in range(2 * people):
        assert len(np.unique(impostor[:, window].round(6))) == others


def test_people_with_one_session_give_impostors_only() -> None:
    table = synthetic.labelled(3, 2, 2)
    keep = (table.person > 0) | (table.session == 0)
    scores = held_out_scores(
        BACK_END, LabelledWindows(table.vectors[keep], table.person[keep], table.session[keep])
    )
    assert scores.is_genuine.sum() == 8


@pytest.mark.parametrize(("people", "sessions"), [(1, 3), (3, 1)])
def test_without_a_genuine_or_an_impostor_comparison_there_are_no_scores(
    people: int, sessions: int
) -> None:
    with pytest.raises(EmptyScoresError):
        held_out_scores(BACK_END, synthetic.labelled(people, sessions, 3))


def test_distances_of_the_models_own_people_average_the_dimensions() -> None:
    for sessions in (1, 4):  # against the session's other windows; against other sessions
        groups = SessionMeans.of(synthetic.labelled(300, sessions, 4))
        assert held_out_distances(BACK_END, groups).mean() == pytest.approx(64, rel=0.02)
