"""Simulated keyboards, clocks and days: possible typing, and different for each person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.training.people import corpus
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.positions import Zone
from samehands.lab.training.nuisance import HOLD_SHIFT_LIMIT, PAUSE, TICK, Nuisance, simulated
from samehands.lab.training.population import Population

POPULATION = Population.of([corpus(2, 6, sessions=2)])


def with_losses(seed: int) -> Keystrokes:
    """The population's typing with lost releases, long pauses and short holds."""
    rng, strokes = np.random.default_rng(seed), POPULATION.keystrokes
    pause = np.where(rng.random(len(strokes)) < 0.1, rng.integers(0, 3_000_000, len(strokes)), 0)
    later = np.cumsum(pause)
    release = (
        np.where(rng.random(len(strokes)) < 0.1, strokes.press + 500, strokes.release) + later
    )
    return Keystrokes(
        strokes.press + later,
        np.where(rng.random(len(strokes)) < 0.05, MISSING, release),
        strokes.zone,
        strokes.starts_run,
    )


@pytest.mark.parametrize("kind", Nuisance)
@given(st.integers(0, 2**32))
def test_order_is_kept_and_no_hold_or_gap_is_negative(kind: Nuisance, seed: int) -> None:
    before = with_losses(seed)
    after = simulated(before, POPULATION.person, kind, np.random.default_rng(seed))
    joined = ~after.starts_run

    assert ((after.release == MISSING) == (before.release == MISSING)).all()
    known = after.release != MISSING
    assert (after.hold[known] >= 0).all()
    gap, was = np.diff(after.press)[joined[1:]], np.diff(before.press)[joined[1:]]
    assert (gap >= 0).all()
    assert (gap[was > TICK] > 0).all()
    assert after.zone is before.zone
    assert after.starts_run is before.starts_run


def changes(kind: Nuisance) -> tuple[Keystrokes, Keystrokes]:
    """Typing before and after."""
    before = with_losses(3)
    return before, simulated(before, POPULATION.person, kind, np.random.default_rng(4))


@pytest.mark.parametrize("kind", [Nuisance.HOLD, Nuisance.SPACE])
def test_another_keyboard_shifts_a_person_s_holds_alike_and_nothing_else(kind: Nuisance) -> None:
    before, after = changes(kind)
    known = before.release != MISSING
    assert (after.press == before.press).all()
    shifts = []
    for person in range(6):
        rows = (POPULATION.person == person) & known & (before.hold > 2 * HOLD_SHIFT_LIMIT)
        moved = (after.release - before.release)[rows]
        spaces = before.zone[rows] == Zone.SPACE
        shifts.append(moved[spaces][0])
        assert len(set(moved[spaces])) == 1
        assert set(moved[~spaces]) == ({shifts[-1]} if kind is Nuisance.HOLD else {0})
        assert abs(shifts[-1]) <= HOLD_SHIFT_LIMIT
    assert len(set(shifts)) == 6


def test_a_coarse_clock_rounds_down_to_whole_ms_near_its_ticks() -> None:
    before, after = changes(Nuisance.TICK)
    known = after.release != MISSING
    for times in (after.press, after.release[known]):
        assert (times % 1_000 == 0).all()
        assert (times % TICK > TICK - 1_000).sum() + (times % TICK == 0).sum() == len(times)
    assert np.abs(after.press - before.press).max() <= TICK


def test_another_day_stretches_pauses_only_and_a_person_s_alike() -> None:
    before, after = changes(Nuisance.PAUSE)
    joined = ~before.starts_run[1:]
    was, now = np.diff(before.press)[joined], np.diff(after.press)[joined]
    person = POPULATION.person[1:][joined]
    assert (was[was <= PAUSE] == now[was <= PAUSE]).all()
    ratios = []
    for who in range(6):
        long = (was > PAUSE) & (person == who)
        ratio = now[long] / was[long]
        assert np.ptp(ratio) < 1e-4
        ratios.append(round(float(ratio.mean()), 3))
    assert len(set(ratios)) == 6
    known = before.release != MISSING
    assert (after.hold[known] == before.hold[known]).all()
