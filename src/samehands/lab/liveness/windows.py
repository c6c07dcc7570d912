"""Windows as a service receives them, with the labels that only a laboratory has."""

from dataclasses import astuple, dataclass, field, fields, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture import KeyEvents
from samehands.capture.keystrokes import Keystrokes
from samehands.rhythm import CollectorState, PathFlag, Projection, Scalars, Window, collect
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations
from samehands.rhythm.window import DIMENSIONS

SCALARS: Final = tuple(each.name for each in fields(Scalars))
"""Names of the scalars of a message, in the order of `Windows.scalars`."""

PERSON: Final = "person"
"""The generator of what people typed."""

_NO_EVENTS: Final = KeyEvents(
    np.empty(0, np.int64), np.empty(0, np.int16), np.empty(0, np.int8), np.empty(0, np.bool_)
)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows, one a row; those of one stream follow each other in time.

    Args:
        embedding: shape (w, 64), int8.
        scalars: shape (w, scalars), int16, grid steps, columns as `SCALARS` names them.
        clock: shape (w,), values of `ClockClass`.
        path: shape (w,), values of `PathFlag`.
        person: shape (w,), who typed it, or whose session the attack is in; across corpora.
        session: shape (w,), the stream, numbered across everything.
        number: shape (w,), keystrokes of the stream before it, over N: gaps are windows that the
            device discarded.
        generator: shape (w,), index into `generators`.
        generators: names; people's typing is `PERSON`.
    """

    embedding: NDArray[np.int8] = field(repr=False)
    scalars: NDArray[np.int16] = field(repr=False)
    clock: NDArray[np.int8] = field(repr=False)
    path: NDArray[np.int16] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)
    number: NDArray[np.int64] = field(repr=False)
    generator: NDArray[np.int64] = field(repr=False)
    generators: tuple[str, ...] = (PERSON,)

    def __len__(self) -> int:
        return len(self.embedding)

    def chosen(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Some of the rows."""
        return replace(
            self,
            **{
                name: getattr(self, name)[rows]
                for name in (each.name for each in fields(self) if each.name != "generators")
            },
        )

    def unlabelled(self) -> Self:
        """The same windows without what typed them: what a detector may see of what it judges."""
        return replace(self, generator=np.zeros(len(self), np.int64), generators=("not told",))

    @classmethod
    def none(cls) -> Self:
        """No windows."""
        none = np.empty(0, np.int64)
        return cls(
            np.empty((0, DIMENSIONS), np.int8),
            np.empty((0, len(SCALARS)), np.int16),
            np.empty(0, np.int8),
            np.empty(0, np.int16),
            none,
            none,
            none,
            none,
        )

    @classmethod
    def joined(cls, parts: "list[Windows]") -> Self:
        """One after the other; sessions stay apart only if they were numbered apart."""
        parts = [part for part in parts if len(part)]
        if not parts:
            return cls.none()
        names = tuple(sorted({name for part in parts for name in part.generators}))
        place = {name: index for index, name in enumerate(names)}
        renumbered = [
            np.array([place[name] for name in part.generators], np.int64)[part.generator]
            for part in parts
        ]
        columns = {
            each.name: np.concatenate([getattr(part, each.name) for part in parts])
            for each in fields(cls)
            if each.name not in ("generator", "generators")
        }
        return cls(**columns, generator=np.concatenate(renumbered), generators=names)


@dataclass(frozen=True, slots=True)
class Label:
    """Whose windows they are.

    Args:
        person: see `Windows`.
        session: see `Windows`.
        generator: what typed them.
        path: what the device knows of the way.
    """

    person: int
    session: int
    generator: str = PERSON
    path: PathFlag = PathFlag.NONE


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """What a device sends of one stream.

    Args:
        windows: that left the device.
        discarded: windows that the device took for no normal typing.
    """

    windows: Windows
    discarded: int


def sent(stream: Keystrokes, projection: Projection, label: Label) -> Sent:
    """Runs one stream through the device's own collector.

    Args:
        stream: keystrokes in order; what fills no window is left.
        projection: that embeds them.
        label: goes into every row.
    """
    n = projection.keystrokes
    full = len(stream) // n
    if not full:
        return Sent(Windows.none(), 0)
    whole = stream[: full * n]
    # Paired already: the collector takes them as what waited for the next event.
    came = collect(CollectorState(waiting=whole), _NO_EVENTS, projection, label.path)
    dd = durations(whole)[Channel.DD].reshape(full, n)
    number = np.flatnonzero(normal_typing(dd))
    return Sent(_table(came.windows, number, label), came.discarded)


def _table(windows: tuple[Window, ...], number: NDArray[np.int64], label: Label) -> Windows:
    count = len(windows)
    if not count:
        return Windows.none()

    def same(value: int) -> NDArray[np.int64]:
        return np.full(count, value, np.int64)

    return Windows(
        np.stack([one.vector for one in windows]),
        np.array([astuple(one.scalars) for one in windows], np.int16).reshape(count, -1),
        np.array([one.clock for one in windows], np.int8),
        np.array([one.path for one in windows], np.int16),
        same(label.person),
        same(label.session),
        number,
        same(0),
        (label.generator,),
    )
