"""What replays are known by."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from liveness import made_model
from samehands.errors import TemplateError
from samehands.liveness.recollection import (
    KEPT_NUMBERS,
    REMEMBERED,
    TRAILS,
    Cut,
    Place,
    Recollection,
    Spread,
    Trail,
    recall,
)

CUTS = made_model.model().cuts


def remembering(vectors: list[NDArray[np.int8]]) -> Recollection:
    recollection = Recollection()
    for vector in vectors:
        recollection = recollection.with_window(vector)
    return recollection


def said(recollection: Recollection, vectors: list[NDArray[np.int8]]) -> list[float]:
    """The evidence of windows that come one after the other, each remembered in its turn."""
    trail, evidence = Trail(), list[float]()
    for vector in vectors:
        recalled = recall(recollection, trail, vector, CUTS, 16)
        evidence.append(recalled.evidence)
        trail, recollection = recalled.trail, recollection.with_window(vector)
    return evidence


def between(vectors: list[NDArray[np.int8]]) -> list[NDArray[np.int8]]:
    """Each window and the next, half of each; less the noise that their own halves have."""
    return [
        np.rint((first.astype(np.float64) + second) / 2).astype(np.int8)
        for first, second in pairwise(vectors)
    ]


def test_the_same_window_again_is_known_at_once() -> None:
    typed = made_model.typed(1, 40)
    evidence = said(remembering(typed), [typed[7]])

    assert evidence[0] > 8


def test_a_window_with_jitter_is_known() -> None:
    typed = made_model.typed(1, 40)
    rng = np.random.default_rng(5)
    again = [(vector + np.rint(rng.normal(0, 5, 64))).astype(np.int8) for vector in typed[7:10]]
    evidence = said(remembering(typed), again)

    assert sum(evidence) > 8


def test_a_replay_cut_elsewhere_is_known_from_a_trail() -> None:
    typed = made_model.typed(1, 40)
    evidence = said(remembering(typed), between(typed[7:14]))

    assert sum(evidence) > 8


def test_the_same_person_typing_on_is_no_replay() -> None:
    typed = made_model.typed(1, 400)
    evidence = said(remembering(typed[:200]), typed[200:])

    assert np.mean(np.array(evidence) > 0) < 0.02
    assert max(evidence) < 4


def test_who_types_one_phrase_all_day_replays_nothing() -> None:
    rng = np.random.default_rng(3)
    phrase = made_model.typed(1, 1)[0]
    alike = [(phrase + np.rint(rng.normal(0, 8, 64))).astype(np.int8) for _ in range(300)]
    evidence = said(remembering(alike[:200]), [np.clip(one, -124, 124) for one in alike[200:]])

    assert max(evidence) < 4


def test_nothing_is_known_before_anything_is_remembered() -> None:
    recalled = recall(Recollection(), Trail(), made_model.typed(1, 1)[0], CUTS, 16)

    assert (recalled.evidence, recalled.compared, recalled.trail.places) == (0.0, 0, ())


def test_of_a_few_windows_nobody_knows_what_is_usual() -> None:
    typed = made_model.typed(1, 7)

    assert said(remembering(typed[:6]), [typed[3]]) == [0.0]


def test_a_trail_is_not_lost_when_another_session_types_in_between() -> None:
    typed, stranger = made_model.typed(1, 40), made_model.typed(2, 1)[0]
    recollection, trail, evidence = remembering(typed), Trail(), 0.0
    for vector in between(typed[7:14]):
        recalled = recall(recollection, trail, vector, CUTS, 16)
        evidence, trail = evidence + recalled.evidence, recalled.trail
        recollection = recollection.with_window(vector).with_window(stranger)

    assert evidence > 8


@given(st.integers(0, 40), st.integers(0, 5))
def test_what_is_said_in_all_is_the_strength_of_the_trail(number: int, seed: int) -> None:
    typed = made_model.typed(seed, 40)
    recollection, trail, total = remembering(typed), Trail(), 0.0
    for vector in typed[number:]:
        before = trail.level
        recalled = recall(recollection, trail, vector, CUTS, 16)
        trail, recollection = recalled.trail, recollection.with_window(vector)
        total = total + recalled.evidence

        assert recalled.evidence == max(0.0, trail.level - before)
        assert len(trail.places) <= TRAILS
    assert total >= trail.level


def test_the_oldest_windows_leave() -> None:
    recollection = remembering(made_model.typed(1, 3) * 200)

    assert len(recollection.vectors) == REMEMBERED
    assert recollection.written == 600


@pytest.mark.parametrize(
    ("windows", "written"),
    [(b"x", 1), (bytes(KEPT_NUMBERS), 0), (bytes(KEPT_NUMBERS), 2), (b"\x80" * KEPT_NUMBERS, 1)],
)
def test_a_recollection_that_no_window_leaves_is_refused(windows: bytes, written: int) -> None:
    with pytest.raises(TemplateError, match="recollection"):
        Recollection(windows, written)


@pytest.mark.parametrize(
    ("places", "level"),
    [
        ((Place(1, 0, 1.0),) * (TRAILS + 1), 0.0),
        ((Place(1, 0, -1.0),), 0.0),
        ((Place(1, 0, float("nan")),), 0.0),
        ((), float("inf")),
    ],
)
def test_a_trail_that_no_window_leads_to_is_refused(
    places: tuple[Place, ...], level: float
) -> None:
    with pytest.raises(TemplateError, match="trail"):
        Trail(0, places, level)


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_outside_a_window_is_refused(share: float) -> None:
    with pytest.raises(TemplateError, match="cut"):
        Cut(share, Spread(1.0, 8.0), Spread(0.1, 8.0))


def test_two_laws_of_one_cut_have_one_nu() -> None:
    with pytest.raises(TemplateError, match="cut"):
        Cut(0.0, Spread(1.0, 8.0), Spread(0.1, 9.0))
