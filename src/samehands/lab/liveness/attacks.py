"""The attacks of the benchmark: every forger against victims of one half of the people."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import UNKNOWN_POSITION
from samehands.errors import DataSetError
from samehands.lab.datasets.barkworth import load_barkworth_keys
from samehands.lab.datasets.ducky import FILE as PAYLOADS
from samehands.lab.datasets.ducky import Skeleton
from samehands.lab.datasets.tool_recordings import load_tool_typing
from samehands.lab.forgers import FORGERS, Family, Forger, Learns, Materials, Recipe
from samehands.lab.forgers.script import long_enough, without_corrections
from samehands.lab.liveness.people import Stream, retimed

FIRST_SESSION: Final = 1_000_000
"""Attacks are numbered from here, so that no session of a person has their number."""

MOST_LEARNT: Final = 40_000
"""Keystrokes that an attacker learns from at most: every common pair of keys a hundred times."""

TOOL_CLOCKS: Final = 3
"""Victims' clocks that each recording of a tool is seen through."""

ATTACK_FILES: Final = (PAYLOADS, "keystroke/bot-barkworth/key.csv.zst")
"""What attacks read besides the recordings of tools, from the data folder."""

Names = dict[str, tuple[Family, Learns]]
"""Generator → what it is left out with, and what it has learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class Attack:
    """One stream that no person typed.

    Args:
        stream: in a session of the victim.
        generator: the forger's name.
    """

    stream: Stream
    generator: str


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """What tools really typed, by name.

    Args:
        streams: one or more of each.
        bots: sessions of a simple bot in a web application; halves of the people share them out.
    """

    streams: tuple[tuple[str, Keystrokes], ...] = field(repr=False)
    bots: tuple[Keystrokes, ...] = field(repr=False)

    @classmethod
    def loaded(cls, root: Path) -> "Recorded":
        """From the data folder.

        Raises:
            DataSetError: the recordings are absent or not as described.
        """
        tools = tuple((one.name, one.keystrokes) for one in load_tool_typing(root))
        keys = load_barkworth_keys(root)
        bots = tuple(keys.corpus.recording(int(each)) for each in np.flatnonzero(keys.is_bot))
        return cls(tools, bots)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What attackers of one half of the people have to do with.

    Args:
        streams: of the victims, and of others of the same half; all keys known.
        skeletons: payloads.
        recorded: what tools really typed.
        half: 0 for development, 1 for evaluation: shares out the bots.
    """

    streams: list[Stream] = field(repr=False)
    skeletons: tuple[Skeleton, ...] = field(repr=False)
    recorded: Recorded = field(repr=False)
    half: int = 0

    def attacks(self, streams: int, keystrokes: int, rng: np.random.Generator) -> list[Attack]:
        """Every forger in turn, and the recordings of tools.

        Args:
            streams: of each forger.
            keystrokes: of each stream, at most.
            rng: every draw.

        Raises:
            DataSetError: a half has fewer than two victims, or too little typing to learn from.
        """
        works = _Workshop(self, rng)
        made: list[Attack] = []
        for number, (name, recipe) in enumerate(FORGERS.items()):
            # Each forger begins with another victim, so that few streams still meet everybody.
            for turn in range(number, number + streams):
                typed = works.stream(recipe, turn, keystrokes)
                victim = works.victim(turn)
                made.append(self._attack(name, typed, victim, len(made)))
        for name, typed in self.recorded.streams:
            for turn in range(TOOL_CLOCKS):
                victim = works.victim(turn)
                seen = retimed(typed, victim.clock, rng)
                made.append(self._attack(name, seen, victim, len(made)))
        for turn, typed in enumerate(self.recorded.bots[self.half :: 2]):
            made.append(self._attack("barkworth-bot", typed, works.victim(turn), len(made)))
        return made

    @staticmethod
    def _attack(name: str, typed: Keystrokes, victim: Stream, number: int) -> Attack:
        session = FIRST_SESSION + number
        stream = Stream(typed, victim.person, session, later=True, corpus=victim.corpus)
        return Attack(stream, name)


def generators(recorded: Recorded) -> Names:
    """All names that attacks may have, with their families."""
    names: Names = {name: (one.family, one.learns) for name, one in FORGERS.items()}
    names |= {name: (Family.TOOL, Learns.NOTHING) for name, _ in recorded.streams}
    names["barkworth-bot"] = (Family.TOOL, Learns.NOTHING)
    return names


class _Workshop:
    """Forgers as they are needed: fitted once to each population and each victim."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        self._scene = scene
        self._rng = rng
        self._by_person: dict[int, list[Stream]] = {}
        for stream in scene.streams:
            self._by_person.setdefault(stream.person, []).append(stream)
        if len(self._by_person) < 2:
            raise DataSetError("victims", got=f"{len(self._by_person)}", due="at least 2")
        self._people = rng.permutation(sorted(self._by_person)).tolist()
        self._materials: dict[tuple[Learns, int], Materials] = {}
        self._made: dict[tuple[str, int], Forger] = {}

    def victim(self, turn: int) -> Stream:
        """Whose session an attack falls into: a later stream of each person in turn."""
        person = self._people[turn % len(self._people)]
        later = [one for one in self._by_person[person] if one.later]
        return later[(turn // len(self._people)) % len(later)]

    def stream(self, recipe: Recipe, turn: int, keystrokes: int) -> Keystrokes:
        """What a forger types in a turn, as the victim's clock sees it."""
        victim = self.victim(turn)
        forger = self._forger(recipe, victim, turn)
        text = self._text(victim)
        if not recipe.corrects:
            text = without_corrections(text)
        forged = forger.forge(long_enough(text, keystrokes), self._rng)
        return retimed(forged, victim.clock, self._rng) if recipe.typed else forged

    def _forger(self, recipe: Recipe, victim: Stream, turn: int) -> Forger:
        place = self._place(recipe.learns, victim, turn)
        key = (recipe.name, place)
        if key not in self._made:
            known = (recipe.learns, place)
            if known not in self._materials:
                typing = self._typing(recipe.learns, victim, turn)
                self._materials[known] = Materials(typing, self._scene.skeletons)
            self._made[key] = recipe.make(self._materials[known])
        return self._made[key]

    def _place(self, learns: Learns, victim: Stream, turn: int) -> int:
        """What distinguishes this attacker's materials from those of others that learn alike."""
        match learns:
            case Learns.NOTHING:
                return 0
            case Learns.POPULATION if self._strangers(victim):
                return sorted({one.corpus for one in self._scene.streams}).index(victim.corpus)
            case Learns.POPULATION | Learns.VICTIM:
                return victim.person + len(self._scene.streams)
            case Learns.RECORDING | Learns.UNSEEN:
                return FIRST_SESSION + turn

    def _typing(self, learns: Learns, victim: Stream, turn: int) -> Keystrokes:
        mine = self._by_person[victim.person]
        match learns:
            case Learns.NOTHING:
                return Keystrokes.none()
            case Learns.POPULATION:
                others = [one for one in self._scene.streams if one.person != victim.person]
                return self._some_of(self._strangers(victim) or others)
            case Learns.VICTIM:
                return self._some_of([one for one in mine if not one.later])
            case Learns.RECORDING:
                seen = [one for one in mine if not one.later]
                return _from_window(seen[turn % len(seen)].keystrokes, self._rng)
            case Learns.UNSEEN:
                return _from_window(victim.keystrokes, self._rng)

    def _strangers(self, victim: Stream) -> list[Stream]:
        """People of other corpora: on other machines, with other texts."""
        return [one for one in self._scene.streams if one.corpus != victim.corpus]

    def _some_of(self, streams: list[Stream]) -> Keystrokes:
        """As much of each stream as makes the most that attackers learn from."""
        each = max(MOST_LEARNT // max(len(streams), 1), 100)
        return Keystrokes.concatenated([one.keystrokes[:each] for one in streams])

    def _text(self, victim: Stream) -> NDArray[np.int16]:
        others = [
            one
            for one in self._scene.streams
            if one.person != victim.person and one.corpus == victim.corpus
        ] or [one for one in self._scene.streams if one.person != victim.person]
        text = others[int(self._rng.integers(len(others)))].keystrokes.position
        known: NDArray[np.int16] = text[text != UNKNOWN_POSITION]
        return known


def _from_window(recording: Keystrokes, rng: np.random.Generator) -> Keystrokes:
    """A recording from the beginning of one of its windows on, so that those sent agree."""
    windows = max(len(recording) // 100 - 4, 1)
    return recording[100 * int(rng.integers(windows)) :]
