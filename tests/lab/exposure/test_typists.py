"""Typists: real keystrokes as the windows that a device would have sent."""

import numpy as np

from samehands.lab.exposure.typists import EVENTS_AT_ONCE, Typist, continued, windows_of
from samehands.rhythm.projections import shipped


def test_everybody_is_enrolled_from_the_first_half_and_works_in_the_second(
    typists: tuple[Typist, ...],
) -> None:
    assert len(typists) == 3
    for typist in typists:
        assert [len(sitting) for sitting in typist.sittings] == [5, 5, 5]
        assert [len(work) for work in typist.work] == [520, 520, 520]


def test_a_window_counts_only_the_keystrokes_of_whoever_acts(typists: tuple[Typist, ...]) -> None:
    owner, thief = typists[0].work[0][:40], typists[1].work[0][:260]

    found = windows_of([owner, thief], shipped())

    # The first window has 40 keystrokes of the owner's; each is dated to the call that filled it.
    assert [one.window.sequence for one in found] == [0, 1, 2]
    for one, due in zip(found, (60, 160, 260), strict=True):
        assert due <= one.keystrokes <= due + EVENTS_AT_ONCE


def test_a_window_is_the_thief_s_as_soon_as_nothing_of_the_owner_waits(
    typists: tuple[Typist, ...],
) -> None:
    alone = windows_of([typists[1].work[0][:300]], shipped())
    after = windows_of([typists[0].work[0][:100], typists[1].work[0][:300]], shipped())

    # Whoever typed before decides the flight into the window, and nothing else of it.
    first, last = (np.array([one.window.vector for one in found[-2:]]) for found in (alone, after))
    assert np.abs(first.astype(int) - last.astype(int)).max() <= 8


def test_somebody_types_on_through_all_sessions_and_around(typists: tuple[Typist, ...]) -> None:
    work = typists[0].work

    stream = continued(work, 2_000, 1)

    assert len(stream) == 2_000
    assert (np.diff(stream.press) >= 0).all()
    assert np.array_equal(stream.position[:520], work[1].position)
    assert np.array_equal(stream.position[1040:1560], work[0].position)
