"""Other devices show the same movement otherwise, and nothing else changes."""

import numpy as np
import pytest

from lab.pointer.hands_of import pointing_people
from samehands.capture.pointer import PointerKind
from samehands.lab.pointer.nuisance import TICK_OF, PointerNuisance, disturbed, scaled

CORPUS = pointing_people()


@pytest.mark.parametrize("kind", PointerNuisance)
def test_clicks_and_the_wheel_stay_and_time_never_goes_back(kind: PointerNuisance) -> None:
    found = disturbed(CORPUS, kind, np.random.default_rng(1))

    assert len(found) == len(CORPUS)
    for index in range(len(CORPUS)):
        before, after = CORPUS.recording(index), found.recording(index)
        assert np.all(np.diff(after.at) >= 0)
        kept = before.kind[before.kind != PointerKind.MOVE]
        assert after.kind[after.kind != PointerKind.MOVE].tolist() == kept.tolist()
        assert len(after) <= len(before)


@pytest.mark.parametrize("kind", TICK_OF)
def test_a_coarser_clock_reports_once_a_tick(kind: PointerNuisance) -> None:
    found = disturbed(CORPUS, kind, np.random.default_rng(1)).recording(0)

    moves = found.kind == PointerKind.MOVE
    both = moves[1:] & moves[:-1]
    # Only a report that a click cut short may be followed by one sooner.
    assert np.mean(np.diff(found.at)[both] >= TICK_OF[kind]) > 0.9
    assert np.all(np.diff(found.at)[both] > 0)
    assert moves.sum() < (CORPUS.recording(0).kind == PointerKind.MOVE).sum()


def test_another_scale_moves_places_only() -> None:
    doubled = scaled(CORPUS, np.full(len(CORPUS), 2.0))

    assert doubled.events.x.tolist() == (2 * CORPUS.events.x).tolist()
    assert doubled.events.at is CORPUS.events.at


def test_every_person_has_one_scale() -> None:
    found = disturbed(CORPUS, PointerNuisance.SCALE, np.random.default_rng(3))

    for index in range(0, len(CORPUS), 2):
        first, second = (
            np.median(
                found.recording(row).x[CORPUS.recording(row).x > 200]
                / CORPUS.recording(row).x[CORPUS.recording(row).x > 200]
            )
            for row in (index, index + 1)
        )
        assert first == pytest.approx(second, rel=0.02)
        assert 0.49 < first < 2.04
