"""How many windows a second the service takes in, and whether it keeps every one.

Run it in the top folder as `python benchmarks/load.py`, or as `make bench-load`. The real service
and the generator of the load run on the same machine: real HTTP, session tokens, sessions that
begin and end. It prints a table and writes
`benchmarks/results/load-{sqlite,postgres}.json`; runs of ten minutes or more, which show whether memory
stays flat, `load-sustained-{sqlite,postgres}.json`.

What was acknowledged is afterwards looked up in the store, window by window. PostgreSQL and SQLite
run as they would in earnest: what is acknowledged is on the disk.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np
import uvloop

from fixtures import postgres
from fixtures.people import FIRST_SESSIONS, Person, recorded_windows
from fixtures.service import Service
from fixtures.stored import missing_and_double
from fixtures.traffic import Tally, Traffic
from samehands.lab.results import commit_of

RESULTS: Final = Path(__file__).parent / "results"
BATCHES: Final = (1, 10)
SUSTAINED: Final = 600.0
"""Seconds from which on a run shows whether memory stays flat: what leaks a MiB a minute shows 10."""

DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
SESSION_WINDOWS: Final = 100
"""Windows in a session: 10,000 keystrokes, a working day of somebody who writes."""

PAGE: Final = os.sysconf("SC_PAGE_SIZE")
MEBI: Final = 2**20


@dataclass(frozen=True)
class Measured:
    """One run.

    Args:
        batch: windows in a request.
        seconds: that were measured, after everybody had a template.
        windows_per_second: acknowledged.
        worst_ten_seconds: the same, of the slowest ten seconds.
        p50_ms: median time from a request's first byte to its answer's last.
        p99_ms: 99 of 100 are faster.
        acknowledged: windows, with those before the measured time.
        lost: acknowledged and not in the store.
        double: more than once in the store.
        refused: answers that said to come again.
        errors: answers that must not be.
        server_cpu: processor seconds of the service for each second; 2 is all there is.
        generator_cpu: the same of the load.
        rss_mib: of the service, when measuring began and at its end.
        rss_mib_per_minute: slope of its second half.
    """

    batch: int
    seconds: float
    windows_per_second: float
    worst_ten_seconds: float
    p50_ms: float
    p99_ms: float
    acknowledged: int
    lost: int
    double: int
    refused: int
    errors: list[str]
    server_cpu: float
    generator_cpu: float
    rss_mib: tuple[float, float]
    rss_mib_per_minute: float


class Observer(threading.Thread):
    """Notes once a second how much memory the service has and how much was acknowledged."""

    def __init__(self, pid: int, traffic: Traffic) -> None:
        super().__init__(daemon=True)
        self._memory = Path(f"/proc/{pid}/statm")
        self._traffic = traffic
        self._over = threading.Event()
        self.rows: list[tuple[float, float, int]] = []

    def run(self) -> None:
        """Note until told to stop."""
        while True:
            rss = int(self._memory.read_text(encoding="ascii").split()[1]) * PAGE / MEBI
            self.rows.append((time.monotonic(), rss, self._traffic.tally.windows))
            if self._over.wait(1.0):
                return

    def stop(self) -> None:
        """No further row."""
        self._over.set()
        self.join()

    def slope(self) -> float:
        """MiB a minute, over the second half."""
        half = np.array(self.rows[len(self.rows) // 2 :])
        return float(np.polyfit(half[:, 0], half[:, 1], 1)[0] * 60) if len(half) > 1 else 0.0

    def slowest(self, seconds: int = 10) -> float:
        """Windows a second in the slowest stretch of so many seconds."""
        rows = np.array(self.rows)
        if len(rows) <= seconds:
            return float("nan")
        moved = rows[seconds:] - rows[:-seconds]
        return float((moved[:, 2] / moved[:, 0]).min())


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def warmed(traffic: Traffic, people: Sequence[Person]) -> None:
    """Send until everybody has enrolled and sends as somebody who is known."""
    running = asyncio.create_task(traffic.run())
    while not running.done() and any(  # noqa: ASYNC110  # a glance costs less than an event each
        len(one.sessions) <= FIRST_SESSIONS for one in people
    ):
        await asyncio.sleep(0.2)
    traffic.stop()
    await running


def measured(service: Service, arguments: argparse.Namespace, batch: int) -> Measured:
    """One run against a service that was just started and has nothing in it."""
    recorded = recorded_windows()
    people = [
        Person(
            f"subject-{number:06}",
            recorded[number % len(recorded)],
            batch=batch,
            length=SESSION_WINDOWS,
        )
        for number in range(arguments.subjects)
    ]
    traffic = Traffic(service.port, service.api_key(), people, arguments.connections)
    uvloop.run(warmed(traffic, people))
    before, traffic.tally = traffic.tally, Tally()
    pid = service.pid
    observer = Observer(pid, traffic)
    server_cpu, own_cpu, begun = cpu_seconds(pid), time.process_time(), time.monotonic()
    observer.start()
    uvloop.run(traffic.run(arguments.seconds))
    elapsed = time.monotonic() - begun
    observer.stop()
    server_cpu, own_cpu = cpu_seconds(pid) - server_cpu, time.process_time() - own_cpu
    service.stop()
    told = [session for person in people for session in person.sessions]
    lost, double = missing_and_double(service, told)
    tally = traffic.tally
    p50, p99 = np.percentile(tally.latencies, [50, 99]) * 1e3
    return Measured(
        batch=batch,
        seconds=round(elapsed, 1),
        windows_per_second=round(tally.windows / elapsed, 1),
        worst_ten_seconds=round(observer.slowest(), 1),
        p50_ms=round(float(p50), 2),
        p99_ms=round(float(p99), 2),
        acknowledged=before.windows + tally.windows,
        lost=lost,
        double=double,
        refused=before.refused + tally.refused,
        errors=(before.errors + tally.errors)[:5],
        server_cpu=round(server_cpu / elapsed, 2),
        generator_cpu=round(own_cpu / elapsed, 2),
        rss_mib=(round(observer.rows[0][1], 1), round(observer.rows[-1][1], 1)),
        rss_mib_per_minute=round(observer.slope(), 2),
    )


@contextmanager
def databases(kind: str) -> Iterator[Iterator[str | None]]:
    """Empty databases of a kind; None for a SQLite file in the service's folder."""
    if kind == "sqlite":
        yield iter(lambda: None, "never")
        return
    binaries = postgres._binaries()  # noqa: SLF001  # as its fixture finds it
    if binaries is None:
        raise SystemExit("PostgreSQL is not on this machine; tools/system-packages says how.")
    postgres._OPTIONS.update(DURABLE)  # noqa: SLF001  # a test may be hasty, a measurement not
    with postgres._Cluster(binaries) as cluster:  # noqa: SLF001  # as its fixture starts it
        server = cluster.start()
        yield iter(lambda: server.url(server.create()), "never")


def run(kind: str, arguments: argparse.Namespace) -> list[Measured]:
    """All runs on one kind of database."""
    found = []
    limits = {"requests_per_subject": 100_000, "windows_per_subject": 1_000_000}
    with databases(kind) as urls:
        for batch in arguments.batch:
            with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
                service = Service(Path(folder), database=next(urls), settings=limits).start()
                closing.callback(service.stop)
                one = measured(service, arguments, batch)
            print(
                f"{kind:9}{one.batch:6}{one.windows_per_second:12,.0f}{one.worst_ten_seconds:12,.0f}"
                f"{one.p50_ms:9.1f}{one.p99_ms:9.1f}{one.lost:7}{one.double:8}{one.refused:9}"
                f"{len(one.errors):8}{one.rss_mib[1]:9.0f}{one.rss_mib_per_minute:10.2f}"
                f"{one.server_cpu:9.2f}{one.generator_cpu:7.2f}",
                flush=True,
            )
            found.append(one)
    return found


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="measured in each run")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--subjects", type=int, default=2_000)
    parser.add_argument("--batch", type=int, nargs="+", default=BATCHES, help="windows a request")
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


def main() -> int:
    """Measure, print, write; 1 where something was lost, double or answered wrongly."""
    arguments = asked()
    kinds = ["sqlite", "postgres"] if arguments.database == "both" else [arguments.database]
    print(
        "database  batch   windows/s  worst 10 s   p50 ms   p99 ms   lost  double  refused  errors"
        "  RSS MiB  MiB/min  srv CPU  gen CPU"
    )
    wrong = 0
    for kind in kinds:
        runs = run(kind, arguments)
        wrong += sum(one.lost + one.double + len(one.errors) for one in runs)
        record = {
            "commit": commit_of(Path(__file__).parent),
            "command": f"make bench-load LOAD_ARGS='{' '.join(sys.argv[1:])}'",
            "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
            "subjects": arguments.subjects,
            "connections": arguments.connections,
            "runs": [asdict(one) for one in runs],
        }
        if arguments.write:
            length = "-sustained" if arguments.seconds >= SUSTAINED else ""
            file = RESULTS / f"load{length}-{kind}.json"
            file.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
