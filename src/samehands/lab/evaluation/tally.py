"""The tally of a run: who and what came in, over groups and splits."""

import numpy as np

from samehands.lab.evaluation.groups import Group
from samehands.lab.evaluation.result import Cohort
from samehands.lab.evaluation.samples import Samples
from samehands.lab.evaluation.templates import Templates


class Tally:
    """Counts while a run goes over groups and splits."""

    def __init__(self) -> None:
        self._people: set[int] = set()
        self._not_enrolled: set[int] = set()
        self._windows = 0
        self._discarded = 0
        self._short = 0

    def add(self, group: Group, templates: Templates, *samples: Samples) -> None:
        """Counts one split of one group.

        Args:
            group: whose people.
            templates: of those who could be enrolled.
            samples: all that was embedded, enrolled and tested.
        """
        self._people |= set(group.people.tolist())
        self._not_enrolled |= set(np.setdiff1d(group.people, templates.people).tolist())
        self._windows += sum(map(len, samples))
        self._discarded += sum(int(one.discarded.sum()) for one in samples)
        self._short += sum(one.short for one in samples)

    def cohort(self) -> Cohort:
        """What was counted."""
        return Cohort(
            people=len(self._people),
            not_enrolled=len(self._not_enrolled),
            windows=self._windows,
            discarded=self._discarded,
            short=self._short,
        )
