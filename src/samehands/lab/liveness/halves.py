"""One half of the people with the attacks on them, as windows and as raw streams."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.datasets.ducky import load_skeletons
from samehands.lab.liveness.attacks import Attack, Recorded, Scene
from samehands.lab.liveness.people import Stream, streams_of
from samehands.lab.liveness.protocol import Protocol
from samehands.lab.liveness.sources import load_people
from samehands.lab.liveness.windows import PERSON, Label, Windows, sent
from samehands.lab.split import Role
from samehands.rhythm import PathFlag, Projection


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Streams with the windows that a device sends of them.

    Args:
        streams: in order.
        windows: of all of them; `session` tells which stream a window is of.
        later: shape (w,), whether a window is of the later part of a person's typing.
        discarded: session → windows that the device did not send.
        generators: what typed each stream.
    """

    streams: list[Stream] = field(repr=False)
    windows: Windows = field(repr=False)
    later: NDArray[np.bool_] = field(repr=False)
    discarded: dict[int, int] = field(repr=False)
    generators: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(
        cls,
        streams: list[Stream],
        projection: Projection,
        generators: list[str] | None = None,
        path: PathFlag = PathFlag.NONE,
    ) -> Self:
        """Runs streams through the device's collector.

        Args:
            streams: of anybody.
            projection: that embeds them.
            generators: what typed each; people where not given.
            path: what the device knows of the way.
        """
        names = generators or [PERSON] * len(streams)
        parts, later, discarded = [], [], {}
        for stream, name in zip(streams, names, strict=True):
            came = sent(
                stream.keystrokes, projection, Label(stream.person, stream.session, name, path)
            )
            parts.append(came.windows)
            later.append(np.full(len(came.windows), stream.later))
            discarded[stream.session] = came.discarded
        whole = np.concatenate([np.empty(0, np.bool_), *later])
        return cls(streams, Windows.joined(parts), whole, discarded, tuple(names))

    def of_corpus(self, name: str) -> NDArray[np.bool_]:
        """Which windows are of a corpus, shape (w,)."""
        sessions = [one.session for one in self.streams if one.corpus == name]
        return np.isin(self.windows.session, sessions)


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """Half of the people and what was done to them.

    Args:
        people: their own typing.
        attacks: on the victims among them.
    """

    people: Seen = field(repr=False)
    attacks: Seen = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """Everybody in the benchmark.

    Args:
        development: detectors learn from these.
        evaluation: and are judged on these.
        measured_only: evaluation people of corpora that may not be learnt from.
        recorded: what tools typed.
    """

    development: Half
    evaluation: Half
    measured_only: Seen
    recorded: Recorded = field(repr=False)


def load_cast(
    protocol: Protocol, projection: Projection, root: Path, rng: np.random.Generator
) -> Cast:
    """Loads the people, and has the forgers attack each half apart.

    Raises:
        DataSetError: a data set is absent or not as described.
    """
    roles = (Role.DEVELOPMENT, Role.EVALUATION)
    by_role: dict[Role, list[Stream]] = {role: [] for role in roles}
    apart: list[Stream] = []
    known: set[str] = set()
    person = session = 0
    for name in (*protocol.people, *protocol.measured_only):
        corpus, assigned = load_people(name, root)
        for role in roles:
            streams = streams_of(corpus, assigned.of(role), person, session)
            session += len(streams)
            if name in protocol.people:
                by_role[role] += streams
            elif role is Role.EVALUATION:
                apart += streams
        person += len(corpus.people)
        if name in protocol.victims:
            known.add(corpus.name)
    recorded, skeletons = Recorded.loaded(root), load_skeletons(root)
    halves = []
    for number, role in enumerate(roles):
        victims = [one for one in by_role[role] if one.corpus in known]
        scene = Scene(victims, skeletons, recorded, number)
        wanted = protocol.streams if role is Role.EVALUATION else protocol.development_streams
        made = scene.attacks(wanted, protocol.stream_keystrokes, rng)
        halves.append(Half(Seen.of(by_role[role], projection), attacked(made, projection)))
    return Cast(halves[0], halves[1], Seen.of(apart, projection), recorded)


def attacked(attacks: list[Attack], projection: Projection) -> Seen:
    """The windows of attacks."""
    streams = [one.stream for one in attacks]
    return Seen.of(streams, projection, [one.generator for one in attacks])


def looks(stream: Keystrokes, n: int) -> list[Keystrokes]:
    """A stream in pieces of n keystrokes, what is left over left out."""
    return [stream[start : start + n] for start in range(0, len(stream) - n + 1, n)]
