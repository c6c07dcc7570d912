"""A pointer corpus: recordings of many people as one long run of events and a table of ranges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tarfile import TarError
from tarfile import open as open_tar
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.capture.pointer_counts import PointerCounts
from samehands.capture.strokes import Strokes
from samehands.capture.strokes_tracing import TracingState, flush, trace
from samehands.errors import DataSetError

CONFOUND: Final = (
    "People and computers are confounded in this set: as far as can be seen everybody used their "
    "own. Another person at the owner's computer is not measured."
)
"""What has to stand beside every figure from a public pointer set."""

MEMBER_LIMIT: Final = 64_000_000
"""Most bytes of one file inside an archive: the largest of these sets takes a fifth of it."""


@dataclass(frozen=True, slots=True, eq=False)
class PointerCorpus:
    """Recordings one after the other.

    Args:
        name: of the data set, as reports print it.
        events: of all recordings, n in all.
        bounds: shape (recordings + 1,), row ranges of the recordings.
        person: shape (recordings,), index into `people`: whose account it is.
        session: shape (recordings,), rising with time for one person.
        kind: shape (recordings,), what the data set says of it, as its loader numbers that.
        people: names as the data set gives them.

    Raises:
        DataSetError: the columns do not fit each other.
    """

    name: str
    events: PointerEvents
    bounds: NDArray[np.int64] = field(repr=False)
    person: NDArray[np.int64] = field(repr=False)
    session: NDArray[np.int64] = field(repr=False)
    kind: NDArray[np.int64] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        recordings = len(self.person)
        fits = (
            len(self.bounds) == recordings + 1
            and len(self.session) == recordings
            and len(self.kind) == recordings
            and (recordings == 0 or int(self.bounds[-1]) == len(self.events))
        )
        if not fits:
            raise DataSetError(
                f"corpus {self.name}", got="columns that do not fit", due="one row per recording"
            )

    def __len__(self) -> int:
        return len(self.person)

    def recording(self, index: int) -> PointerEvents:
        """The events of one recording."""
        return self.events[slice(int(self.bounds[index]), int(self.bounds[index + 1]))]

    def selected(self, keep: NDArray[np.bool_]) -> Self:
        """Only some of the recordings; people keep their numbers.

        Args:
            keep: shape (recordings,).
        """
        lengths = np.diff(self.bounds)
        return replace(
            self,
            events=self.events[np.repeat(keep, lengths)],
            bounds=np.concatenate([[0], np.cumsum(lengths[keep])]),
            person=self.person[keep],
            session=self.session[keep],
            kind=self.kind[keep],
        )

    def traced(self) -> "TracedCorpus":
        """The strokes of every recording."""
        parts, lengths = [], []
        counts = PointerCounts()
        for index in range(len(self)):
            begun = trace(TracingState(), self.recording(index))
            ended = flush(begun.state)
            parts += [begun.strokes, ended.strokes]
            lengths.append(len(begun.strokes) + len(ended.strokes))
            counts += begun.counts + ended.counts
        return TracedCorpus(Strokes.concatenated(parts), np.array(lengths, np.int64), counts)


@dataclass(frozen=True, slots=True, eq=False)
class TracedCorpus:
    """The strokes of a corpus.

    Args:
        strokes: of all recordings.
        lengths: shape (recordings,), how many of each.
        counts: of all events: received = accepted + rejected.
    """

    strokes: Strokes
    lengths: NDArray[np.int64] = field(repr=False)
    counts: PointerCounts


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """One recording before it is put with the others."""

    events: PointerEvents
    person: str
    order: float
    kind: int = 0


def corpus_of(name: str, recordings: Sequence[Recorded]) -> PointerCorpus:
    """Recordings as a corpus, by person and then in time order.

    Raises:
        DataSetError: there are none.
    """
    if not recordings:
        raise DataSetError(f"corpus {name}", got="no recordings", due="at least one")
    people = tuple(sorted({one.person for one in recordings}, key=_by_number))
    number = {person: index for index, person in enumerate(people)}
    ordered = sorted(recordings, key=lambda one: (number[one.person], one.order))
    person = np.array([number[one.person] for one in ordered])
    first = np.searchsorted(person, person)
    columns = ("at", "x", "y", "kind", "button")
    return PointerCorpus(
        name,
        PointerEvents(
            *(
                np.concatenate([getattr(one.events, column) for one in ordered])
                for column in columns
            )
        ),
        np.cumsum([0, *(len(one.events) for one in ordered)]),
        person,
        np.arange(len(ordered)) - first,
        np.array([one.kind for one in ordered]),
        people,
    )


def archive(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file in a compressed archive.

    Raises:
        DataSetError: there is no such archive, or a file in it is too large.
    """
    if not path.is_file():
        raise DataSetError(str(path), got="no such file", due="a data set (see SAMEHANDS_DATA)")
    try:
        with open_tar(path) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is None:
                    continue
                if member.size > MEMBER_LIMIT:
                    raise DataSetError(
                        str(path), got=f"{member.size} bytes", due=f"at most {MEMBER_LIMIT}"
                    )
                yield member.name, content.read()
    except (TarError, OSError) as error:
        raise DataSetError(str(path), got=type(error).__name__, due="an archive") from error


def events_of(
    at: NDArray[np.int64],
    x: NDArray[np.int64],
    y: NDArray[np.int64],
    kind: NDArray[np.int8],
    button: NDArray[np.int8],
) -> PointerEvents:
    """Events from a table; a position that fits no 32 bits is none, and times begin at 0."""
    limit = np.iinfo(np.int32)
    placed = [np.clip(column, limit.min, limit.max).astype(np.int32) for column in (x, y)]
    return PointerEvents(at - min(int(at.min(initial=0)), 0), placed[0], placed[1], kind, button)


def kinds_of(
    where: str, state: NDArray[np.str_], known: dict[str, PointerKind]
) -> NDArray[np.int8]:
    """The kind of each event by what the data set calls it.

    Raises:
        DataSetError: it calls one something else.
    """
    words, which = np.unique(state, return_inverse=True)
    strangers = [word for word in words.tolist() if word not in known]
    if strangers:
        raise DataSetError(where, got=f"{len(strangers)} unknown states", due=", ".join(known))
    return np.array([known[word] for word in words.tolist()], np.int8)[which]


def buttons_of(button: NDArray[np.str_], kind: NDArray[np.int8]) -> NDArray[np.int8]:
    """The number of each event's button: 1 left, 2 right, 3 another, 0 where none is meant."""
    number = np.select([button == "Left", button == "Right"], [1, 2], 3)
    clicked = (kind == PointerKind.DOWN) | (kind == PointerKind.UP)
    return np.where(clicked, number, 0).astype(np.int8)


def _by_number(name: str) -> tuple[int, str]:
    digits = "".join(letter for letter in name if letter.isdigit())
    return (int(digits) if digits else 0, name)
