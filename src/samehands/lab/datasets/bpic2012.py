"""BPI Challenge 2012: the loan files of a Dutch bank, October to December 2011.

B. van Dongen, 4TU.ResearchData, doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f. Who changed
which application, and when; looking without changing left no trace, so every count is a floor.
"""

from pathlib import Path
from typing import Final

import polars as pl

from samehands.lab.datasets.agent_log import AgentLog
from samehands.lab.datasets.table import read_table

FILE: Final = "access/bpic2012/events-2011.csv.gz"
"""From the data folder."""

SYSTEM: Final = "112"
"""The resource that is no person: it takes in applications at any hour."""

_COLUMNS: Final = {"case_id": pl.String, "resource": pl.String, "timestamp": pl.String}
_WALL: Final = len("2011-10-01T00:38:44")


def load_bpic2012(root: Path) -> AgentLog:
    """Loads the touches of loan files by people.

    Args:
        root: the data folder.

    Raises:
        DataSetError: the file is absent, or not as described.
    """
    table = read_table(root / FILE, _COLUMNS)
    people = table.select(
        agent=pl.col("resource").str.strip_suffix(".0"),
        record="case_id",
        at=pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us"),
        wall=pl.col("timestamp").str.head(_WALL).str.to_datetime("%Y-%m-%dT%H:%M:%S"),
    ).filter(pl.col("agent") != SYSTEM)
    return AgentLog.of("bpic2012", "loan_file", people)
