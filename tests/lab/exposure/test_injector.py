"""The injector: its pace, its waits, and how long a record takes it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from samehands.lab.exposure.injector import injected, seconds_per_record
from samehands.lab.exposure.protocol import Injector
from samehands.lab.exposure.typists import Typist


@given(
    st.floats(5, 150), st.floats(0, 150), st.floats(0, 60), st.floats(0, 900), st.integers(5, 50)
)
def test_a_record_takes_as_long_as_the_settings_say(
    typists: tuple[Typist, ...], gap: float, jitter: float, hold: float, wait: float, keys: int
) -> None:
    settings = Injector(
        gap_ms=gap, jitter_ms=jitter, hold_ms=hold, wait_ms=wait, keystrokes_per_record=keys
    )
    typed = injected(typists[0].work[0], settings, 200 * keys, np.random.default_rng(0))

    seconds = np.diff(typed.press[::keys]) / 1e6
    assert len(typed) == 200 * keys
    assert abs(seconds.mean() - seconds_per_record(settings)) < 0.1 * seconds.mean() + 0.005


def test_what_it_types_has_no_corrections_and_no_hesitation(typists: tuple[Typist, ...]) -> None:
    settings = Injector(gap_ms=35, jitter_ms=20, hold_ms=20, wait_ms=500, keystrokes_per_record=36)

    typed = injected(typists[0].work[0], settings, 360, np.random.default_rng(0))

    gaps = np.diff(typed.press) / 1000
    waits = np.arange(1, 360) % 36 == 0
    assert gaps[~waits].max() <= 56
    assert gaps[waits].min() >= 535
