"""Synthetic subjects in front of a monitor: a setup, people, and inputs made of their windows."""

from collections.abc import Iterable
from functools import cache

import numpy as np

from laws import synthetic
from samehands.identity import DeviceClass, PathClass, PldaScorer, Readiness
from samehands.monitor import (
    Input,
    MonitorState,
    SessionEnded,
    SessionStarted,
    Setup,
    StepResult,
    WindowArrived,
    step,
)
from samehands.quantities import MICROS_PER_SECOND, Micros, Nats
from samehands.rhythm.window import PathFlag, Scalars, Window
from samehands.trust import Check, Hypothesis, Policy, VerdictKind

THRESHOLD = Nats(5.0)
OPEN_POLICY = Policy({"session": Check(without_data=VerdictKind.ALLOW)})
MINUTE = 60 * MICROS_PER_SECOND
DAY = 24 * 60 * MINUTE
NEXT_WEEK = 7 * DAY


def setup(policy: Policy = OPEN_POLICY) -> Setup:
    """A monitor that enrols after two sessions and twelve windows."""
    scorer = PldaScorer(synthetic.back_end(), Readiness(windows=12, sessions=2))
    return Setup(scorer, policy, {Hypothesis.OTHER_PERSON: THRESHOLD})


def person(seed: int, life: int = 0) -> synthetic.Typist:
    """The person of a seed, in one of many lives: what they type depends on nothing before."""
    return synthetic.Typist(synthetic.typist(seed).home, np.random.default_rng((seed, life)))


def windows(
    typist: synthetic.Typist,
    number: int,
    *,
    first: int = 0,
    device: DeviceClass = synthetic.LAPTOP,
    path: PathFlag = PathFlag.NONE,
) -> list[Window]:
    """Windows of one sitting of a person, numbered from `first`."""
    if device.path is PathClass.REMOTE:
        path |= PathFlag.REMOTE
    vectors = typist.session(number, device=device).vectors
    quiet = Scalars(0, 0, 0, key_fit=1, hold_level=2, hold_lattice=0, hold_spread=6)
    return [
        Window(synthetic.PROJECTION, first + place, row.tobytes(), quiet, device.clock, path)
        for place, row in enumerate(vectors)
    ]


def arrivals(session: str, typed: Iterable[Window], start: int = NEXT_WEEK) -> list[Input]:
    """The windows as they arrive, one a minute."""
    return [
        WindowArrived(session, window, Micros(start + place * MINUTE))
        for place, window in enumerate(typed)
    ]


def whole_session(session: str, typed: list[Window], start: int = NEXT_WEEK) -> list[Input]:
    """A login, the windows, a logout."""
    return [
        SessionStarted(session, Micros(start)),
        *arrivals(session, typed, start),
        SessionEnded(session, Micros(start + len(typed) * MINUTE)),
    ]


def run(state: MonitorState, events: Iterable[Input], judged: Setup) -> list[StepResult]:
    """All the steps, one after the other."""
    results = []
    for event in events:
        results.append(step(state, event, judged))
        state = results[-1].state
    return results


@cache
def enrolled(seed: int, sessions: int = 3) -> MonitorState:
    """A subject whom the monitor of `setup()` has learnt; states are values, so one is enough."""
    state, typist, judged = MonitorState(f"subject-{seed}"), person(seed), setup()
    for number in range(sessions):
        typed = windows(typist, 8)
        state = run(state, whole_session(f"enrol-{number}", typed, number * DAY), judged)[-1].state
    assert state.template is not None
    return state


def working(number: int = 5) -> StepResult:
    """The learnt owner (seed 1), some windows into a session "a"."""
    login = SessionStarted("a", minute(0))
    typed = windows(person(1, life=1), number)
    return run(enrolled(1), [login, *arrivals("a", typed)], setup())[-1]


def minute(number: int) -> Micros:
    """A time in the week after enrolment."""
    return Micros(NEXT_WEEK + number * MINUTE)


def kinds(result: StepResult) -> list[str]:
    """The kinds of a result's findings."""
    return [finding.kind for finding in result.findings]
