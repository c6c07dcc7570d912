"""Thefts: records read by whoever should not, put into a real day of somebody's work."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture import Keystrokes
from samehands.lab.datasets.agent_log import DAY
from samehands.lab.exposure.injector import injected
from samehands.lab.exposure.protocol import Attack, Begins, Hands, Pace
from samehands.lab.exposure.subjects import Subject, System
from samehands.lab.exposure.typists import Typed, Typist, continued, on_one_clock, windows_of
from samehands.lab.exposure.workday import REPORTS_A_DAY, WorkInput, inputs_of, read_of, sent
from samehands.monitor import SessionEnded, SessionStarted, WindowArrived
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND, Micros
from samehands.rhythm import Projection
from samehands.trust.budget import KEYSTROKES_PER_WINDOW

STOLEN: Final = 1_000_000_000
"""Numbers of stolen records begin here: none of them is in any log, so all are distinct."""

NIGHT_BEGINS: Final = 22
NIGHT_HOURS: Final = 8
WORKING_HOURS: Final = 9
"""The hours of a theft that lasts all night, or all day from the first touch."""

_HOUR: Final = 3_600 * MICROS_PER_SECOND
_SOON: Final = 2 * MICROS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Gaps:
    """Times between two records as people have them, to browse by.

    Args:
        quick: shape (g,), the quicker half of the development agents', µs.
    """

    quick: NDArray[np.int64] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Scene:
    """One theft, planned: whom it befalls, when, and by whose hands.

    Args:
        attack: which.
        subject: whom.
        day: on which of the subject's days it begins.
        begins: when, µs on the wall clock.
        reads: shape (n,), when records are stolen, µs, rising.
        typed: what is typed while they are; nothing where nobody is there.
        seam: what the owner had typed before, less than a window, that waits on the device.
    """

    attack: Attack
    subject: Subject
    day: int
    begins: int
    reads: NDArray[np.int64] = field(repr=False)
    typed: Keystrokes = field(repr=False)
    seam: Keystrokes = field(repr=False)

    def windows(self, projection: Projection) -> tuple[Typed, ...]:
        """What is typed, as windows; their keystrokes are those of the thief."""
        return tuple(
            one for one in windows_of([self.seam, self.typed], projection) if one.keystrokes
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An input of a theft.

    Args:
        event: what the monitor is told.
        stolen: records stolen when it has been, this one included.
        theft: whether it is of the theft; otherwise it is the owner's own work.
    """

    event: WorkInput
    stolen: int
    theft: bool


def planned(
    attack: Attack,
    subject: Subject,
    thief: Typist,
    day: int,
    gaps: Gaps,
    rng: np.random.Generator,
) -> Scene:
    """Draw when a theft begins and how it goes.

    Args:
        attack: which.
        subject: whom.
        thief: whose hands, where a stranger's are.
        day: on which of the subject's days.
        gaps: to browse by.
        rng: of every draw.
    """
    begins = _begins(attack, subject, day, rng)
    nothing = Keystrokes.none()
    if attack.pace is Pace.OWN_WORST:
        reads = _all_day(attack, subject, day)
        return Scene(attack, subject, day, int(reads[0]), reads, nothing, nothing)
    owner = attack.hands is Hands.OWNER
    typed = _typing(attack, subject.typist.work if owner else thief.typed, rng)
    reads = begins + _after(attack, gaps, typed, rng)
    seam = nothing if attack.begins is Begins.LOGIN else _waiting(subject, day, begins, rng)
    return Scene(attack, subject, day, begins, reads, typed, seam)


def told(scene: Scene, system: System, typed: tuple[Typed, ...]) -> Iterator[Told]:
    """A theft and the days around it, as a monitor is told: from the day's beginning on.

    Args:
        scene: the theft.
        system: what is told.
        typed: the windows of what is typed in it.
    """
    match scene.attack.begins:
        case Begins.MORNING:
            yield from _beside_work(scene, system)
        case Begins.NIGHT:
            yield from _by_night(scene, system)
        case Begins.MID_SESSION | Begins.LOGIN:
            yield from _in_mid_day(scene, system, typed)


def own_worst_hour(subject: Subject, before: int) -> int:
    """The 99th percentile of distinct records in an hour of the days before one; 1 at least."""
    counts = []
    for day in subject.days[:before]:
        touched = np.unique(np.stack([day.at // _HOUR, day.record]), axis=1)
        counts.append(np.unique(touched[0], return_counts=True)[1])
    return max(1, round(float(np.quantile(np.concatenate(counts), 0.99))))


def _begins(attack: Attack, subject: Subject, day: int, rng: np.random.Generator) -> int:
    """Just after a touch of the owner's, neither the first nor the last of the day."""
    touches = subject.days[day]
    if attack.begins is Begins.NIGHT:
        return int(touches.at[0]) // DAY * DAY + NIGHT_BEGINS * _HOUR
    if attack.begins is Begins.MORNING or len(touches) < 3:
        return int(touches.at[0])
    return int(touches.at[int(rng.integers(1, len(touches) - 1))]) + _SOON


def _all_day(attack: Attack, subject: Subject, day: int) -> NDArray[np.int64]:
    """Evenly through the hours of each day or night, up to the attack's records."""
    hourly = own_worst_hour(subject, day)
    hours = NIGHT_HOURS if attack.begins is Begins.NIGHT else WORKING_HOURS
    spread = ((np.arange(hourly * hours) + 0.5) * _HOUR / hourly).astype(np.int64)
    days = range(day, min(day + attack.days, len(subject.days)))
    begins = [_begins(attack, subject, one, np.random.default_rng(0)) for one in days]
    return np.concatenate([first + spread for first in begins])[: attack.records]


def _keystrokes_per_record(attack: Attack) -> float:
    if attack.injector is not None:
        return float(attack.injector.keystrokes_per_record)
    return attack.keystrokes_per_record


def _typing(attack: Attack, typed: tuple[Keystrokes, ...], rng: np.random.Generator) -> Keystrokes:
    """What is typed to open all the records."""
    wanted = int(attack.records * _keystrokes_per_record(attack))
    if wanted == 0:
        return Keystrokes.none()
    stream = continued(typed, wanted, int(rng.integers(len(typed))))
    if attack.injector is None:
        return stream
    return on_one_clock(injected(stream, attack.injector, wanted, rng))


def _waiting(subject: Subject, day: int, at: int, rng: np.random.Generator) -> Keystrokes:
    """Keystrokes of the owner's that fill no window yet when somebody else sits down."""
    work = subject.typist.work[subject.sat[day][stretch_at(subject, day, at)]]
    first = int(rng.integers(max(1, len(work) - KEYSTROKES_PER_WINDOW)))
    return work[slice(first, first + int(rng.integers(KEYSTROKES_PER_WINDOW)))]


def stretch_at(subject: Subject, day: int, at: int) -> int:
    """The stretch of a day in which a moment lies."""
    first, last = int(subject.days[day].at[0]), int(subject.days[day].at[-1])
    stretches = len(subject.sat[day])
    return min(stretches - 1, max(0, (at - first) * stretches // max(1, last - first)))


def _after(
    attack: Attack, gaps: Gaps, stream: Keystrokes, rng: np.random.Generator
) -> NDArray[np.int64]:
    """When each record is read, µs since the theft began."""
    if attack.injector is not None:
        ends = np.arange(1, attack.records + 1) * attack.injector.keystrokes_per_record - 1
        since = stream.press - stream.press[0]
        wait = np.int64(attack.injector.wait_ms * MICROS_PER_MILLI)
        return np.asarray(since[ends[ends < len(since)]] + wait)
    if attack.seconds is not None:
        drawn = rng.uniform(*attack.seconds, attack.records) * MICROS_PER_SECOND
        return np.cumsum(drawn.astype(np.int64))
    return np.cumsum(rng.choice(gaps.quick, attack.records))


def _in_mid_day(scene: Scene, system: System, typed: tuple[Typed, ...]) -> Iterator[Told]:
    genuine = scene.subject.inputs(scene.day, system)
    session, windows = "", 0
    for event in takewhile(lambda event: event.at <= scene.begins, genuine):
        yield Told(event, 0, theft=False)
        if isinstance(event, SessionStarted):
            session, windows = event.session, 0
        windows += isinstance(event, WindowArrived)
    if scene.attack.begins is Begins.LOGIN:
        session, windows = f"{scene.day}-theft", 0
        yield Told(SessionStarted(session, Micros(scene.begins)), 0, theft=True)
    events: list[tuple[int, int, WorkInput]] = []
    if system.reads:
        for place, at in enumerate(scene.reads.tolist()):
            events.append((at, place + 1, _stolen_read(scene, session, at, place)))
    if system.windows and typed:
        due = _window_times(scene, typed)
        for place, (at, one) in enumerate(zip(due, typed, strict=True)):
            numbered = replace(one.window, sequence=windows + place)
            stolen = int(np.searchsorted(scene.reads, at, side="right"))
            events.append((at, stolen, WindowArrived(session, numbered, Micros(at))))
    events.sort(key=lambda one: one[0])
    for _, stolen, event in events:
        yield Told(event, stolen, theft=True)


def _window_times(scene: Scene, typed: tuple[Typed, ...]) -> list[int]:
    """When each window is sent: some seconds after its last key was typed, µs."""
    opened = np.array([one.keystrokes for one in typed]) / _keystrokes_per_record(scene.attack)
    at = np.interp(opened, np.arange(len(scene.reads) + 1), [scene.begins, *scene.reads.tolist()])
    return [sent(one) for one in at.tolist()]


def _stolen_read(scene: Scene, session: str, at: int, place: int) -> WorkInput:
    report = scene.day * REPORTS_A_DAY + REPORTS_A_DAY // 2 + place
    return read_of(session, at, STOLEN + place, scene.subject.resource, report)


def _beside_work(scene: Scene, system: System) -> Iterator[Told]:
    """Each day's own touches with stolen ones between them."""
    subject, stolen = scene.subject, 0
    for day in range(scene.day, min(scene.day + scene.attack.days, len(subject.days))):
        touches = subject.days[day]
        begins = int(touches.at[0])
        today = _within(scene, begins, WORKING_HOURS)
        mixed = touches.with_others(scene.reads[today], STOLEN + today)
        for event in inputs_of(mixed, subject.plan(day, system), day):
            stolen = int(np.searchsorted(scene.reads, event.at, side="right"))
            yield Told(event, stolen, theft=True)


def _by_night(scene: Scene, system: System) -> Iterator[Told]:
    """Days as they were, and after each a session in which nothing but records comes."""
    subject = scene.subject
    for day in range(scene.day, min(scene.day + scene.attack.days, len(subject.days))):
        begins = int(subject.days[day].at[0]) // DAY * DAY + NIGHT_BEGINS * _HOUR
        tonight = _within(scene, begins, NIGHT_HOURS)
        if not len(tonight):
            return
        for event in subject.inputs(day, system):
            yield Told(event, int(tonight[0]), theft=False)
        session = f"{day}-night"
        yield Told(SessionStarted(session, Micros(begins)), int(tonight[0]), theft=True)
        if system.reads:
            for place in tonight.tolist():
                at = int(scene.reads[place])
                yield Told(_stolen_read(scene, session, at, place), place + 1, theft=True)
        ends = Micros(begins + NIGHT_HOURS * _HOUR)
        yield Told(SessionEnded(session, ends), int(tonight[-1]) + 1, theft=True)


def _within(scene: Scene, begins: int, hours: int) -> NDArray[np.int64]:
    """Which of the stolen reads lie in so many hours."""
    ends = begins + hours * _HOUR
    return np.flatnonzero((scene.reads >= begins) & (scene.reads < ends))
