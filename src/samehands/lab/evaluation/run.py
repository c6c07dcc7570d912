"""An evaluation from a protocol's name to its result."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from samehands.errors import SettingsError
from samehands.identity import BackEnd, encode_back_end
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.corpora import SOURCES, Source
from samehands.lab.evaluation.groups import Group, Trainer, folded, groups_of
from samehands.lab.evaluation.persons import person_rows
from samehands.lab.evaluation.protocol import Protocol, Verification, load_protocol
from samehands.lab.evaluation.result import (
    Case,
    Drill,
    EvaluationResult,
    PersonRow,
    ProjectionUsed,
)
from samehands.lab.evaluation.samples import embedded
from samehands.lab.evaluation.take_over import drill
from samehands.lab.evaluation.verification import verify
from samehands.lab.evaluation.whitening import Whitening
from samehands.lab.results import DataFile, code_commit, data_files
from samehands.lab.split import Role, Roles
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import decode_card
from samehands.rhythm.projections import file_of, index


def evaluate(  # what makes a run
    protocol_name: str,
    projection: Projection,
    back_end: BackEnd,
    data_root: Path,
    seed: int,
    role: Role = Role.EVALUATION,
) -> EvaluationResult:
    """Tests a projection on people that it was not trained on.

    The cross-corpus protocol is this with a projection of another corpus. N is the projection's.

    Args:
        protocol_name: one of `PROTOCOLS`.
        projection: what embeds.
        back_end: what scores.
        data_root: the data folder.
        seed: of every draw.
        role: of the people: evaluation for figures, development for choices.

    Raises:
        SettingsError: no such protocol, people who may have been trained on, or a shipped
            projection that knows people of this corpus: that one is measured by `cross_fit`.
        DataSetError: the data are absent or not as described.
        ProjectionMismatchError: the back-end is of another projection.
    """
    protocol = load_protocol(protocol_name)
    source = SOURCES[protocol.corpus]
    roles = source.roles()
    _refuse_trained_on(projection, source)
    groups = groups_of(roles, role, projection, back_end)
    corpus = source.load(data_root)
    if isinstance(protocol, Verification) and protocol.axes is not None:
        whitening = _learnt(protocol, protocol.axes.nu, corpus, roles, groups[0])
        groups = tuple(replace(group, whitening=whitening) for group in groups)
    data = data_files(data_root, source.files)
    return run_protocol(protocol_name, protocol, corpus, groups, seed=seed, role=role, data=data)


def cross_fit(  # noqa: PLR0913  # as above
    protocol_name: str,
    train: Trainer,
    data_root: Path,
    seed: int,
    role: Role = Role.EVERYONE,
    folds: int = 4,
    *,
    draws: int = 5,
) -> EvaluationResult:
    """Tests a way of training on a corpus that it trains on: each fold of people without them.

    Impostors are of the fold of the owner, so that they were held out too, and thresholds of a
    fold are those of the others. A fold is a site of its own.

    Args:
        protocol_name: one of `PROTOCOLS`.
        train: gets the people of the corpus who may be learnt from, as indices; may learn from
            other corpora as it likes.
        data_root: the data folder.
        seed: of every draw, the folds' too.
        role: whom to test. The others of the corpus are always learnt from, but for evaluation
            people where development is tested.
        folds: how many parts the people are divided into.
        draws: how many times they are divided anew. Of few people it is luck which of them meet
            in a fold: on monaco single divisions give error rates from 0.3 to 2.8 %.

    Raises:
        SettingsError: as `evaluate`, or folds of fewer than two people.
        DataSetError: the data are absent or not as described.
    """
    protocol = load_protocol(protocol_name)
    source = SOURCES[protocol.corpus]
    roles = source.roles()
    if isinstance(protocol, Verification) and protocol.axes is not None:
        raise SettingsError(
            f"protocol {protocol_name}", got="one with axes of its own", due="no cross-fitting"
        )
    everybody = roles.of(Role.DEVELOPMENT if role is Role.DEVELOPMENT else Role.EVERYONE)
    rng = np.random.default_rng([seed, 1])
    groups = tuple(
        group
        for _ in range(draws)
        for group in folded(roles.of(role), everybody, folds, train, rng)
    )
    corpus = source.load(data_root)
    return run_protocol(
        protocol_name,
        protocol,
        corpus,
        groups,
        seed=seed,
        role=role,
        data=data_files(data_root, source.files),
        cross_fitted=folds,
    )


def run_protocol(  # noqa: PLR0913  # what a result must name
    name: str,
    protocol: Protocol,
    corpus: Corpus,
    groups: tuple[Group, ...],
    *,
    seed: int,
    role: Role,
    data: tuple[DataFile, ...],
    cross_fitted: int = 0,
) -> EvaluationResult:
    """Runs a protocol on groups of people of a loaded corpus.

    Args:
        name: of the protocol.
        protocol: the same.
        corpus: of everybody.
        groups: who is tested with what.
        seed: of every draw.
        role: what the people are called.
        data: what was read.
        cross_fitted: folds; 0 where the projection is one.

    Raises:
        EmptyScoresError: too few people can be enrolled.
        ProjectionMismatchError: a back-end is of another projection.
    """
    rng = np.random.default_rng(seed)
    corpus = _of(corpus, groups)
    cases: tuple[Case, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    drilled: Drill | None = None
    if isinstance(protocol, Verification):
        done = verify(protocol, corpus, groups, rng)
        cases, cohort = done.cases, done.cohort
        persons = person_rows(done.decisions, corpus, groups[0].projection.keystrokes)
    else:
        drilled, cohort = drill(protocol, corpus, groups, rng)
    return EvaluationResult(
        protocol=name,
        title=protocol.title,
        projections=tuple({group.projection.digest: _used(group) for group in groups}.values()),
        cross_fitted=cross_fitted,
        role=role,
        cohort=cohort,
        headline=protocol.headline if isinstance(protocol, Verification) else "",
        cases=cases,
        drill=drilled,
        persons=persons,
        seed=seed,
        commit=code_commit(),
        data=data,
    )


def _learnt(
    protocol: Verification, nu: float, corpus: Corpus, roles: Roles, group: Group
) -> Whitening:
    """Axes for the protocol's unit, from the people that the projection was trained on too."""
    if not len(roles.training):
        raise SettingsError("axes", got="a corpus without training people", due="a larger corpus")
    typed = corpus.selected(np.isin(corpus.person, roles.training))
    samples = embedded(typed, protocol.unit, group.projection)
    return Whitening.learnt(samples, group.back_end, nu)


def _of(corpus: Corpus, groups: tuple[Group, ...]) -> Corpus:
    people = np.concatenate([group.people for group in groups])
    return corpus.selected(np.isin(corpus.person, people))


def _used(group: Group) -> ProjectionUsed:
    return ProjectionUsed(
        name=group.projection.name,
        sha256=group.projection.digest.hex(),
        keystrokes=group.projection.keystrokes,
        back_end_sha256=hashlib.sha256(encode_back_end(group.back_end)).hexdigest(),
    )


def _refuse_trained_on(projection: Projection, source: Source) -> None:
    known = index().get(projection.name)
    if not source.trained_as or known is None or known.sha256 != projection.digest.hex():
        return
    card = decode_card(file_of(projection.name))
    if any(text.startswith(f"{source.trained_as}:") for text in card.data):
        raise SettingsError(
            f"projection {projection.name}",
            got=f"one trained on people of {source.trained_as}",
            due="people it has not seen: cross-fit",
        )
