"""A pointer projection is trained on made-up people: devices are nulled, and it comes back."""

import msgspec
import numpy as np
import pytest

from lab.pointer.hands_of import pointing_people
from samehands.errors import SettingsError
from samehands.identity import BackEnd
from samehands.lab.pointer.nuisance import PointerNuisance, disturbed
from samehands.lab.pointer.plan import PointerPlan, load_pointer_plan
from samehands.lab.pointer.scoring import Probe, enrolled, refitted
from samehands.lab.pointer.shipping import pointer_back_end
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.lab.pointer.training import TrainedPointer, train_pointer
from samehands.quantities import Micros
from samehands.rhythm.pointer import RESEARCH, decode_pointer_card, shipped_pointer

RATE = Micros(60_000)


@pytest.fixture(scope="module")
def part() -> Stroked:
    return Stroked.of(pointing_people(people=6, recordings=3), RATE)


def trained(part: Stroked, **choices: object) -> TrainedPointer:
    plan: PointerPlan = msgspec.structs.replace(load_pointer_plan(), dimensions=8, **choices)
    return train_pointer([part], [True], plan, "a test")


@pytest.mark.slow
def test_what_is_trained_is_its_file_and_says_whose_data_it_is(part: Stroked) -> None:
    found = trained(part)
    card = decode_pointer_card(found.file)

    assert found.projection.name == RESEARCH
    assert (card.people, card.commercial, card.data) == (6, False, ("made up",))
    assert not found.projection.weights[8:].any()
    assert isinstance(found.back_end, BackEnd)
    assert found.back_end.projection == found.projection.ref


@pytest.mark.slow
def test_a_difference_of_devices_moves_windows_less_when_it_is_nulled(part: Stroked) -> None:
    kind = PointerNuisance.TICK_110
    slow = Stroked.of(disturbed(part.corpus, kind, np.random.default_rng(9)), RATE)

    def moved(weight: float) -> float:
        found = trained(part, nuisance={kind: weight}, layout=0.0)
        means = [
            found.projection.embed(
                found.projection.tables.scored(one.found), cut(one.person, 20)
            ).mean(axis=0)
            for one in (part, slow)
        ]
        return float(np.abs(means[1] - means[0]).sum())

    assert moved(20.0) < 0.7 * moved(0.0)


@pytest.mark.slow
def test_owners_score_above_others_on_later_recordings(part: Stroked) -> None:
    found = trained(part)
    corpus = part.corpus
    own = {who: np.flatnonzero((corpus.person == who) & (corpus.session < 2)) for who in range(6)}
    back_end = refitted(part, found.projection, found.back_end)
    arena = enrolled(part, own, found.projection, back_end)
    late = np.flatnonzero(corpus.session == 2)
    probes = [
        Probe(part.rows_of(np.array([row])), int(corpus.person[row])) for row in late.tolist()
    ]

    ours, leak = arena.decided(probes)

    assert len(ours.genuine) == len(leak.genuine) == 6
    assert np.median(ours.genuine) > np.median(ours.impostor)


def test_the_shipped_back_end_is_that_of_the_shipped_projection() -> None:
    assert pointer_back_end().projection == shipped_pointer(RESEARCH).ref


@pytest.mark.parametrize("name", ["open-1", "pointer-", "pointer-../train-open-1"])
def test_an_unknown_plan_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="plan"):
        load_pointer_plan(name)


def test_windows_are_cut_within_a_label_and_partial_ones_dropped() -> None:
    windows = cut(np.array([0, 0, 0, 1, 1, 5, 5, 5, 5]), 2)

    assert windows.tolist() == [[0, 1], [3, 4], [5, 6], [7, 8]]
    assert cut(np.empty(0, np.int64), 2).shape == (0, 2)
