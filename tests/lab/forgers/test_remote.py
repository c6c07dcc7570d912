"""Remote links: order is kept, nothing is lost, ticks are kept to."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.lab.forgers.remote import Link


@given(
    jitter=st.floats(0, 50),
    loss=st.floats(0, 0.3),
    tick=st.sampled_from([0.0, 16.0, 33.0]),
    seed=st.integers(0, 99),
)
def test_events_come_late_and_in_order(jitter: float, loss: float, tick: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    press = np.cumsum(rng.integers(0, 300_000, 40))
    release = press + rng.integers(1_000, 200_000, 40)
    release[3] = MISSING
    zone, starts = np.zeros(40, np.int8), np.zeros(40, np.bool_)
    typed = Keystrokes(press, release, zone, starts)
    far = Link(30.0, jitter, loss, tick=tick).carried(typed, rng)
    assert len(far) == 40
    assert np.all(np.diff(far.press) >= 0)
    assert np.all(far.press >= press + 29_000)
    known = release != MISSING
    assert np.array_equal(far.release == MISSING, ~known)
    assert np.all(far.release[known] >= far.press[known])
    if tick:
        assert len(np.unique(far.press % round(tick * 1000))) == 1


def test_a_constant_delay_changes_no_rhythm() -> None:
    press = np.arange(10) * 100_000
    zone, starts = np.zeros(10, np.int8), np.zeros(10, np.bool_)
    typed = Keystrokes(press, press + 80_000, zone, starts)
    far = Link(delay=120.0, jitter=0.0).carried(typed, np.random.default_rng(0))
    assert np.array_equal(np.diff(far.press), np.diff(press))
    assert np.array_equal(far.hold, typed.hold)
