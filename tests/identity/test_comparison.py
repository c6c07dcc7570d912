from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from identity.made_readings import readings
from laws import synthetic
from samehands.errors import ProjectionMismatchError, TemplateError
from samehands.identity import (
    DeviceClass,
    Fallback,
    Need,
    NotReady,
    PldaScorer,
    SessionWindows,
    Template,
)
from samehands.identity.comparison import (
    LEAST_USUAL,
    SHOWN,
    Comparison,
    Difference,
    compare,
)
from samehands.identity.reading import Readings
from samehands.rhythm.window import STEPS_PER_SIGMA, ClockClass

SCORER = PldaScorer(synthetic.back_end())


def template(seed: int = 1) -> Template:
    enrolled = SCORER.enrol(synthetic.typist(seed).sessions(4, 6))
    assert isinstance(enrolled, Template)
    return enrolled


def compared(
    windows: SessionWindows, usual: NDArray[np.int8] | None = None, *, scorer: PldaScorer = SCORER
) -> Comparison:
    result = compare(scorer, template(), windows, readings(), usual)
    assert isinstance(result, Comparison)
    return result


def own(windows: int = 6, life: int = 1) -> SessionWindows:
    home = synthetic.typist(1).home
    return synthetic.Typist(home, np.random.default_rng((1, life))).session(windows)


def test_five_differences_are_shown_and_the_strongest_come_first() -> None:
    result = compared(synthetic.typist(2).session(5))
    strength = [abs(difference.difference_sd) for difference in result.differences]

    assert len(strength) == SHOWN < len(readings().each)
    assert strength == sorted(strength, reverse=True)
    assert result.windows == 5
    assert not result.substitute


def test_what_differs_most_is_where_the_hands_differ_most() -> None:
    windows = own().vectors.copy()
    windows[:, 3] = np.clip(windows[:, 3].astype(int) + 4 * STEPS_PER_SIGMA, -124, 124)
    first = compared(SessionWindows(synthetic.PROJECTION, synthetic.LAPTOP, windows)).differences[
        0
    ]

    assert first.name == readings().each[3].name
    assert first.difference_sd > 2
    assert "longer than usual" in first.sentence
    assert first.sentence.endswith(f"({first.difference_sd:.1f} sd).")
    assert first.unit == "sd of the population"


def test_the_numbers_of_a_difference_fit_each_other() -> None:
    windows = synthetic.typist(2).session(5)
    for difference in compared(windows).differences:
        reading = next(one for one in readings().each if one.name == difference.name)
        assert difference.values == tuple(reading.of(windows.vectors).tolist())
        assert difference.session.mean == pytest.approx(np.mean(difference.values))
        assert difference.session.sd == pytest.approx(np.std(difference.values, ddof=1))
        assert difference.session.windows == 5
        assert difference.usual.windows == 24
        assert difference.difference_sd == pytest.approx(
            (difference.session.mean - difference.usual.mean) / difference.usual.sd
        )


def test_an_owner_s_difference_is_within_its_standard_error_as_often_as_it_should() -> None:
    every: list[Difference] = []
    for life in range(60):
        result = compare(SCORER, template(), own(life=life), as_many_as_are_shown(), None)
        assert isinstance(result, Comparison)
        every += result.differences
    ratios = [difference.difference_sd / difference.standard_error for difference in every]

    # Of one template many sessions share its error, so the bounds are wide.
    assert 0.5 < np.std(ratios) < 1.5


def as_many_as_are_shown() -> Readings:
    """Five readings, so that all of them are shown and none is chosen for its size."""
    return replace(readings(), each=readings().each[:SHOWN])


def test_as_usual_is_said_of_what_chance_explains() -> None:
    usual = [
        difference.sentence
        for life in range(20)
        for difference in compared(own(life=life)).differences
        if abs(difference.difference_sd) < difference.standard_error
    ]

    assert usual
    assert all(" about as " in sentence for sentence in usual)


def test_the_owner_s_own_windows_say_what_is_usual_where_there_are_enough() -> None:
    many = np.concatenate([own(life=life).vectors for life in range(2, 12)])
    windows = synthetic.typist(2).session(5)
    by_self, by_model = compared(windows, many), compared(windows, many[: LEAST_USUAL - 1])

    assert {difference.usual.windows for difference in by_self.differences} == {len(many)}
    assert by_model == compared(windows)
    for difference in by_self.differences:
        reading = next(one for one in readings().each if one.name == difference.name)
        assert difference.usual.mean == pytest.approx(reading.of(many).mean())


def test_windows_that_are_all_alike_do_not_make_every_difference_endless() -> None:
    same = np.repeat(own(1).vectors, 30, axis=0)

    assert all(abs(d.difference_sd) < 20 for d in compared(own(), same).differences)


def test_the_order_of_windows_matters_only_to_the_values_that_are_listed() -> None:
    windows = synthetic.typist(2).session(6)
    turned = windows[np.arange(6)[::-1]]
    for one, other in zip(
        compared(windows).differences, compared(turned).differences, strict=True
    ):
        assert one.values == other.values[::-1]
        assert one.difference_sd == pytest.approx(other.difference_sd)


def test_without_enough_it_says_what_is_missing() -> None:
    one = compare(SCORER, template(), own(1), readings())
    nobody = compare(SCORER, None, own(), readings())
    thin = Template.enrolled(synthetic.typist(1).sessions(1, 3))
    few = compare(SCORER, thin, own(), readings())

    assert isinstance(one, NotReady)
    assert one.missing[0].need is Need.PROBE_WINDOWS
    for result in (nobody, few):
        assert isinstance(result, NotReady)
        assert {missing.need for missing in result.missing} == {
            Need.ENROLLED_WINDOWS,
            Need.ENROLLED_SESSIONS,
        }


def test_another_clock_is_compared_with_the_nearest_and_says_so() -> None:
    coarse = SessionWindows(synthetic.PROJECTION, DeviceClass(ClockClass.EIGHT_MS), own().vectors)

    assert isinstance(compare(SCORER, template(), coarse, readings()), NotReady)
    nearest = replace(SCORER, fallback=Fallback.NEAREST_CLOCK)
    assert compared(coarse, scorer=nearest).substitute


def test_windows_of_another_projection_and_of_no_shape_are_refused() -> None:
    with pytest.raises(ProjectionMismatchError):
        compare(SCORER, template(), replace(own(), projection=bytes(8)), readings())
    with pytest.raises(TemplateError, match="usual windows"):
        compared(own(), np.zeros((20, 3), np.int8))
