"""All detectors at one window, and at an early sign."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from liveness import made_model
from liveness.made_model import MACHINE, PERSON
from samehands.errors import ProjectionMismatchError
from samehands.liveness import (
    CannotTell,
    DetectorId,
    Look,
    Recollection,
    Tool,
    Watch,
    look_at_sign,
    look_at_window,
)
from samehands.liveness.combiner import CEILING, FLOOR
from samehands.liveness.early import EVIDENCE
from samehands.rhythm.window import PathFlag, Scalars, Window

MODEL = made_model.model()
HABIT = np.zeros(64)


def look(
    window: Window,
    watch: Watch = Watch(),  # noqa: B008  # a value
    allowed: Collection[Tool] = (),
    habit: NDArray[np.float64] | None = HABIT,
    recollection: Recollection = Recollection(),  # noqa: B008  # a value
) -> Look:
    return look_at_window(
        window,
        habit=habit,
        watch=watch,
        recollection=recollection,
        allowed=allowed,
        model=MODEL,
    )


def kinds(seen: Look) -> list[str]:
    return [finding.kind for finding in seen.findings]


def test_hands_are_evidence_of_a_person_and_no_finding() -> None:
    seen = look(made_model.window())

    assert seen.evidence is not None
    assert FLOOR <= seen.evidence < 0
    assert seen.findings == ()


def test_a_machine_is_evidence_and_said_in_words_that_accuse_nobody() -> None:
    seen = look(made_model.window(scalars=MACHINE))

    assert seen.evidence == CEILING
    assert kinds(seen) == [DetectorId.FORGED_TIMING, DetectorId.TOO_EVEN]
    assert all("person" not in finding.sentence for finding in seen.findings)


@given(
    st.builds(
        Scalars,
        *(st.integers(-8, 8), st.integers(0, 127), st.integers(0, 127)),
        key_fit=st.integers(-16, 1),
        hold_level=st.integers(0, 2),
        hold_lattice=st.integers(0, 127),
        hold_spread=st.integers(0, 127),
    ),
    st.sampled_from([0, 1, 2, 4, 5, 8, 15]),
)
def test_one_window_says_no_more_than_its_bounds_whatever_came(
    scalars: Scalars, path: int
) -> None:
    seen = look(made_model.window(scalars=scalars, path=PathFlag(path)))

    assert seen.evidence is None or FLOOR <= seen.evidence <= CEILING


def test_through_a_remote_desktop_timing_cannot_tell_and_is_no_evidence() -> None:
    seen = look(made_model.window(scalars=MACHINE, path=PathFlag.REMOTE))

    assert isinstance(seen.answers[DetectorId.FORGED_TIMING], CannotTell)
    assert isinstance(seen.answers[DetectorId.TOO_EVEN], CannotTell)
    assert seen.evidence is None


def test_a_replay_is_told_through_a_remote_desktop_too() -> None:
    recollection = Recollection()
    for vector in made_model.typed(1, 40):
        recollection = recollection.with_window(vector)
    again = made_model.typed(1, 40)[7]
    seen = look(made_model.window(vector=again, path=PathFlag.REMOTE), recollection=recollection)

    assert seen.evidence == CEILING
    assert kinds(seen) == [DetectorId.REPLAY]


def test_input_that_its_source_calls_injected_is_evidence_whatever_its_rhythm() -> None:
    seen = look(made_model.window(path=PathFlag.INJECTED))

    assert seen.evidence is not None
    assert seen.evidence > 0
    assert kinds(seen) == [DetectorId.PROVENANCE]
    assert seen.recollection == Recollection()


def test_dictation_is_no_evidence() -> None:
    for path in (PathFlag.DICTATION, PathFlag.DICTATION | PathFlag.INJECTED):
        assert look(made_model.window(path=path)).evidence is None


@pytest.mark.parametrize("tool", [Tool.PASSWORD_MANAGER, Tool.TEXT_EXPANDER])
def test_an_allowed_program_is_excused_until_it_types_alone(tool: Tool) -> None:
    watch, evidence = Watch(), []
    for number in range(5):
        seen = look(made_model.window(number, path=PathFlag.INJECTED), watch, [tool])
        watch = seen.watch
        evidence.append(seen.evidence)

    assert evidence[0] is None
    assert None not in evidence[1:]


def test_hands_between_two_bursts_end_the_first() -> None:
    watch = Watch(bursts=3, injected=3)
    seen = look(made_model.window(), watch, [Tool.TEXT_EXPANDER])

    assert (seen.watch.bursts, seen.watch.injected) == (0, 0)


def test_a_machine_between_two_bursts_does_not_end_the_first() -> None:
    assert look(made_model.window(scalars=MACHINE), Watch(bursts=3)).watch.bursts == 3


def test_accessibility_tools_are_exempt_from_what_the_source_says_and_from_no_more() -> None:
    exempt = [Tool.ACCESSIBILITY]

    assert look(made_model.window(path=PathFlag.INJECTED), Watch(), exempt).evidence is None
    assert look(made_model.window(scalars=MACHINE), Watch(), exempt).evidence == CEILING


def test_discarded_input_is_evidence_unless_a_scanner_may_have_typed_it() -> None:
    window = made_model.window(path=PathFlag.DISCARDED)
    plain, excused = look(window), look(window, allowed=[Tool.BARCODE_SCANNER])

    assert plain.raw is not None
    assert excused.raw is not None
    assert plain.raw == excused.raw + 1.0


def test_a_pace_beyond_the_habit_is_a_finding_with_the_habit_in_it_and_no_evidence() -> None:
    fast = np.zeros(64, np.int8)
    fast[0] = -31  # an e-th of the time
    seen = look(made_model.window(vector=fast))

    assert kinds(seen) == [DetectorId.UNLIKE_HABIT]
    assert "2.7 times as fast as this person's habit" in seen.findings[0].sentence
    assert seen.evidence == look(made_model.window()).evidence


def test_a_pace_below_the_habit_is_nobody_s_business() -> None:
    slow = np.zeros(64, np.int8)
    slow[0] = 124

    assert look(made_model.window(vector=slow)).findings == ()


def test_without_a_habit_nobody_can_tell_a_pace() -> None:
    seen = look(made_model.window(), habit=None)

    assert isinstance(seen.answers[DetectorId.UNLIKE_HABIT], CannotTell)


def test_an_early_sign_is_evidence() -> None:
    evidence, watch = look_at_sign(made_model.sign(), Watch(), (), MODEL)

    assert evidence == EVIDENCE
    assert watch.bursts == 1


def test_a_scanner_s_signs_are_excused_until_they_come_in_a_row() -> None:
    watch, said = Watch(), []
    for number in range(3):
        evidence, watch = look_at_sign(
            made_model.sign(number), watch, [Tool.BARCODE_SCANNER], MODEL
        )
        said.append(evidence)

    assert said == [None, EVIDENCE, EVIDENCE]


def test_another_projection_s_windows_and_signs_are_refused() -> None:
    with pytest.raises(ProjectionMismatchError):
        look(replace(made_model.window(), projection=bytes(8)))
    with pytest.raises(ProjectionMismatchError):
        look_at_sign(replace(made_model.sign(), projection=bytes(8)), Watch(), (), MODEL)


def test_the_scalars_reach_the_tables_by_their_names() -> None:
    alone = {
        name: look(made_model.window(scalars=replace(PERSON, **{name: 0}))).raw
        for name in Scalars.__dataclass_fields__
    }
    usual = look(made_model.window()).raw

    assert {name for name, raw in alone.items() if raw != usual} == {"key_fit", "hold_level"}
