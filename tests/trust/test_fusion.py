import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.errors import EmptyScoresError, ScoreError, SettingsError
from samehands.quantities import Nats
from samehands.trust.fusion import (
    Fusion,
    FusionTrials,
    ModalityLlr,
    ModalityWeight,
    fit_fusion,
)

nats = st.floats(-50, 50)
BOTH = Fusion({"keyboard": ModalityWeight(0.9, -0.1), "pointer": ModalityWeight(0.5, -0.1)})


def spoken(keyboard: float, pointer: float) -> dict[str, ModalityLlr]:
    return {
        "keyboard": ModalityLlr(Nats(keyboard), 3),
        "pointer": ModalityLlr(Nats(pointer), 5),
    }


def trials(seed: int = 1, count: int = 2000) -> FusionTrials:
    """A good keyboard (d' = 3), a poor pointer (d' = 1) and an echo: the keyboard again."""
    generator = np.random.default_rng(seed)
    genuine = generator.random(count) < 0.5
    sign = np.where(genuine, 1.0, -1.0)
    keyboard = 4.5 * sign + 3.0 * generator.standard_normal(count)
    pointer = 0.5 * sign + 1.0 * generator.standard_normal(count)
    llr = np.stack([keyboard, pointer, keyboard], axis=1)
    return FusionTrials(
        ("keyboard", "pointer", "echo"), llr, np.ones(llr.shape, np.int64), genuine
    )


def only(some: FusionTrials, *columns: int) -> FusionTrials:
    at = list(columns)
    names = tuple(some.modalities[c] for c in at)
    return FusionTrials(names, some.llr[:, at], some.windows[:, at], some.genuine)


@given(nats, st.integers(1, 10_000))
def test_one_modality_is_its_own_fusion(llr: float, windows: int) -> None:
    assert BOTH.fuse({"pointer": ModalityLlr(Nats(llr), windows)}) == llr


@given(nats, nats, st.floats(0, 20))
def test_more_for_the_owner_is_never_less_for_the_owner(
    keyboard: float, pointer: float, more: float
) -> None:
    assert BOTH.fuse(spoken(keyboard + more, pointer)) >= BOTH.fuse(spoken(keyboard, pointer))


@given(nats, nats)
def test_the_fusion_of_the_opposite_is_the_opposite(keyboard: float, pointer: float) -> None:
    opposite = BOTH.fuse(spoken(-keyboard, -pointer))

    assert opposite == pytest.approx(-BOTH.fuse(spoken(keyboard, pointer)))


def test_a_weight_that_shrinks_with_the_count_never_turns_against_the_owner() -> None:
    assert ModalityWeight(0.5, -0.2).at(10**9) == 0.0


def test_independent_calibrated_modalities_are_added_with_weights_near_one() -> None:
    weights = fit_fusion(only(trials(count=20_000), 0, 1)).weights

    assert weights["keyboard"].slope == pytest.approx(1.0, abs=0.15)
    assert weights["pointer"].slope == pytest.approx(1.0, abs=0.15)


def test_a_modality_and_its_echo_share_one_weight() -> None:
    weights = fit_fusion(only(trials(count=20_000), 0, 2)).weights

    assert weights["keyboard"].slope == pytest.approx(weights["echo"].slope)
    assert weights["keyboard"].slope * 2 == pytest.approx(1.0, abs=0.1)


def test_fused_evidence_separates_better_than_either_alone() -> None:
    fusion, fresh = fit_fusion(only(trials(), 0, 1)), only(trials(seed=2), 0, 1)
    fused = np.array(
        [
            fusion.fuse({"keyboard": ModalityLlr(Nats(a), 1), "pointer": ModalityLlr(Nats(b), 1)})
            for a, b in fresh.llr.tolist()
        ]
    )
    sign = np.where(fresh.genuine, -1.0, 1.0)
    losses = [np.logaddexp(0, sign * llr).mean() for llr in (fused, *fresh.llr.T)]

    assert losses[0] < min(losses[1:])


def test_an_llr_over_many_windows_that_repeat_each_other_gets_less_weight() -> None:
    one = only(trials(count=20_000), 0, 1)
    windows = np.where(np.arange(20_000) % 2, 8, 1)[:, None].repeat(2, axis=1)
    # Eight windows that say the same eight times over: the sum claims eight times too much.
    repeated = FusionTrials(
        one.modalities, one.llr * windows, windows.astype(np.int64), one.genuine
    )
    weight = fit_fusion(repeated).weights["keyboard"]

    assert weight.growth < 0
    assert weight.at(8) < 0.4 * weight.at(1)


def test_perfectly_separable_trials_do_not_drive_the_weights_up() -> None:
    llr = np.array([[5.0, 5.0], [-5.0, -5.0]])
    fusion = fit_fusion(
        FusionTrials(("a", "b"), llr, np.ones((2, 2), np.int64), np.array([True, False]))
    )

    assert all(abs(weight.slope - 0.5) < 0.2 for weight in fusion.weights.values())


def test_absent_modalities_are_not_read() -> None:
    some = only(trials(), 0, 1)
    absent = np.arange(len(some.genuine)) % 3 == 0
    windows = np.where(absent[:, None] & [False, True], 0, some.windows)
    poisoned = np.where(windows == 0, np.nan, some.llr)
    zeroed = np.where(windows == 0, 0.0, some.llr)

    assert fit_fusion(
        FusionTrials(some.modalities, poisoned, windows, some.genuine)
    ) == fit_fusion(FusionTrials(some.modalities, zeroed, windows, some.genuine))


def test_fitting_one_modality_gives_the_identity() -> None:
    assert fit_fusion(only(trials(), 0)) == Fusion({"keyboard": ModalityWeight()})


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"keyboard": ModalityLlr(Nats(math.nan), 1)},
        {"keyboard": ModalityLlr(Nats(1.0), 0)},
    ],
    ids=["nothing", "nan", "no windows"],
)
def test_nothing_and_broken_numbers_are_refused(parts: dict[str, ModalityLlr]) -> None:
    with pytest.raises(EmptyScoresError):
        BOTH.fuse(parts)


def test_a_modality_without_a_weight_is_refused() -> None:
    with pytest.raises(ScoreError, match="without a weight"):
        BOTH.fuse({"gait": ModalityLlr(Nats(1.0), 1)})


def test_weights_that_make_no_sense_are_refused() -> None:
    with pytest.raises(SettingsError):
        Fusion({})
    with pytest.raises(SettingsError):
        Fusion({"keyboard": ModalityWeight(math.nan)})
    with pytest.raises(SettingsError):
        Fusion({"keyboard": ModalityWeight()}, Nats(math.inf))


def test_trials_that_make_no_sense_are_refused() -> None:
    some = only(trials(count=10), 0, 1)
    with pytest.raises(ScoreError):
        FusionTrials(("keyboard",), some.llr, some.windows, some.genuine)
    with pytest.raises(EmptyScoresError):
        FusionTrials(some.modalities, some.llr * np.nan, some.windows, some.genuine)
    with pytest.raises(EmptyScoresError):
        fit_fusion(FusionTrials(some.modalities, some.llr, some.windows, np.ones(10, np.bool_)))
