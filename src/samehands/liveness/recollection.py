"""The recollection: the latest windows of a subject in short, and what matches them in order.

A replay has everything a person has; what gives it away is that it has been seen. So the leading
numbers of each window are remembered, and a new window is compared with all of them: nearer than
two windows of one person ever come is evidence. A re-cut replay lies between two remembered
windows that follow each other, and its next window between the next two: evidence gathers along
such a trail.
"""

from dataclasses import dataclass
from operator import itemgetter
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.errors import TemplateError
from samehands.quantities import Nats
from samehands.rhythm.window import EMBEDDING_CLIP, STEPS_PER_SIGMA

KEPT_NUMBERS: Final = 16
"""Leading numbers of an embedding that are remembered: the default projection has 14 that say anything.

More: a replay is told sooner in a richer projection; a state grows by 1 byte a window for each."""

REMEMBERED: Final = 512
"""Windows of a subject that are remembered; the oldest leave first.

About a week of an office worker: 512 × 100 keystrokes. More: an older recording is still known
when it is replayed, a state grows by 16 bytes for each, and chance has more to match."""

LEAST_KNOWN: Final = 8
"""Windows that must be remembered before a likeness means anything: it is compared with what is
usual between this person's windows, and of fewer that is not known."""

TRAILS: Final = 48
"""Places at which a trail may be going on; the weakest are dropped.

Fewer: a re-cut replay may lose its trail while it is still weak."""


class Recollection(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The latest windows of a subject.

    Args:
        windows: 16 bytes each, oldest first: their leading numbers, int8, steps.
        written: how many were ever remembered.

    Raises:
        TemplateError: sizes or numbers that no window leaves.
    """

    windows: bytes = b""
    written: int = 0

    def __post_init__(self) -> None:
        count = len(self.windows) // KEPT_NUMBERS
        sound = len(self.windows) % KEPT_NUMBERS == 0 and count == min(self.written, REMEMBERED)
        if not sound or np.abs(self.vectors.astype(np.int16)).max(initial=0) > EMBEDDING_CLIP:
            raise TemplateError(
                "recollection", got="sizes or numbers that no window leaves", due="windows"
            )

    @property
    def vectors(self) -> NDArray[np.int8]:
        """Shape (n, 16), oldest first."""
        return np.frombuffer(self.windows, np.int8).reshape(-1, KEPT_NUMBERS)

    def with_window(self, vector: NDArray[np.int8]) -> "Recollection":
        """With one more, shape (64,); the oldest leaves when it is full."""
        newest = vector[:KEPT_NUMBERS].astype(np.int8).tobytes()
        kept = (self.windows + newest)[-REMEMBERED * KEPT_NUMBERS :]
        return Recollection(kept, self.written + 1)


class Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One place where a session may be replaying what was remembered.

    Args:
        age: how far back in the recollection; stays the same while a trail is followed.
        cut: which of the law's cuts.
        level: nats gathered along the trail.
    """

    age: int
    cut: int
    level: float


class Trail(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where one session may be replaying.

    Args:
        written: of the recollection, after the session's last window.
        places: the strongest, in no order that means anything.
        level: nats of the strongest, less what looking at so many places costs; what was said.

    Raises:
        TemplateError: more places than are kept, or a level that no evidence leads to.
    """

    written: int = 0
    places: tuple[Place, ...] = ()
    level: float = 0.0

    def __post_init__(self) -> None:
        levels = [self.level, *(place.level for place in self.places)]
        if len(self.places) > TRAILS or not all(0 <= level < np.inf for level in levels):
            raise TemplateError("trail", got="places that no window leads to", due="a trail")


class Spread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far apart two windows lie: a t-distribution, alike in every number.

    Args:
        variance: of a difference in one number, σ².
        nu: degrees of freedom; how much wild differences are believed.
    """

    variance: float
    nu: float

    def __post_init__(self) -> None:
        if not (0 < self.variance < np.inf and 0 < self.nu < np.inf):
            raise TemplateError("spread", got=f"{self.variance}, {self.nu}", due="above 0")

    def log_density(self, squared: NDArray[np.float64], numbers: int) -> NDArray[np.float64]:
        """Of a sum of squares over so many numbers, σ²; up to what two laws of one nu share."""
        found: NDArray[np.float64] = -0.5 * numbers * np.log(self.variance) - 0.5 * (
            self.nu + numbers
        ) * np.log1p(squared / (self.nu * self.variance))
        return found


class Cut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which a replay may lie to the windows that it was cut from.

    Args:
        share: how much of a replayed window comes from the later of two; 0 where the windows are
            cut as they were.
        people: how far a person's own window lies from such a mixture of two others.
        replayed: how far a replayed one lies from it.

    Raises:
        TemplateError: a share outside [0, 1), or laws that differ in nu.
    """

    share: float
    people: Spread
    replayed: Spread

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1 or self.people.nu != self.replayed.nu:
            raise TemplateError(
                "cut", got="a share or a nu that does not fit", due="[0, 1), one nu"
            )


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a window brought to mind.

    Args:
        evidence: nats for a replay that this window added; never below zero.
        trail: after it.
        compared: with how many windows.
    """

    evidence: Nats
    trail: Trail
    compared: int


def recall(
    recollection: Recollection,
    trail: Trail,
    vector: NDArray[np.int8],
    cuts: tuple[Cut, ...],
    numbers: int,
) -> Recalled:
    """Compare a window with what is remembered, before it is remembered itself.

    That many places are looked at has its price, the logarithm of their number: chance finds
    something near somewhere.

    Args:
        recollection: of the subject.
        trail: of the session, before this window.
        vector: shape (64,), steps.
        cuts: ways to lie.
        numbers: how many of the remembered numbers say anything, at most 16.
    """
    known = recollection.vectors[:, :numbers].astype(np.float64) / STEPS_PER_SIGMA
    probe = vector[:numbers].astype(np.float64) / STEPS_PER_SIGMA
    # Other sessions may have added windows in the meantime: every place is as much older.
    later = recollection.written - trail.written
    gathered: dict[int, list[Place]] = {}
    for place in trail.places:
        gathered.setdefault(place.cut, []).append(place)
    found: list[tuple[int, int, float]] = []
    looked_at = 0
    for which, cut in enumerate(cuts):
        mixed = known if cut.share == 0 else (1 - cut.share) * known[:-1] + cut.share * known[1:]
        if not len(mixed):
            continue
        looked_at += len(mixed)
        squared = np.sum((mixed - probe) ** 2, axis=1)
        people = _own(cut, squared, numbers)
        level = cut.replayed.log_density(squared, numbers) - people.log_density(squared, numbers)
        for place in gathered.get(which, ()):
            row = len(known) - place.age - later
            if 0 <= row < len(mixed):
                level[row] += place.level
        rows = np.flatnonzero(level > 0)
        if len(rows) > TRAILS:
            rows = rows[np.argpartition(level[rows], -TRAILS)[-TRAILS:]]
        ages = (len(known) - rows).tolist()
        found += [(age, which, nats) for age, nats in zip(ages, level[rows].tolist(), strict=True)]
    found.sort(key=itemgetter(2), reverse=True)
    strongest = tuple(Place(*one) for one in found[:TRAILS])
    if not strongest or len(known) < LEAST_KNOWN:
        return Recalled(Nats(0.0), Trail(recollection.written + 1), len(known))
    total = max(0.0, strongest[0].level - float(np.log(looked_at)))
    after = Trail(recollection.written + 1, strongest, total)
    return Recalled(Nats(max(0.0, total - trail.level)), after, len(known))


def _own(cut: Cut, squared: NDArray[np.float64], numbers: int) -> Spread:
    """How far this person's windows lie apart: as people's do, or less.

    Who types the same phrase all day types windows that are all alike: near is usual then. Half of
    what is remembered says how usual; the windows that were replayed are never half of it.
    """
    middle = len(squared) // 2
    parted = np.partition(squared, [middle - 1 + len(squared) % 2, middle])
    median = float(parted[middle - 1 + len(squared) % 2] + parted[middle]) / 2
    usual = max(median / numbers, cut.replayed.variance)
    return Spread(min(cut.people.variance, usual), cut.people.nu)
