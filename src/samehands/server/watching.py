"""Who is looking at what at this moment, so that one long look is written down as one look."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros

ONE_LOOK: Final = 600 * MICROS_PER_SECOND
"""How long somebody who reads a page again is still taking the same look, µs.

A page that is open reads itself anew with every window. Longer: a shorter access log that says less
exactly how long somebody watched. Shorter: hundreds of entries for one look, in which the others
are not found."""

WATCHERS: Final = 10_000
"""Looks that are remembered at once; past it the oldest is written down again."""


@dataclass(frozen=True, slots=True)
class Watching:
    """The looks that have been written down, and when. Only the event loop calls it."""

    _seen: OrderedDict[tuple[str, str], Micros] = field(default_factory=OrderedDict)

    def is_same(self, who: str, what: str, now: Micros) -> bool:
        """Whether a look is part of one that was written down.

        Args:
            who: looks.
            what: they look at.
            now: µs.
        """
        since = self._seen.get((who, what))
        return since is not None and 0 <= now - since < ONE_LOOK

    def note(self, who: str, what: str, now: Micros) -> None:
        """Remember a look that has been written down."""
        self._seen[who, what] = now
        self._seen.move_to_end((who, what))
        if len(self._seen) > WATCHERS:
            self._seen.popitem(last=False)
