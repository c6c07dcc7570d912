"""A training from end to end on made-up people: a file that verifies, knows strangers apart, repeats."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from lab.training.people import corpus, text, words
from samehands.errors import DataSetError
from samehands.identity import (
    DeviceClass,
    EnrolmentFailed,
    NotReady,
    PldaScorer,
    Scored,
    SessionWindows,
    decode_back_end,
    encode_back_end,
)
from samehands.lab.metrics import equal_error_rate
from samehands.lab.training import text as text_module
from samehands.lab.training.contexts import Flights
from samehands.lab.training.fit import Trained, solve, train
from samehands.lab.training.noise import Noise, load_noise, measure, save_noise
from samehands.lab.training.nuisance import Nuisance
from samehands.lab.training.plan import TextEstimate, TrainingPlan
from samehands.lab.training.population import Population
from samehands.rhythm import ClockClass, Projection, decode_card, decode_projection
from samehands.rhythm.projection_file import Card
from samehands.rhythm.window import DIMENSIONS, STEPS_PER_SIGMA

N: Final = 50
PLAN: Final = TrainingPlan(
    name="made-up-1",
    data=("made-up people",),
    licence="CC0-1.0",
    commercial=True,
    seed=7,
    keystrokes=N,
    flights=Flights.BY_SIDE,
    offsets=(0, 25),
    text=TextEstimate.RESAMPLING,
    dimensions=DIMENSIONS,
    kappa=10.0,
    traits=1.0,
    nuisance=dict.fromkeys(Nuisance, 2.0),
    real_sessions=1.0,
    ridge=0.1,
    between=0.5,
    outliers=0.01,
)
CARD: Final = Card(PLAN.data, PLAN.licence, PLAN.commercial, people=40, made_by="a test")
POPULATION: Final = Population.of([corpus(10, 40)])
STRANGERS: Final = 14


def said(_: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def noise() -> Iterator[Noise]:
    """Measured on forty made-up people, on fewer texts than in earnest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "TEXTS", 350)
        patch.setattr(text_module, "TYPISTS", 12)
        yield measure(POPULATION, PLAN, said)


@pytest.fixture(scope="module")
def trained(noise: Noise) -> Trained:
    """The projection and the back-end."""
    return solve(noise, PLAN, CARD)


def sessions_of(projection: Projection, people: int) -> list[list[SessionWindows]]:
    """Four sessions of each of some people whom no training has seen."""
    strangers = Population.of([corpus(11, people)])
    windows = strangers.windows(N)
    vectors = projection.embed(strangers.keystrokes, windows.rows)
    device = DeviceClass(ClockClass.ONE_MS)
    return [
        [
            SessionWindows(projection.ref, device, vectors[windows.session == session])
            for session in np.unique(windows.session[windows.person == person])
        ]
        for person in range(people)
    ]


def test_the_file_verifies_and_is_the_projection(trained: Trained) -> None:
    read = decode_projection(trained.file, expected=trained.projection.digest)

    assert read.name == PLAN.name
    assert read.keystrokes == N
    assert decode_card(trained.file) == CARD
    assert np.array_equal(read.weights, trained.projection.weights)
    assert np.abs(read.weights.astype(int)).max(axis=1).tolist() == [127] * DIMENSIONS


def test_the_back_end_belongs_to_the_projection_and_survives_its_file(trained: Trained) -> None:
    back_end = decode_back_end(
        encode_back_end(trained.back_end), projection=trained.projection.ref
    )

    assert back_end.projection_id == PLAN.name
    assert back_end.outliers == PLAN.outliers
    assert (np.diff(back_end.between) <= 0).mean() > 0.9  # the first dimensions tell most


def test_a_step_is_a_thirty_first_of_the_spread_within_a_person(trained: Trained) -> None:
    windows = POPULATION.windows(N)
    vectors = trained.projection.embed(POPULATION.keystrokes, windows.rows) / STEPS_PER_SIGMA
    mean = vectors.mean(axis=0)
    home = np.stack([vectors[windows.person == person].mean(axis=0) for person in range(40)])
    spread = (vectors - home[windows.person]).std(axis=0)

    assert np.abs(mean).max() < 0.3
    # The noise that a step is measured in has simulated keyboards in it: windows vary less.
    assert 0.5 < np.median(spread) < 1.1


def test_strangers_are_told_apart_far_better_than_by_chance(trained: Trained) -> None:
    scorer, sessions = PldaScorer(trained.back_end), sessions_of(trained.projection, STRANGERS)
    genuine: list[float] = []
    impostor: list[float] = []
    for owner in range(STRANGERS):
        template = scorer.enrol(sessions[owner][:3])
        assert not isinstance(template, NotReady | EnrolmentFailed)
        for other in range(STRANGERS):
            scored = scorer.score(template, sessions[other][3])
            assert isinstance(scored, Scored)
            (genuine if owner == other else impostor).append(scored.llr)

    assert equal_error_rate(np.array(genuine), np.array(impostor)) < 0.15
    assert np.median(genuine) > 0 > np.median(impostor)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(
    trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_module, "TEXTS", 350)
    monkeypatch.setattr(text_module, "TYPISTS", 12)
    stages: list[str] = []

    again = train(POPULATION, PLAN, CARD, stages.append)
    other = train(POPULATION, msgspec.structs.replace(PLAN, seed=8), CARD, said)

    assert again.file == trained.file
    assert encode_back_end(again.back_end) == encode_back_end(trained.back_end)
    assert other.file != trained.file
    assert stages[0] == "contexts"
    assert len(stages) == len(set(stages)) == 4 + len(PLAN.nuisance)


def test_a_measurement_that_was_kept_gives_the_same_projection(
    noise: Noise, trained: Trained, tmp_path: Path
) -> None:
    path = tmp_path / "noise.npz"
    save_noise(noise, path)

    assert solve(load_noise(path), PLAN, CARD).file == trained.file
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"PK\x03\x04 and no more", b"\x93NUMPY" + bytes(100)]
)
def test_a_file_that_is_no_measurement_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "noise.npz"
    path.write_bytes(data)

    with pytest.raises(DataSetError, match="no such measurement"):
        load_noise(path)


def test_a_measurement_with_something_missing_is_refused(noise: Noise, tmp_path: Path) -> None:
    path = tmp_path / "noise.npz"
    save_noise(noise, path)
    with np.load(path, allow_pickle=False) as kept:
        np.savez(
            path.with_name("less.npz"), **{name: kept[name] for name in list(kept.files)[:-9]}
        )

    with pytest.raises(DataSetError, match="no such measurement"):
        load_noise(path.with_name("less.npz"))
    with pytest.raises(DataSetError, match="no such measurement"):
        load_noise(path.with_name("absent.npz"))


def texts_guessed(projection: Projection, texts: list[NDArray[np.int16]]) -> float:
    """How often the nearest text is the one typed: learnt from half of some strangers."""
    people = 12
    typed = Population.of([corpus(12, people, texts=texts)])
    rows = np.arange(len(typed.person)).reshape(-1, N)
    vectors = (
        projection.embed(typed.keystrokes, rows).reshape(people, len(texts), -1).astype(float)
    )
    apart = vectors - vectors.mean(axis=1, keepdims=True)
    spread = apart.std(axis=(0, 1))
    known, asked = (
        half / spread for half in (apart[: people // 2].mean(axis=0), apart[people // 2 :])
    )
    distance = ((asked[:, :, None] - known) ** 2).sum(axis=-1)
    return float((distance.argmin(axis=2) == np.arange(len(texts))).mean())


def test_counting_the_text_as_noise_hides_it(noise: Noise) -> None:
    vocabulary = words(np.random.default_rng(1))
    pools = [
        [text(vocabulary, np.random.default_rng(seed * 100 + each), N) for each in range(60)]
        for seed in range(4)
    ]
    free, nulled = (
        np.mean([texts_guessed(projection, pool) for pool in pools])
        for projection in (
            solve(noise, msgspec.structs.replace(PLAN, kappa=kappa), CARD).projection
            for kappa in (0.0, 1_000.0)
        )
    )

    # Scores by key have taken most of the text out already; what is left is hidden here.
    assert free > 1.2 * nulled
    assert free > 1.5 / 60


def test_what_does_not_vary_between_people_gets_no_weight(noise: Noise) -> None:
    still = noise.between.copy()
    still[:5, :] = still[:, :5] = 0
    apart = {
        name: getattr(noise, name).copy() for name in ("within", "session", "text", "by_trait")
    }
    nuisance = {kind: matrix.copy() for kind, matrix in noise.nuisance.items()}
    for matrix in (*apart.values(), *nuisance.values()):
        matrix[:5, 5:] = matrix[5:, :5] = 0

    blind = solve(replace(noise, between=still, nuisance=nuisance, **apart), PLAN, CARD)

    assert (blind.projection.weights[:, :5] == 0).all()


def test_dimensions_that_the_plan_leaves_out_are_zero_in_every_message(
    noise: Noise, trained: Trained
) -> None:
    few = solve(noise, msgspec.structs.replace(PLAN, dimensions=12), CARD).projection
    windows = POPULATION.windows(N)
    vectors = few.embed(POPULATION.keystrokes, windows.rows)

    assert (vectors[:, 12:] == 0).all()
    assert (vectors[:, :12].std(axis=0) > 0).all()
    assert (trained.projection.embed(POPULATION.keystrokes, windows.rows).std(axis=0) > 0).all()


def test_the_share_of_holds_is_a_share(trained: Trained) -> None:
    share = trained.projection.hold_share

    assert ((share >= 0) & (share <= 1)).all()
    assert share.max() > 0.5 > share.min()
