"""Metrics: a closed set of names, about the system and about nobody's work."""

import re

from prometheus_client.parser import text_string_to_metric_families

from samehands.server.metrics import CommitFate, MetricName, Metrics, ReadFate, WindowFate


def told() -> Metrics:
    """Metrics in which everything has happened once."""
    metrics = Metrics()
    for fate in WindowFate:
        metrics.windows(fate, 2)
    metrics.windows(WindowFate.REJECTED, 0)
    for read in ReadFate:
        metrics.reads(read, 3)
    for commit in CommitFate:
        metrics.committed(commit, 5)
    metrics.answered(200)
    metrics.problem("busy")
    metrics.waited(0.02)
    metrics.case_opened()
    for name in (
        MetricName.QUEUE,
        MetricName.STATES,
        MetricName.SESSIONS,
        MetricName.LISTENERS,
    ):
        metrics.watch(name, lambda: 7.0)
    return metrics


def test_the_names_in_the_text_are_those_of_the_set_and_no_others() -> None:
    families = text_string_to_metric_families(told().text().decode())

    assert {family.name for family in families if not family.name.endswith("_created")} == set(
        MetricName
    )


def test_what_was_counted_is_there() -> None:
    text = told().text().decode()

    for line in (
        'samehands_windows_total{fate="accepted"} 2.0',
        'samehands_windows_total{fate="rejected"} 2.0',
        'samehands_access_reads_total{fate="repeated"} 3.0',
        'samehands_http_requests_total{status="200"} 1.0',
        'samehands_problems_total{kind="busy"} 1.0',
        'samehands_commits_total{fate="conflict"} 1.0',
        "samehands_commit_inputs_sum 5.0",
        "samehands_queue_inputs 7.0",
        "samehands_cases_opened_total 1.0",
    ):
        assert line in text


def test_no_name_measures_anybody_s_work() -> None:
    measures = re.compile("per_minute|per_hour|active|idle|speed|subject|rank|work")

    assert not [name for name in MetricName if measures.search(name)]


def test_two_servers_in_one_process_count_apart() -> None:
    one, two = Metrics(), Metrics()
    one.windows(WindowFate.ACCEPTED, 3)

    assert b'fate="accepted"' not in two.text()
