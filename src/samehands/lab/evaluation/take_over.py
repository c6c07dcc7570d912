"""The take-over drill run: thresholds from a budget, alarms on spliced sessions."""

from dataclasses import dataclass, field

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError, SettingsError
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.cases import REPEATS, share_of
from samehands.lab.evaluation.delays import Delays, quantiles
from samehands.lab.evaluation.groups import Group
from samehands.lab.evaluation.protocol import Part, Split, TakeOver, Unit
from samehands.lab.evaluation.result import Cohort, Drill
from samehands.lab.evaluation.samples import divided
from samehands.lab.evaluation.splice import TakeOvers
from samehands.lab.evaluation.tally import Tally
from samehands.lab.evaluation.templates import Templates, fewest_windows, fitted_to_site
from samehands.lab.metrics import bootstrap_mean
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.projection import Projection
from samehands.rhythm.statistics import durations
from samehands.trust import (
    Budget,
    GenuineRuns,
    Threshold,
    assumed_threshold,
    simulate_run_lengths,
    threshold_for,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Watched:
    """One group: what its owners really typed as evidence, and the take-overs of its sessions."""

    runs: GenuineRuns
    take_overs: list[tuple[TakeOvers, NDArray[np.float64]]] = field(repr=False)


def drill(
    protocol: TakeOver, corpus: Corpus, groups: tuple[Group, ...], rng: np.random.Generator
) -> tuple[Drill, Cohort]:
    """Takes over the sessions of every tested group by its other people.

    A group's threshold is made on the genuine windows of the other groups; where there is no
    other group, on its own, and the result says so.

    Args:
        protocol: what to do.
        corpus: of all of them; a session is one recording.
        groups: who is tested, and who only sets thresholds.
        rng: draws splices, simulated months and resamples.

    Raises:
        EmptyScoresError: somebody's group has fewer than two people who can be enrolled.
        SettingsError: the projections differ in N.
    """
    sizes = {group.projection.keystrokes for group in groups}
    if len(sizes) != 1:
        raise SettingsError("projections", got=f"N of {sorted(sizes)}", due="one N")
    n = sizes.pop()
    budget = msgspec.structs.replace(protocol.budget, keystrokes_per_window=n)
    tally = Tally()
    watched = [_watch(protocol, group, corpus, tally, rng) for group in groups]
    delays, rates, thresholds = [], [], []
    for index, group in enumerate(groups):
        if not group.tested:
            continue
        others = [one.runs for place, one in enumerate(watched) if place != index]
        threshold = _threshold(budget, others or [watched[index].runs], rng)
        months = simulate_run_lengths(watched[index].runs, budget.windows_per_month, rng)
        thresholds.append(threshold)
        rates.append(months.alarms_at(threshold.level))
        delays += [Delays.of(*one, threshold.level) for one in watched[index].take_overs]
    found = Delays.joined(delays)
    missed = np.isinf(found.keystrokes)
    return (
        Drill(
            people=len(np.unique(found.owner)),
            take_overs=len(found.owner),
            horizon=protocol.horizon,
            thresholds=tuple(thresholds),
            own_people=len(groups) == 1,
            false_alarms=bootstrap_mean(np.concatenate(rates), rng, REPEATS),
            keystrokes=quantiles(found.keystrokes, found.owner, rng),
            seconds=quantiles(found.seconds, found.owner, rng),
            never=share_of(missed, found.owner, rng),
            alarmed_before=float(found.alarmed_before.mean()),
            curve=found.curve(n // 4, protocol.horizon),
        ),
        tally.cohort(),
    )


def _watch(
    protocol: TakeOver, group: Group, corpus: Corpus, tally: Tally, rng: np.random.Generator
) -> _Watched:
    typed = group.part_of(corpus)
    llr, person, session, take_overs = [], [], [], []
    for number, split in enumerate(protocol.splits):
        samples = divided(typed, Part.SESSION, split, Unit.WINDOW, group.projection)
        back_end = fitted_to_site(group.back_end, samples.enrol, protocol.re_fit, group.projection)
        templates = Templates.enrolled(
            samples.enrol, back_end, fewest_windows(group.projection.keystrokes)
        )
        if group.tested:
            tally.add(group, templates, samples.enrol, samples.probe)
        own = templates.index_of(samples.probe.person)
        known = own >= 0
        stream = samples.probe.person * len(samples.probe.session) + samples.probe.session
        llr.append(templates.follow(samples.probe.vectors[known], own[known], stream[known]))
        person.append(samples.probe.person[known])
        session.append(samples.probe.session[known] * len(protocol.splits) + number)
        if group.tested:
            take_overs.append(
                _taken_over(protocol, split, typed, templates, group.projection, rng)
            )
    runs = GenuineRuns.of_llr(np.concatenate(llr), np.concatenate(person), np.concatenate(session))
    return _Watched(runs, take_overs)


def _taken_over(  # one split of one group
    protocol: TakeOver,
    split: Split,
    typed: Corpus,
    templates: Templates,
    projection: Projection,
    rng: np.random.Generator,
) -> tuple[TakeOvers, NDArray[np.float64]]:
    """The take-overs of one split, and the llr of each of their windows for the owner."""
    take_overs = TakeOvers.spliced(
        typed,
        split.probe,
        templates.people,
        n=projection.keystrokes,
        before=protocol.owner_keystrokes,
        horizon=protocol.horizon,
        rng=rng,
    )
    vectors = projection.embed(typed.keystrokes, take_overs.rows)
    owner = templates.index_of(take_overs.owner)[take_overs.number]
    normal = normal_typing(durations(typed.keystrokes)[Channel.DD][take_overs.rows])
    llr = np.zeros(len(vectors))
    llr[normal] = templates.follow(vectors[normal], owner[normal], take_overs.number[normal])
    return take_overs, llr


def _threshold(budget: Budget, runs: list[GenuineRuns], rng: np.random.Generator) -> Threshold:
    """From genuine windows of all these people; assumed where hardly any speaks against them.

    A line that is followed past the data is not believed below the bound for calibrated evidence:
    a few people's quiet windows say nothing about the odd day of the next.
    """
    together = GenuineRuns(
        np.concatenate([one.evidence for one in runs]),
        np.concatenate([one.person for one in runs]),
        np.concatenate([one.session for one in runs]),
    )
    bound = assumed_threshold(budget)
    try:
        found = threshold_for(budget, together, rng)[0]
    except EmptyScoresError:
        return bound
    return bound if found.extrapolated and found.level < bound.level else found
