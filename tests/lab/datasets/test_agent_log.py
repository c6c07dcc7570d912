"""Logs of work: in order, by agent, without those who are no people."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from samehands.errors import DataSetError
from samehands.lab.datasets.agent_log import DAY, AgentLog
from samehands.lab.datasets.bpic2012 import load_bpic2012
from samehands.lab.datasets.receipt import load_receipt


def log_of(rows: list[tuple[str | None, str, int]]) -> AgentLog:
    """A log of (agent, record, hour since 1970)."""
    table = pl.DataFrame(
        {
            "agent": [agent for agent, _, _ in rows],
            "record": [record for _, record, _ in rows],
            "at": [datetime.fromtimestamp(hour * 3600, UTC) for _, _, hour in rows],
            "wall": [datetime.fromtimestamp(hour * 3600, UTC).replace(tzinfo=None)
                     for _, _, hour in rows],
        },
        schema_overrides={"agent": pl.String},
    )  # fmt: skip
    return AgentLog.of("made", "file", table)


def test_the_touches_of_an_agent_follow_each_other_whatever_the_order_of_the_table() -> None:
    rows: list[tuple[str | None, str, int]] = [
        ("b", "x", 30), ("a", "y", 9), ("b", "x", 2), ("a", "x", 1), ("a", "x", 50),
    ]  # fmt: skip
    log, turned = log_of(rows), log_of(rows[::-1])

    assert log.agents == ("a", "b")
    assert log.at[log.rows_of(0)].tolist() == [hour * 3600 * 10**6 for hour in (1, 9, 50)]
    assert np.array_equal(log.at, turned.at)
    assert log.days_worked().tolist() == [2, 2]


def test_what_nobody_did_is_left_out() -> None:
    assert log_of([(None, "x", 1), ("a", "x", 2)]).agents == ("a",)


def test_columns_that_do_not_fit_are_refused() -> None:
    at = np.array([1, 2], np.int64)
    with pytest.raises(DataSetError):
        AgentLog("made", "file", at, at, at, at[:1], ("a",))
    with pytest.raises(DataSetError, match="order"):
        AgentLog("made", "file", np.zeros(2, np.int64), at, at[::-1], at, ("a",))


def test_the_bank_s_log_is_of_people_and_as_its_readme_counts_it(data_root: Path) -> None:
    log = load_bpic2012(data_root)

    assert "112" not in log.agents
    assert (len(log.agents), len(log)) == (59, 97_980)
    touched = np.unique(np.stack([log.agent, log.at // 60_000_000, log.record]), axis=1)
    a_minute = np.unique(touched[:2], axis=1, return_counts=True)[1]
    assert np.quantile(a_minute, 0.999) == 4
    assert a_minute.max() == 11
    # Dutch clocks: an hour or two ahead of UTC, and nobody works at four in the morning.
    assert set(np.unique((log.wall - log.at) // 3_600_000_000).tolist()) <= {0, 1, 2}
    assert 4 not in np.unique(log.wall % DAY // 3_600_000_000)


def test_the_municipality_s_log_has_48_officers(data_root: Path) -> None:
    log = load_receipt(data_root)

    assert (len(log.agents), len(log)) == (48, 8_577)
    assert len(np.unique(log.record)) == 1_434


def test_an_absent_log_is_said(tmp_path: Path) -> None:
    for load in (load_bpic2012, load_receipt):
        with pytest.raises(DataSetError, match="no such file"):
            load(tmp_path)
