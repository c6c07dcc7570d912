"""The pointer protocols: Boğaziçi, Balabit and SapiMouse, open set, enrolled before tested."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import SettingsError
from samehands.lab.datasets import balabit, bogazici, sapimouse
from samehands.lab.pointer.plan import PointerPlan, load_pointer_plan
from samehands.lab.pointer.report import PointerLine, PointerResult, line_of
from samehands.lab.pointer.scoring import Probe, enrolled, refitted
from samehands.lab.pointer.stroked import Stroked, cut
from samehands.lab.pointer.training import TrainedPointer, train_pointer
from samehands.lab.split import Role, Roles
from samehands.quantities import MICROS_PER_MILLI, MICROS_PER_SECOND, Micros

Say = Callable[[str], None]

DECISIONS: Final = ((10, 17.0, 45), (20, 13.5, 33), (40, 11.0, 22), (80, 8.5, 12))
"""Strokes of a decision, and the issue's goals on Boğaziçi: EER in %, missed at 1 % in %."""

FINE_CLOCK: Final = frozenset(balabit.FINE_CLOCK)
"""People of Balabit sampled at some 16 ms."""

COMMAND: Final = "samehands lab train-pointer"
"""What trains, for the card."""


class PointerProtocol(StrEnum):
    """Which protocol."""

    BOGAZICI = "bogazici"
    BALABIT = "balabit"
    SAPIMOUSE = "sapimouse"


@dataclass(frozen=True, slots=True, eq=False)
class PointerSets:
    """The three public sets, stroked at a plan's rate; Balabit's and Boğaziçi's kinds apart."""

    sapimouse: Stroked
    bogazici: Stroked
    balabit: Stroked

    def split(self, protocol: PointerProtocol) -> Roles:
        """Whom choices were made on, and who was kept for the figures."""
        people = len(self.of(protocol).corpus.people)
        return Roles.drawn(people, people // 2, people - people // 2)

    def of(self, protocol: PointerProtocol) -> Stroked:
        """One of them."""
        return {
            PointerProtocol.SAPIMOUSE: self.sapimouse,
            PointerProtocol.BOGAZICI: self.bogazici,
            PointerProtocol.BALABIT: self.balabit,
        }[protocol]

    def trained(
        self, plan: PointerPlan, without: dict[PointerProtocol, NDArray[np.int64]]
    ) -> TrainedPointer:
        """Trains on the owners' own recordings of everybody but some.

        Args:
            plan: every choice.
            without: by set, who is not learnt from.
        """
        rate = Micros(plan.rate_ms * MICROS_PER_MILLI)
        parts, disturb = [], []
        for protocol in PointerProtocol:
            corpus = self.of(protocol).corpus
            keep = ~np.isin(corpus.person, without.get(protocol, np.empty(0, np.int64)))
            if protocol is not PointerProtocol.SAPIMOUSE:
                keep &= corpus.kind == 0
            if keep.any():
                parts.append(Stroked.of(corpus.selected(keep), rate))
                disturb.append(protocol is not PointerProtocol.BALABIT)
        return train_pointer(parts, disturb, plan, f"{COMMAND} (seed {plan.seed})")


@cache
def load_pointer_sets(root: Path, rate_ms: int) -> PointerSets:
    """Loads all three.

    Raises:
        DataSetError: one is absent or not as described.
    """
    rate = Micros(rate_ms * MICROS_PER_MILLI)
    return PointerSets(
        *(
            Stroked.of(load(root), rate)
            for load in (sapimouse.load_sapimouse, bogazici.load_bogazici, balabit.load_balabit)
        )
    )


def run_pointer(
    protocol: PointerProtocol, root: Path, role: Role, seed: int, say: Say
) -> PointerResult:
    """Runs a protocol on people whom the projection has not seen.

    Args:
        protocol: which.
        root: the data folder.
        role: of the people tested; Balabit's ten are too few to split.
        seed: of the intervals.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent.
        SettingsError: a role that nobody has.
    """
    plan = load_pointer_plan()
    say("reading the pointer sets")
    sets = load_pointer_sets(root, plan.rate_ms)
    if role not in {Role.DEVELOPMENT, Role.EVALUATION}:
        raise SettingsError("role", got=f"{role}", due="development or evaluation")
    tested = sets.split(protocol).of(role)
    rng = np.random.default_rng(seed)
    lines: list[PointerLine] = []
    match protocol:
        case PointerProtocol.BOGAZICI:
            say("training without the accounts tested")
            lines = _bogazici(sets, sets.trained(plan, {protocol: tested}), tested, rng)
        case PointerProtocol.SAPIMOUSE:
            say("training without the people tested")
            lines = _sapimouse(sets, sets.trained(plan, {protocol: tested}), tested, rng)
        case PointerProtocol.BALABIT:
            say("training twice: without Balabit, and on its training sessions")
            everybody = np.arange(len(sets.balabit.corpus.people))
            lines = [
                *_balabit(sets, sets.trained(plan, {protocol: everybody}), rng, closed=False),
                *_balabit(sets, sets.trained(plan, {}), rng, closed=True),
            ]
            role = Role.EVERYONE
    return PointerResult(f"pointer, {protocol}, open set", str(role), seed, tuple(lines))


def _bogazici(
    sets: PointerSets,
    trained: TrainedPointer,
    tested: NDArray[np.int64],
    rng: np.random.Generator,
) -> list[PointerLine]:
    part = sets.bogazici
    others = part.corpus.selected((part.corpus.kind == 0) & ~np.isin(part.corpus.person, tested))
    back_end = refitted(
        Stroked.of(others, trained.projection.rate), trained.projection, trained.back_end
    )
    halves = {int(who): _halves(part, int(who)) for who in tested}
    arena = enrolled(
        part, {who: early for who, (early, _) in halves.items()}, trained.projection, back_end
    )
    lines = []
    for strokes, eer, missed in DECISIONS:
        probes = [
            Probe(rows, who)
            for who, (_, late) in halves.items()
            for rows in _stretches(part.rows_of(late), strokes)
        ]
        ours, leak = arena.decided(probes)
        goal = f"EER {eer} %, missed {missed} %"
        lines.append(line_of(f"{strokes} strokes", ours, leak, rng, goal))
    strangers = [
        Probe(rows, -1, only=int(who))
        for who in tested
        for rows in _stretches(part.rows_of(_recordings(part, int(who), bogazici.ILLEGAL)), 40)
    ]
    own = [
        Probe(rows, who, only=who)
        for who, (_, late) in halves.items()
        for rows in _stretches(part.rows_of(late), 40)
    ]
    ours, leak = arena.decided([*own, *strangers])
    lines.append(line_of("40 strokes, impostors as the set marks them", ours, leak, rng))
    return lines


def _sapimouse(
    sets: PointerSets,
    trained: TrainedPointer,
    tested: NDArray[np.int64],
    rng: np.random.Generator,
) -> list[PointerLine]:
    part = sets.sapimouse
    others = part.corpus.selected(~np.isin(part.corpus.person, tested))
    back_end = refitted(
        Stroked.of(others, trained.projection.rate), trained.projection, trained.back_end
    )
    three = {int(who): _recordings(part, int(who), sapimouse.THREE_MINUTES) for who in tested}
    arena = enrolled(part, three, trained.projection, back_end)
    minute = {who: part.rows_of(_recordings(part, who, sapimouse.ONE_MINUTE)) for who in three}
    lines = []
    for seconds, goal in ((15, 9.0), (60, 6.0)):
        probes = [
            Probe(rows, who)
            for who, own in minute.items()
            for rows in _timed(part, own, Micros(seconds * MICROS_PER_SECOND))
        ]
        ours, leak = arena.decided(probes)
        lines.append(line_of(f"{seconds} s, enrolled 3 min", ours, leak, rng, f"EER {goal} %"))
    return lines


def _balabit(
    sets: PointerSets, trained: TrainedPointer, rng: np.random.Generator, *, closed: bool
) -> list[PointerLine]:
    part = sets.balabit
    people = range(len(part.corpus.people))
    own = {who: _recordings(part, who, balabit.TRAINING) for who in people}
    arena = enrolled(part, own, trained.projection, trained.back_end)
    probes, owners = [], []
    labelled = np.isin(part.corpus.kind, (balabit.LEGAL, balabit.ILLEGAL))
    for recording in np.flatnonzero(labelled).tolist():
        rows = part.rows_of(np.array([recording]))
        who = int(part.corpus.person[recording])
        if len(rows):
            legal = part.corpus.kind[recording] == balabit.LEGAL
            probes.append(Probe(rows, who if legal else -1, only=who))
            owners.append(who)
    how = "closed set: the ten were learnt from" if closed else "trained without the ten"
    lines = []
    for name, goal, chosen in (
        ("all", "AUC 0.965", people),
        (
            "110-ms users",
            "AUC 0.95",
            [w for w in people if part.corpus.people[w] not in FINE_CLOCK],
        ),
    ):
        ours, leak = arena.decided(
            [probe for probe, who in zip(probes, owners, strict=True) if who in chosen]
        )
        lines.append(line_of(f"{name}, {how}", ours, leak, rng, goal))
    return lines


def _recordings(part: Stroked, who: int, kind: int) -> NDArray[np.int64]:
    corpus = part.corpus
    return np.flatnonzero((corpus.person == who) & (corpus.kind == kind))


def _halves(part: Stroked, who: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The earlier and the later half of an owner's recordings that have strokes."""
    own = _recordings(part, who, bogazici.LEGAL)
    own = own[np.isin(own, part.recording)]
    return own[: len(own) // 2], own[len(own) // 2 :]


def _stretches(rows: NDArray[np.int64], strokes: int) -> Iterator[NDArray[np.int64]]:
    """So many strokes at a time; what fills none is dropped."""
    yield from rows[cut(np.zeros(len(rows), np.int64), strokes)]


def _timed(part: Stroked, rows: NDArray[np.int64], time: Micros) -> Sequence[NDArray[np.int64]]:
    """Strokes by stretches of time from the first on; the last has to be almost whole."""
    if not len(rows):
        return []
    at = part.strokes.at[part.strokes.bounds[:-1][part.found.stroke[rows]]]
    since = at - at[0]
    stretch = since // int(time)
    whole = int((since[-1] + int(time) // 4) // int(time))
    return [rows[stretch == number] for number in np.unique(stretch[stretch < whole]).tolist()]
