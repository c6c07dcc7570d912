"""Trials: who is left out, who is judged, what an honest and a useless detector get."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError
from samehands.lab.forgers import FORGERS, Family
from samehands.lab.liveness.attacks import Recorded, generators
from samehands.lab.liveness.cases import Case
from samehands.lab.liveness.halves import Cast
from samehands.lab.liveness.protocol import Protocol
from samehands.lab.liveness.reference import Reference
from samehands.lab.liveness.rules import Ukip
from samehands.lab.liveness.signs import SignTrial
from samehands.lab.liveness.trial import Trial
from samehands.lab.liveness.windows import SCALARS, Windows

_RUN = SCALARS.index("longest_equal_run")


@dataclass
class Spy:
    """Takes note of what it is given, and calls nobody or whoever is too even."""

    learnt: list[Windows] = field(default_factory=list)
    people: list[Windows] = field(default_factory=list)
    judged: list[tuple[Windows, Windows]] = field(default_factory=list)

    def fit(self, bona_fide: Windows, attacks: Windows) -> None:
        self.learnt.append(attacks)
        self.people.append(bona_fide)

    def score(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        self.judged.append((windows, history))
        return windows.scalars[:, _RUN].astype(np.float64)


@dataclass
class Silent(Spy):
    """Cannot tell, ever."""

    def score(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        del history
        return np.full(len(windows), np.nan)


@pytest.fixture
def trial(cast: Cast, protocol: Protocol) -> Trial:
    cases = [Case("simulated typists", cast.evaluation.people)]
    return Trial(cast, cases, generators(cast.recorded), protocol, 100, 0)


def test_a_detector_never_learns_from_the_family_nor_from_the_people_it_is_judged_on(
    trial: Trial, cast: Cast, protocol: Protocol
) -> None:
    made: list[Spy] = []

    def make() -> Spy:
        made.append(Spy())
        return made[-1]

    trial.report("spy", make)
    evaluated = set(cast.evaluation.people.windows.person.tolist())
    families = [None, *dict.fromkeys(family for family, _ in trial.names.values())]
    fits = protocol.folds + 1
    assert len(made) == fits * len(families)
    for number, spy in enumerate(made):
        left_out = families[number // fits]
        for attacks, people in zip(spy.learnt, spy.people, strict=True):
            names = {attacks.generators[each] for each in np.unique(attacks.generator)}
            assert all(trial.names[name][0] is not left_out for name in names)
            assert not any(name.startswith("replay") for name in names)
            assert not evaluated & set(people.person.tolist())
            assert not evaluated & set(attacks.person.tolist())
        if number % fits < protocol.folds:
            held_out = {each for windows, _ in spy.judged for each in windows.person.tolist()}
            assert not held_out & set(spy.people[0].person.tolist())
            assert not held_out & set(spy.learnt[0].person.tolist())


def test_what_was_before_is_of_the_other_part_of_the_same_peoples_typing(
    trial: Trial,
) -> None:
    spies: list[Spy] = []

    def make() -> Spy:
        spies.append(Spy())
        return spies[-1]

    trial.report("spy", make)
    for spy in spies:
        for windows, history in spy.judged:
            assert windows.generators == ("not told",)
            assert not set(windows.session.tolist()) & set(history.session.tolist())


def test_too_even_input_is_caught_and_people_are_not(trial: Trial) -> None:
    report = trial.report("even", Spy)
    by_name = {line.generator: line for line in report.attacks}
    even = by_name["constant-100"]
    assert even.apcer is not None
    assert even.apcer.estimate == 0
    assert even.keystrokes == 100
    assert even.line == 200  # two windows, neither of which may add more than five nats
    copied = by_name["replay-verbatim"]
    assert copied.apcer is not None
    assert copied.apcer.estimate == 1
    assert report.people[0].bpcer.estimate <= 0.05
    assert set(report.left_out_bpcer) == {family.value for family in Family}


def test_what_is_never_sent_has_no_rate_but_is_counted(trial: Trial) -> None:
    line = {one.generator: one for one in trial.report("even", Spy).attacks}["constant-5"]
    assert (line.windows, line.discarded, line.apcer, line.area) == (0, 1.0, None, None)


def test_a_detector_that_cannot_tell_calls_nobody(trial: Trial) -> None:
    report = trial.report("silent", Silent)
    sent = [line.apcer for line in report.attacks if line.apcer is not None]
    assert {rate.estimate for rate in sent} == {1.0}
    assert report.people[0].bpcer.estimate == 0
    assert report.people[0].alarms == 0


def test_the_plain_reference_tells_most_injectors_from_people(trial: Trial) -> None:
    report = trial.report("reference", Reference)
    areas = {line.generator: line.area for line in report.attacks}
    assert min(areas[name] or 0.0 for name in ("constant-50", "constant-100")) > 0.9


def test_the_reference_needs_both_people_and_forgers() -> None:
    with pytest.raises(EmptyScoresError):
        Reference().fit(Windows.none(), Windows.none())


def test_a_rule_is_measured_on_the_same_streams(
    trial: Trial, cast: Cast, protocol: Protocol
) -> None:
    signs = SignTrial(cast.evaluation.attacks, trial.cases, trial.names, protocol, 100, 0)
    report = signs.report("ukip", Ukip())
    by_name = {line.source: line for line in report.attacks}
    assert [line.source for line in report.attacks] == list(trial.names)
    assert by_name["constant-5"].raised.estimate == 1
    assert by_name["constant-5"].keystrokes == 5
    assert by_name["constant-150"].raised.estimate == 0
    assert by_name["constant-150"].keystrokes is None
    assert report.people[0].raised.estimate == 0


def test_every_generator_attacks_every_half(cast: Cast, recorded: Recorded) -> None:
    for half in (cast.development, cast.evaluation):
        assert set(half.attacks.generators) == {*FORGERS, "a-tool", "barkworth-bot"}
        victims = {one.person for one in half.attacks.streams}
        assert victims <= {one.person for one in half.people.streams}
    assert set(generators(recorded)) == {*FORGERS, "a-tool", "barkworth-bot"}


def test_a_replay_on_the_wire_sends_windows_that_were_sent_before(cast: Cast) -> None:
    half = cast.evaluation
    attacks = half.attacks.windows
    name = attacks.generators.index("replay-verbatim")
    replayed = attacks.chosen(attacks.generator == name)
    before = half.people.windows.chosen(~half.people.later)
    seen = {one.tobytes() for one in before.embedding}
    assert len(replayed)
    assert all(one.tobytes() in seen for one in replayed.embedding)
