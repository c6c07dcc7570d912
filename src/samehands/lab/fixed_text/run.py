"""The CMU protocol from the files to the report."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import msgspec
import numpy as np

from samehands.lab.datasets.cmu import (
    PasswordTable,
    UncertainHolds,
    load_passwords,
    load_uncertain_holds,
    with_first_hold,
)
from samehands.lab.fixed_text.adaptation import adapting_scores, shuffled_in
from samehands.lab.fixed_text.choice import Candidate, NestedChoice, folds_of, nested_choice
from samehands.lab.fixed_text.classic import CLASSIC, scaled_manhattan
from samehands.lab.fixed_text.neighbours import RecencyNeighbours
from samehands.lab.fixed_text.protocol import (
    Admission,
    CmuProtocol,
    Split,
    load_protocol,
)
from samehands.lab.fixed_text.report import (
    CmuReport,
    DetectorLine,
    FoldChoice,
    Heading,
    detector_line,
)
from samehands.lab.fixed_text.trials import (
    Detector,
    Trials,
    TrialScores,
    always,
    scores_of,
    trials_of,
)
from samehands.lab.metrics import Scores

OWN: Final = "own, one-class, nested choice"
ADAPTING: Final = "own, learning from the test's probes"
CONFIRMED: Final = "own, as chosen on cmu"
COMPARED: Final = "scaled Manhattan"
"""The classic detector that stands beside ours in the secondary lines."""

Line: TypeAlias = Callable[[Heading, Scores], DetectorLine]
"""`detector_line` with the resamples filled in."""


def run_cmu(data_root: Path, seed: int = 0, protocol: CmuProtocol | None = None) -> CmuReport:
    """Runs the benchmark: classic detectors, the own one, and what its figures depend on.

    Args:
        data_root: the folder with `keystroke/cmu-password`.
        seed: of the folds, the resamples and the adapting detector's stream.
        protocol: the parameters; those that come with the package if left out.

    Raises:
        DataSetError: a file is absent or not as described.
        ScoreError: the protocol leaves no repetition to judge the adapting detector on.
        SettingsError: the protocol has no candidate, or more folds than people allow.
    """
    protocol = protocol if protocol is not None else load_protocol()
    folding, resampling, streaming = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3)
    )
    line = partial(detector_line, rng=resampling, repeats=protocol.interval.repeats)
    table = load_passwords(data_root, "cmu")
    trials = _split(table, protocol.split)
    candidates: list[Candidate] = [
        *protocol.manhattan.candidates(),
        *protocol.neighbours.candidates(),
    ]
    fold = folds_of(len(trials), protocol.choice.folds, folding)
    choice = nested_choice(candidates, trials, fold)
    own = scores_of(_own(choice), trials).rates()
    adapting = _adapting_rates(choice, trials, protocol.adaptation, streaming)
    return CmuReport(
        seed=seed,
        detectors=(
            *_classic_lines(trials, line),
            line(Heading(detector=OWN), own),
            *_practised_lines(choice, table, protocol, line),
            line(
                Heading(detector=ADAPTING, note="not comparable: sees the probes, unlabelled"),
                adapting,
            ),
            *_confirming_lines(choice.overall, data_root, protocol, line),
        ),
        own=OWN,
        folds=_fold_choices(choice, trials, own),
        candidates=len(candidates),
        overall=choice.overall,
        by_person=dict(zip(trials.people, own.tolist(), strict=True)),
        uncertain_hold_shift=_uncertain_hold_shift(
            choice, table, load_uncertain_holds(data_root), protocol.split
        ),
    )


def _split(table: PasswordTable, split: Split) -> Trials:
    return trials_of(
        table, split.training_sessions, split.impostor_session, split.impostor_repetitions
    )


def _own(choice: NestedChoice) -> Callable[[int], Detector]:
    """For each person the detector that was chosen without them."""
    return lambda person: choice.of(person).scores


def _classic_lines(trials: Trials, line: Line) -> list[DetectorLine]:
    return [
        line(
            Heading(detector=name, published=published),
            scores_of(always(detector), trials).rates(),
        )
        for name, (detector, published) in CLASSIC.items()
    ]


def _practised_lines(
    choice: NestedChoice, table: PasswordTable, protocol: CmuProtocol, line: Line
) -> list[DetectorLine]:
    """The same people against impostors who have typed the password for weeks."""
    practised = protocol.practised
    harder = trials_of(
        table,
        protocol.split.training_sessions,
        practised.impostor_session,
        practised.impostor_repetitions,
        last=True,
    )
    heading = Heading(
        detector=COMPARED,
        impostors="practised",
        note="not the published protocol: last repetitions",
    )
    return [
        line(heading, scores_of(always(scaled_manhattan), harder).rates()),
        line(
            msgspec.structs.replace(heading, detector=OWN),
            scores_of(_own(choice), harder).rates(),
        ),
    ]


def _confirming_lines(
    overall: Candidate, data_root: Path, protocol: CmuProtocol, line: Line
) -> list[DetectorLine]:
    """Other people and another password, with what was chosen on CMU."""
    lines = []
    for other in protocol.confirmation:
        split = msgspec.structs.replace(protocol.split, training_sessions=other.training_sessions)
        trials = _split(load_passwords(data_root, other.data), split)
        heading = Heading(
            detector=COMPARED,
            data=other.data,
            note=f"enrolled on {trials.training.shape[1]} repetitions",
        )
        classic = scores_of(always(scaled_manhattan), trials)
        chosen = scores_of(always(overall.scores), trials)
        lines += [
            line(heading, classic.rates()),
            line(msgspec.structs.replace(heading, detector=CONFIRMED), chosen.rates()),
        ]
    return lines


def _adapting_rates(
    choice: NestedChoice, trials: Trials, admission: Admission, rng: np.random.Generator
) -> Scores:
    """Each person's equal error rate with a detector that learns from what it accepts.

    A person whose detector cannot learn keeps the one they have.
    """
    genuine, impostor = [], []
    for person in range(len(trials)):
        detector = choice.of(person)
        own, others = trials.genuine[person], trials.impostor[person]
        at_own, at_others = shuffled_in(len(own), len(others), rng)
        stream = np.empty((len(own) + len(others), own.shape[1]))
        stream[at_own], stream[at_others] = own, others
        if isinstance(detector, RecencyNeighbours):
            scores = adapting_scores(
                detector,
                trials.training[person],
                stream,
                judged_on=admission.judged_on,
                admitted=admission.admitted,
            )
        else:
            scores = detector.scores(trials.training[person], stream)
        genuine.append(scores[at_own])
        impostor.append(scores[at_others])
    return TrialScores(np.stack(genuine), np.stack(impostor)).rates()


def _fold_choices(choice: NestedChoice, trials: Trials, own: Scores) -> tuple[FoldChoice, ...]:
    return tuple(
        FoldChoice(
            people=tuple(trials.people[person] for person in np.flatnonzero(choice.fold == group)),
            chosen=chosen,
            development=choice.development[group],
            reported=float(own[choice.fold == group].mean()),
        )
        for group, chosen in enumerate(choice.chosen)
    )


def _uncertain_hold_shift(
    choice: NestedChoice, table: PasswordTable, uncertain: UncertainHolds, split: Split
) -> float:
    """The largest change of any detector's mean when the uncertain holds lie at either end."""
    detectors = [*(always(detector) for detector, _ in CLASSIC.values()), _own(choice)]

    def means(of: PasswordTable) -> Scores:
        trials = _split(of, split)
        return np.array([scores_of(detector, trials).rates().mean() for detector in detectors])

    loaded = means(table)
    ends = [with_first_hold(table, uncertain, end) for end in (uncertain.low, uncertain.high)]
    return max(float(np.abs(means(end) - loaded).max()) for end in ends)
