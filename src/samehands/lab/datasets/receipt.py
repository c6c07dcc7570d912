"""The receipt phase of a Dutch municipality's permits, 2010 to 2012, from the CoSeLoG project.

J. Buijs, 4TU.ResearchData. Who changed which application, and when; every count is a floor.
"""

from pathlib import Path
from typing import Final

import polars as pl

from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.datasets.table import read_table

FILE: Final = "access/receipt-phase/receipt.csv.gz"
"""From the data folder."""

_COLUMNS: Final = {
    "case:concept:name": pl.String,
    "org:resource": pl.String,
    "time:timestamp": pl.String,
}
_WALL: Final = len("2011-10-11 13:45:40")


def load_receipt(root: Path) -> AgentLog:
    """Loads the touches of permits by officers.

    Args:
        root: the data folder.

    Raises:
        DataSetError: the file is absent, or not as described.
    """
    table = read_table(root / FILE, _COLUMNS)
    touched = table.select(
        agent="org:resource",
        record="case:concept:name",
        at=pl.col("time:timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", time_unit="us"),
        wall=pl.col("time:timestamp").str.head(_WALL).str.to_datetime("%Y-%m-%d %H:%M:%S"),
    )
    return AgentLog.of("receipt-phase", "permit", touched)
