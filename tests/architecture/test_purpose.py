"""The purpose lock: nothing that is kept, answered, counted or shown measures anybody's work.

What is scanned: the tables and their columns, every name in the OpenAPI, the metrics and their
labels, the settings, and what the console says. How much somebody reads may be said in an alarm,
where there is a doubt, and to themselves. Each name that looks like a measure and is none stands
below, with the reason.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from samehands.adapters.sql.tables import METADATA
from samehands.server.configuration import TABLE
from samehands.server.metrics import CommitFate, MetricName, Metrics, ReadFate, WindowFate
from server.service import open_service

CONSOLE: Final = Path(__file__).resolve().parents[2] / "console" / "src"

MEASURE: Final = re.compile(
    r"""
      words_?per | keystrokes_?per | (?<![a-z])wpm(?![a-z]) | typing_?speed | (?<!load_)speed
    | per_?(minute|hour|day|shift|week)
    | (?<![a-z])active_?(time|seconds|minutes|hours|since|now)?(?![a-z])
    | idle | away_?(time|seconds|minutes|since) | pause[sd]?_?(time|seconds|minutes|count)
    | productiv | performan | efficien | utili[sz]ation | attendance | overtime
    | rank(ing|ed)?\b | leader_?board | top_?\d* _?(performer|subject|person|people)
    | (hours|time|minutes|seconds)_?worked | work_?(hours|time|load|count|done)
    | (records|reads|views|searches|exports|windows|keystrokes|words|calls|cases)
      _?(today|yesterday|count|total|read|typed|viewed|done|closed)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a measure of work is called, as one name or in a sentence."""

ALLOWED: Final[Mapping[str, str]] = {
    "SessionAllowance.records_per_minute": "a limit on what may be read, the same for all at rest",
    "ActionAllowance.records_per_minute": "the same",
    "ActionLimit.per_minute": "that limit, as the policy sets it",
    "JointRule.records_per_minute": "a condition of an alarm; what was read stays in the alarm",
    "OwnData.records_today": "what somebody has read, to themselves",
    "setting login_idle": "how long the console's log-in lasts, not about those who are protected",
}
"""Where the name is → why it is no measure of anybody's work, or whom it is told."""

LABELS: Final = frozenset({"fate", "status", "kind", "le"})
"""Labels of metrics: none says who."""

TEXT: Final = re.compile(
    r"words per minute|keystrokes per|typing speed|productiv|efficien|idle time|active time"
    r"|time worked|hours worked|leaderboard|\branking\b|\btop performer|most active|least active"
    r"|records per (minute|hour|day)",
    re.IGNORECASE,
)
"""What a measure is called in a sentence; names are looked at more closely."""

DENIALS: Final = re.compile(r"\b(no|not|never|nobody|nor|nothing)\b", re.IGNORECASE)
"""A sentence may say that there is none."""


def measures(names: Iterable[str]) -> list[str]:
    """Those that are called like a measure, and are not allowed for a reason."""
    spaced = ((name, name.rpartition(".")[2].rpartition(" ")[2]) for name in names)
    return sorted({name for name, last in spaced if MEASURE.search(last) and name not in ALLOWED})


def columns(metadata: sa.MetaData) -> Iterator[str]:
    """Tables and columns."""
    for table in metadata.tables.values():
        yield f"table {table.name}"
        yield from (f"{table.name}.{column.name}" for column in table.columns)


def described(schema: Mapping[str, Any]) -> Iterator[str]:
    """Every name in an OpenAPI: paths, parameters, types and their fields, values of closed sets."""
    for path, item in schema["paths"].items():
        yield from (f"path {part}" for part in path.split("/") if part)
        for operation in item.values():
            yield from _inside("body", operation.get("requestBody", {}))
            for parameter in operation.get("parameters", ()):
                yield f"parameter {parameter['name']}"
            for answer in operation["responses"].values():
                yield from (f"header {name}" for name in answer.get("headers", {}))
    for name, described_type in schema["components"]["schemas"].items():
        yield f"type {name}"
        yield from _inside(name, described_type)


def _inside(name: str, part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _inside(name, one)
    elif isinstance(part, dict):
        yield from (f"{name}.{field}" for field in part.get("properties", {}))
        yield from (f"{name}.{value}" for value in part.get("enum", ()) if isinstance(value, str))
        for one in part.values():
            yield from _inside(name, one)


def counted(metrics: Metrics) -> tuple[list[str], set[str]]:
    """Names of metrics with everything counted once, and their labels."""
    for fate in WindowFate:
        metrics.windows(fate, 1)
    for read in ReadFate:
        metrics.reads(read, 1)
    for commit in CommitFate:
        metrics.committed(commit, 1)
    metrics.answered(200)
    metrics.problem("busy")
    families = list(text_string_to_metric_families(metrics.text().decode()))
    labels = {name for family in families for one in family.samples for name in one.labels}
    return [f"metric {family.name}" for family in families], labels


def said(folder: Path) -> Iterator[tuple[str, str]]:
    """File and line of everything that the console's sources say; their tests apart."""
    for file in sorted([*folder.rglob("*.ts"), *folder.rglob("*.tsx")]):
        if ".test." not in file.name and "testing" not in file.parts:
            for line in file.read_text(encoding="utf-8").splitlines():
                yield file.name, line


def measured_in(lines: Iterable[tuple[str, str]]) -> list[str]:
    """Lines that speak of a measure, and not to say that there is none."""
    return [
        f"{file}: {line.strip()}"
        for file, line in lines
        if TEXT.search(line) and not DENIALS.search(line)
    ]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI of a service."""
    with open_service(tmp_path_factory.mktemp("service")) as house:
        return dict(house.client.get("/schema").json())


def test_no_table_keeps_a_measure_of_work() -> None:
    assert measures(columns(METADATA)) == []


def test_nothing_that_can_be_asked_or_answered_is_a_measure_of_work(
    schema: dict[str, Any],
) -> None:
    names = list(described(schema))

    assert "SessionVerdict.exposure" in names
    assert measures(names) == []


def test_what_is_allowed_is_there_still(schema: dict[str, Any]) -> None:
    names = {*described(schema), *(f"setting {row.name}" for row in TABLE)}

    assert set(ALLOWED) <= names


def test_no_metric_is_a_measure_of_work_or_says_who() -> None:
    names, labels = counted(Metrics())

    assert measures([*names, *(f"metric {name}" for name in MetricName)]) == []
    assert labels <= LABELS


def test_no_setting_asks_for_a_measure_of_work() -> None:
    assert measures(f"setting {row.name}" for row in TABLE) == []


def test_the_console_speaks_of_no_measure_of_work() -> None:
    lines = list(said(CONSOLE))

    assert len(lines) > 1_000
    assert measured_in(lines) == []
    assert (
        measures(
            f"{file}.{name}"
            for file, line in lines
            for name in re.findall(r"readonly (\w+)\??:", line)
            if f"{name}" not in {"records_per_minute", "per_minute", "records_today"}
        )
        == []
    )


@pytest.mark.parametrize(
    "planted",
    [
        "words_per_minute",
        "wpm",
        "active_time",
        "active_seconds",
        "idle_since",
        "idle",
        "typing_speed",
        "productivity",
        "rank",
        "ranking",
        "records_per_hour",
        "reads_per_day",
        "records_read",
        "reads_total",
        "cases_closed",
        "hours_worked",
        "workload",
        "overtime",
        "leaderboard",
    ],
)
def test_a_measure_that_is_planted_is_found_wherever_it_is(planted: str) -> None:
    metadata = sa.MetaData()
    sa.Table("subjects", metadata, sa.Column("subject", sa.Text), sa.Column(planted, sa.Integer))
    sa.Table(planted, metadata)
    seat = {"properties": {"session": {}, planted: {"type": "integer"}}}
    answer = {"description": "", "headers": {planted: {}}}
    schema = {
        "paths": {f"/v1/{planted}": {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": {"Seat": seat, "Kind": {"enum": ["learning", planted]}}},
    }

    assert measures(columns(metadata)) == sorted([f"subjects.{planted}", f"table {planted}"])
    assert measures(described(schema)) == sorted(
        [f"path {planted}", f"header {planted}", f"Seat.{planted}", f"Kind.{planted}"]
    )
    assert measures([f"metric samehands_{planted}"]) == [f"metric samehands_{planted}"]


@pytest.mark.parametrize(
    "planted",
    [
        "seat: 'Words per minute'",
        "<th>Idle time</th>",
        "'Ranking of the team'",
        "`${n} records per hour`",
    ],
)
def test_a_measure_that_the_console_is_made_to_say_is_found(tmp_path: Path, planted: str) -> None:
    (tmp_path / "Seat.tsx").write_text(f"const one = 1;\n{planted}\n", encoding="utf-8")

    assert measured_in(said(tmp_path)) == [f"Seat.tsx: {planted}"]


@pytest.mark.parametrize(
    "innocent",
    ["share", "last_at", "records", "level", "windows", "inactive", "interactive", "exposure"],
)
def test_what_is_no_measure_may_be_called_by_its_name(innocent: str) -> None:
    assert measures([f"Seat.{innocent}"]) == []
