"""The verification protocols run: enrol, probe, compare, for every split and group of people."""

from dataclasses import dataclass, field

import numpy as np

from samehands.errors import EmptyScoresError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.cases import case_of
from samehands.lab.evaluation.decisions import Decisions, Pairing, decide
from samehands.lab.evaluation.groups import Group
from samehands.lab.evaluation.protocol import ALL_SPLITS, Unit, Verification
from samehands.lab.evaluation.result import Case, Cohort
from samehands.lab.evaluation.samples import Divided, Samples, divided
from samehands.lab.evaluation.tally import Tally
from samehands.lab.evaluation.templates import Templates, fewest_windows, fitted_to_site


@dataclass(frozen=True, slots=True, eq=False)
class Verified:
    """A verification protocol's run.

    Args:
        cases: the figures.
        decisions: of the tested people: those of the headline, with the longest decisions.
        cohort: who and what came in.
    """

    cases: tuple[Case, ...]
    decisions: Decisions = field(repr=False)
    cohort: Cohort


def verify(
    protocol: Verification, corpus: Corpus, groups: tuple[Group, ...], rng: np.random.Generator
) -> Verified:
    """Runs a protocol on groups of people, pooling their decisions.

    Args:
        protocol: what to do.
        corpus: of all of them.
        groups: who is tested, and who only sets thresholds.
        rng: draws impostors and resamples.

    Raises:
        EmptyScoresError: nobody can be enrolled, or nobody is left to be an impostor.
        ProjectionMismatchError: a back-end is of another projection.
    """
    lengths = _windows_to_a_decision(protocol, groups)
    made: dict[int, list[Decisions]] = {length: [] for length in lengths}
    tally = Tally()
    for number, group in enumerate(groups):
        typed = group.part_of(corpus)
        for index, split in enumerate(protocol.splits):
            samples = divided(typed, protocol.part, split, protocol.unit, group.projection)
            if group.whitening is not None:
                samples = Divided(*map(group.whitening.applied, (samples.enrol, samples.probe)))
            templates = _templates(protocol, samples.enrol, group)
            if group.tested:
                tally.add(group, templates, samples.enrol, samples.probe)
            if len(templates) < 2:  # owner and impostor
                continue
            pairing = Pairing.drawn(
                len(templates), protocol.impostors, protocol.impostor_probes, rng
            )
            for length in lengths:
                decided = decide(templates, samples.probe, length, pairing, rng)
                made[length].append(decided.labelled(group=number, split=index))
    if not any(made.values()):
        raise EmptyScoresError(
            f"protocol {protocol.title}", got="no two people with a template", due="two in a group"
        )
    tested = [number for number, group in enumerate(groups) if group.tested]
    pooled = {length: Decisions.joined(parts) for length, parts in made.items()}
    cases = [
        case_of(protocol, name, length, decisions, np.isin(decisions.group, tested), rng)
        for length in lengths
        for name, decisions in _by_split(
            protocol, pooled[length], only_headline=length != lengths[-1]
        )
    ]
    quoted = dict(_by_split(protocol, pooled[lengths[-1]]))[protocol.headline]
    return Verified(tuple(cases), quoted.chosen(np.isin(quoted.group, tested)), tally.cohort())


def _templates(protocol: Verification, enrol: Samples, group: Group) -> Templates:
    scored_by = group.whitening or group
    back_end = fitted_to_site(scored_by.back_end, enrol, protocol.re_fit, group.projection)
    whole = protocol.unit is Unit.RECORDING
    fewest = 1 if whole else fewest_windows(group.projection.keystrokes)
    return Templates.enrolled(enrol, back_end, fewest)


def _windows_to_a_decision(protocol: Verification, groups: tuple[Group, ...]) -> tuple[int, ...]:
    """Rising; the shortest decision there can be where none is asked for."""
    n = max(group.projection.keystrokes for group in groups)
    return tuple(sorted({k // n for k in protocol.decision_keystrokes if k >= n})) or (1,)


def _by_split(
    protocol: Verification, decisions: Decisions, *, only_headline: bool = False
) -> list[tuple[str, Decisions]]:
    """The cases of one length: all splits together where that is quoted, then each split."""
    named = [
        (split.name, decisions.chosen(decisions.split == index))
        for index, split in enumerate(protocol.splits)
    ]
    if protocol.headline == ALL_SPLITS:
        named.insert(0, (ALL_SPLITS, decisions))
    if only_headline:
        named = [one for one in named if one[0] == protocol.headline]
    return named
