"""Kills the service twenty times under load, on each database, and says what it lost: nothing.

Run it in the top folder as `python benchmarks/kill_drill.py`. It prints a table and writes
`benchmarks/results/kill-drill.json`; exit status 1 where anything was lost, counted twice, or
judged otherwise than in a run that nobody interrupted.
"""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import postgres
from fixtures.drill import Drilled, drill
from fixtures.service import Service
from samehands.lab.results import commit_of

FILE: Final = Path(__file__).parent / "results" / "kill-drill.json"


def drilled(kind: str, arguments: argparse.Namespace) -> Drilled:
    """A drill on one kind of database."""
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        database = None
        if kind == "postgres":
            binaries = postgres._binaries()  # noqa: SLF001  # as its fixture finds it
            if binaries is None:
                raise SystemExit("PostgreSQL is not on this machine; see tools/system-packages.")
            server = closing.enter_context(postgres._Cluster(binaries)).start()  # noqa: SLF001  # as above
            database = server.url(server.create())
        service = Service(folder, database=database).start()
        closing.callback(service.stop)
        return drill(service, kills=arguments.kills, seed=arguments.seed)


def main() -> int:
    """Drill, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+")
    arguments = parser.parse_args()
    found = {}
    for kind in arguments.database or ["sqlite", "postgres"]:
        one = found[kind] = drilled(kind, arguments)
        print(
            f"{kind:9} {one.kills} kills, {one.acknowledged} windows acknowledged in "
            f"{one.sessions} sessions: {one.lost} lost, {one.double} double, {one.unlike} of "
            f"{one.points} points unlike an uninterrupted run; {one.repeated} came again and "
            f"counted once; {len(one.errors)} wrong answers",
            flush=True,
        )
    record = {
        "commit": commit_of(Path(__file__).parent),
        "seed": arguments.seed,
        "databases": {kind: asdict(one) for kind, one in found.items()},
    }
    FILE.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return int(any(one.lost or one.double or one.unlike or one.errors for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
