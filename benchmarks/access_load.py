"""How many record reads a second the service takes in, and whether it counts every one once.

Run it in the top folder as `python benchmarks/access_load.py`. The real service and those who tell
of reads run on the same machine; the service is one process with one thread that works, so what it
reaches is reached on one core (its processor time is printed beside it). Each subject has an open
session; a batch holds so many reads of so many subjects. Afterwards every batch is looked up in the
store. It prints a table and writes `benchmarks/results/access-load-{sqlite,postgres}.json`.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np

from fixtures.reads import Teller, counted, started
from fixtures.service import Service
from load import cpu_seconds, databases
from samehands.lab.results import commit_of

RESULTS = Path(__file__).parent / "results"
LIMITS = {"reads_per_key": 100_000_000, "requests_per_key": 1_000_000}


@dataclass(frozen=True)
class Measured:
    """One run.

    Args:
        batch: reads in a request.
        each: of those, of one subject.
        seconds: that were measured.
        reads_per_second: acknowledged, on the machine as it was.
        reads_per_core_second: acknowledged for each second of the service's processor time: what
            one core takes in, whoever else works on the machine.
        p50_ms: median time of a request.
        p99_ms: 99 of 100 are faster.
        acknowledged: reads.
        lost: acknowledged and not in the store.
        double: more often in the store.
        unlike: subjects whose state is not that of an uninterrupted run, of 20.
        errors: answers that must not be.
        server_cpu: processor seconds of the service for each second.
        teller_cpu: the same of those who tell.
    """

    batch: int
    each: int
    seconds: float
    reads_per_second: float
    reads_per_core_second: float
    p50_ms: float
    p99_ms: float
    acknowledged: int
    lost: int
    double: int
    unlike: int
    errors: list[str]
    server_cpu: float
    teller_cpu: float


def measured(service: Service, arguments: argparse.Namespace, batch: int, each: int) -> Measured:
    """One run against a service with nothing in it."""
    sessions = started(service, arguments.subjects)
    key = service.api_key()
    rng = np.random.default_rng(arguments.seed)
    tellers = [
        Teller(f"host-{n}", sessions, rng.spawn(1)[0], batch, each)
        for n in range(arguments.tellers)
    ]
    until = time.monotonic() + arguments.seconds
    threads = [
        threading.Thread(
            target=one.tell, args=(service.url, key, lambda: time.monotonic() < until)
        )
        for one in tellers
    ]
    server_cpu, own_cpu, begun = cpu_seconds(service.pid), time.process_time(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - begun
    server_cpu = cpu_seconds(service.pid) - server_cpu
    own_cpu = time.process_time() - own_cpu
    service.stop()
    reads = sum(sum(batch.values()) for one in tellers for batch in one.told.values())
    found = counted(service, tellers)
    latencies = [seconds for one in tellers for seconds in one.latencies]
    p50, p99 = np.percentile(latencies, [50, 99]) * 1e3
    return Measured(
        batch=batch,
        each=each,
        seconds=round(elapsed, 1),
        reads_per_second=round(reads / elapsed, 1),
        reads_per_core_second=round(reads / server_cpu, 1),
        p50_ms=round(float(p50), 1),
        p99_ms=round(float(p99), 1),
        acknowledged=reads,
        lost=found.lost,
        double=found.double,
        unlike=found.unlike,
        errors=[error for one in tellers for error in one.errors][:5],
        server_cpu=round(server_cpu / elapsed, 2),
        teller_cpu=round(own_cpu / elapsed, 2),
    )


def run(kind: str, arguments: argparse.Namespace) -> list[Measured]:
    """All runs on one kind of database."""
    found = []
    with databases(kind) as urls:
        for each in arguments.each:
            with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
                service = Service(Path(folder), database=next(urls), settings=LIMITS).start()
                closing.callback(service.stop)
                one = measured(service, arguments, arguments.batch, each)
            print(
                f"{kind:9}{one.batch:6}{one.each:6}{one.reads_per_second:11,.0f}"
                f"{one.reads_per_core_second:13,.0f}{one.p50_ms:9.0f}"
                f"{one.p99_ms:9.0f}{one.lost:7}{one.double:8}{one.unlike:8}{len(one.errors):8}"
                f"{one.server_cpu:9.2f}{one.teller_cpu:9.2f}",
                flush=True,
            )
            found.append(one)
    return found


def main() -> int:
    """Measure, print, write; 1 where something was lost, double or answered wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30.0, help="measured in each run")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--subjects", type=int, default=2_000)
    parser.add_argument("--tellers", type=int, default=4, help="sources that tell at once")
    parser.add_argument("--batch", type=int, default=2_000, help="reads in a request")
    parser.add_argument("--each", type=int, nargs="+", default=[1, 4, 20], help="of one subject")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    kinds = ["sqlite", "postgres"] if arguments.database == "both" else [arguments.database]
    print(
        "database  batch  each    reads/s  reads/core s   p50 ms   p99 ms   lost  double  unlike  errors"
        "  srv CPU  own CPU"
    )
    wrong = 0
    for kind in kinds:
        runs = run(kind, arguments)
        wrong += sum(one.lost + one.double + one.unlike + len(one.errors) for one in runs)
        record = {
            "commit": commit_of(Path(__file__).parent),
            "command": f"python benchmarks/access_load.py {' '.join(sys.argv[1:])}".rstrip(),
            "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
            "subjects": arguments.subjects,
            "tellers": arguments.tellers,
            "runs": [asdict(one) for one in runs],
        }
        if arguments.write:
            file = RESULTS / f"access-load-{kind}.json"
            file.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
