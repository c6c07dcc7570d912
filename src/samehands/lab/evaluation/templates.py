"""Templates of everybody in a run, ready to score; made by `identity`, as on a server."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import ClockClass
from samehands.identity import (
    BackEnd,
    DeviceClass,
    LabelledWindows,
    ReadyTemplate,
    SessionWindows,
    follow_many,
    score_many,
    together_many,
    with_site_mean,
)
from samehands.identity.session_windows import require_projection
from samehands.identity.template import SessionSum
from samehands.lab.evaluation.protocol import ReFit
from samehands.lab.evaluation.samples import Samples
from samehands.rhythm.projection import Projection

ENROLLED_KEYSTROKES: Final = 200
"""Fewest keystrokes, in whole windows, that make a template; people with fewer are counted.

Fewer: templates that say next to nothing. More: people of short sentences drop out."""

_DEVICE = DeviceClass(ClockClass.ONE_MS)  # within a corpus clocks are compared as they are


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """Everybody who could be enrolled.

    Args:
        people: shape (t,), whose template each is, rising.
        ready: t templates.
    """

    people: NDArray[np.int64]
    ready: tuple[ReadyTemplate, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.ready)

    @classmethod
    def enrolled(cls, samples: Samples, back_end: BackEnd, fewest: int = 1) -> Self:
        """A template of each person with enough windows.

        Args:
            samples: what enrols.
            back_end: of the projection that made them.
            fewest: windows that a template needs.
        """
        people, ready = [], []
        for person in np.unique(samples.person):
            own = samples.chosen(samples.person == person)
            if len(own) < fewest:
                continue
            sessions = [
                SessionWindows(back_end.projection, _DEVICE, own.vectors[own.session == session])
                for session in np.unique(own.session)
            ]
            sums = [SessionSum.of(session, confirmed=True, added=1) for session in sessions]
            people.append(int(person))
            ready.append(ReadyTemplate.of(back_end, sums))
        return cls(np.array(people, np.int64), tuple(ready))

    def index_of(self, person: NDArray[np.int64]) -> NDArray[np.int64]:
        """The template of each person, shape (n,); -1 for people without one."""
        place = np.searchsorted(self.people, person)
        place = np.minimum(place, max(len(self) - 1, 0))
        if not len(self):
            return np.full(len(person), -1)
        return np.where(self.people[place] == person, place, -1)

    def score(self, vectors: NDArray[np.int8], template: NDArray[np.int64]) -> NDArray[np.float64]:
        """The llr of each vector against a template by index, shape (n,), nats."""
        return score_many(self.ready, vectors, template)

    def follow(
        self,
        vectors: NDArray[np.int8],
        template: NDArray[np.int64],
        session: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """The llr of each window given those of its session before it, shape (n,), nats.

        Args:
            vectors: shape (n, 64), the windows of a session in time order.
            template: shape (n,), by index.
            session: shape (n,), any numbers.
        """
        return follow_many(self.ready, vectors, template, session)

    def together(
        self, vectors: NDArray[np.int8], template: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The llr of windows of one session together, shape (d,), nats.

        Args:
            vectors: shape (d, k, 64).
            template: shape (d,), by index.
        """
        return together_many(self.ready, vectors, template)


def fitted_to_site(
    back_end: BackEnd, enrolled: Samples, re_fit: ReFit, projection: Projection
) -> BackEnd:
    """The back-end as a site would run it: re-fitted to the windows of its own people.

    Raises:
        ProjectionMismatchError: the back-end is of another projection.
    """
    require_projection(back_end.projection, projection.ref, where="back-end")
    table = LabelledWindows(enrolled.vectors, enrolled.person, enrolled.session)
    match re_fit:
        case ReFit.NONE:
            return back_end
        case ReFit.MEAN:
            return with_site_mean(back_end, table)


def fewest_windows(n: int) -> int:
    """Windows of n keystrokes that make a template.

    >>> fewest_windows(50), fewest_windows(100), fewest_windows(400)
    (4, 2, 1)
    """
    return max(1, ENROLLED_KEYSTROKES // n)
