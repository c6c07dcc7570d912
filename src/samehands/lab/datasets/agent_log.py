"""Logs of work: which agent touched which record, and when."""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from samehands.errors import DataSetError
from samehands.quantities import MICROS_PER_SECOND

DAY: Final = 86_400 * MICROS_PER_SECOND
"""A day on the wall clock, µs; the two nights a year that are not are taken as if they were."""


@dataclass(frozen=True, slots=True, eq=False)
class AgentLog:
    """Touches of records by people; rows of one agent follow each other in time.

    Args:
        name: of the data set, as reports print it.
        resource: class of the records.
        agent: shape (n,), index into `agents`.
        record: shape (n,), the data set's own number of the record.
        at: shape (n,), µs since 1970, UTC.
        wall: shape (n,), µs since 1970 as the clock on the wall showed, for hours of the week.
        agents: names as the data set gives them.

    Raises:
        DataSetError: the columns do not fit each other, or are not in order.
    """

    name: str
    resource: str
    agent: NDArray[np.int64] = field(repr=False)
    record: NDArray[np.int64] = field(repr=False)
    at: NDArray[np.int64] = field(repr=False)
    wall: NDArray[np.int64] = field(repr=False)
    agents: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        shapes = {column.shape for column in (self.agent, self.record, self.at, self.wall)}
        ordered = not len(self.agent) or (
            len(shapes) == 1
            and bool((np.diff(self.agent) >= 0).all())
            and bool((np.diff(self.at)[np.diff(self.agent) == 0] >= 0).all())
        )
        if len(shapes) != 1 or not ordered:
            raise DataSetError(
                f"log {self.name}", got=f"columns of {sorted(shapes)}", due="one order, one length"
            )

    def __len__(self) -> int:
        return len(self.agent)

    @classmethod
    def of(cls, name: str, resource: str, table: pl.DataFrame) -> Self:
        """From a table of touches.

        Args:
            name: of the data set.
            resource: class of the records.
            table: columns `agent` (str), `record` (str), `at` (aware datetime) and `wall`
                (naive datetime); rows without an agent are left out.
        """
        touched = table.drop_nulls("agent").sort("agent", "at", "record")
        agents, agent = np.unique(touched.get_column("agent").to_numpy(), return_inverse=True)
        _, record = np.unique(touched.get_column("record").to_numpy(), return_inverse=True)
        at, wall = (touched.get_column(name).dt.epoch("us").to_numpy() for name in ("at", "wall"))
        return cls(
            name,
            resource,
            agent.astype(np.int64),
            record.astype(np.int64),
            at.astype(np.int64),
            wall.astype(np.int64),
            tuple(str(one) for one in agents),
        )

    def rows_of(self, agent: int) -> slice:
        """The rows of one agent."""
        low, high = np.searchsorted(self.agent, [agent, agent + 1])
        return slice(int(low), int(high))

    def day(self) -> NDArray[np.int64]:
        """The day on the wall of each row, counted from 1970, shape (n,)."""
        return np.asarray(self.wall // DAY)

    def days_worked(self) -> NDArray[np.int64]:
        """Days with at least one touch of each agent, shape (agents,)."""
        pairs = np.unique(np.stack([self.agent, self.day()]), axis=1)
        return np.bincount(pairs[0], minlength=len(self.agents))
