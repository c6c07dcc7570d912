"""What Prometheus is told: about the system, never about how much or how fast anybody works."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

SECONDS_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper ends of the histogram of waiting, s."""

BATCH_BUCKETS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
"""Upper ends of the histogram of inputs in a transaction."""


class MetricName(StrEnum):
    """Every metric; one that is not here does not exist."""

    WINDOWS = "samehands_windows"
    """Windows received, by what became of them."""
    READS = "samehands_access_reads"
    """Record reads told by host applications, by what became of them."""
    REQUESTS = "samehands_http_requests"
    """Answers given, by status."""
    PROBLEMS = "samehands_problems"
    """Problems answered, by kind."""
    COMMITS = "samehands_commits"
    """Transactions of the writer, by what became of them."""
    COMMIT_INPUTS = "samehands_commit_inputs"
    """Inputs in each transaction."""
    INGEST_SECONDS = "samehands_ingest_seconds"
    """From an input's arrival to its being durable."""
    QUEUE = "samehands_queue_inputs"
    """Inputs that wait to be taken in."""
    STATES = "samehands_states_in_memory"
    """Monitors held ready."""
    SESSIONS = "samehands_sessions_open"
    """Sessions that are open."""
    LISTENERS = "samehands_listeners"
    """Connections that wait for changes."""
    CASES_OPENED = "samehands_cases_opened"
    """Cases opened since the start."""


class WindowFate(StrEnum):
    """What became of a window; received is the sum of all."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    REJECTED = "rejected"


class ReadFate(StrEnum):
    """What became of a record read; received is the sum of all."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    REJECTED = "rejected"


class CommitFate(StrEnum):
    """What became of a transaction."""

    DONE = "done"
    CONFLICT = "conflict"
    FAILED = "failed"


class Metrics:
    """The metrics of one server; nothing is shared between two in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._windows = self._counter(MetricName.WINDOWS, "Windows received", "fate")
        self._reads = self._counter(MetricName.READS, "Record reads told", "fate")
        self._requests = self._counter(MetricName.REQUESTS, "Answers given", "status")
        self._problems = self._counter(MetricName.PROBLEMS, "Problems answered", "kind")
        self._commits = self._counter(MetricName.COMMITS, "Transactions of the writer", "fate")
        self._cases = self._counter(MetricName.CASES_OPENED, "Cases opened")
        self._commit_inputs = Histogram(
            MetricName.COMMIT_INPUTS,
            "Inputs in each transaction",
            registry=self._registry,
            buckets=BATCH_BUCKETS,
        )
        self._seconds = Histogram(
            MetricName.INGEST_SECONDS,
            "From an input's arrival to its being durable",
            registry=self._registry,
            buckets=SECONDS_BUCKETS,
        )

    def windows(self, fate: WindowFate, count: int) -> None:
        """Count windows."""
        if count:
            self._windows.labels(fate).inc(count)

    def reads(self, fate: ReadFate, count: int) -> None:
        """Count record reads, of everybody together."""
        if count:
            self._reads.labels(fate).inc(count)

    def answered(self, status: int) -> None:
        """Count an answer."""
        self._requests.labels(str(status)).inc()

    def problem(self, kind: str) -> None:
        """Count a problem, by a word of the closed set."""
        self._problems.labels(kind).inc()

    def committed(self, fate: CommitFate, inputs: int) -> None:
        """Count a transaction of so many inputs."""
        self._commits.labels(fate).inc()
        if fate is CommitFate.DONE:
            self._commit_inputs.observe(inputs)

    def waited(self, seconds: float) -> None:
        """Note how long an input took from its arrival to being durable, s."""
        self._seconds.observe(seconds)

    def case_opened(self) -> None:
        """Count a case."""
        self._cases.inc()

    def watch(self, name: MetricName, read: Callable[[], float]) -> None:
        """Have a number read whenever somebody asks."""
        gauge = Gauge(
            name, MetricName(name).name.replace("_", " ").lower(), registry=self._registry
        )
        gauge.set_function(read)

    def text(self) -> bytes:
        """Everything, in Prometheus' text format, `CONTENT_TYPE`."""
        return generate_latest(self._registry)

    def _counter(self, name: MetricName, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self._registry)


CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
"""Of the text."""
