"""Pointer samples a second on one core, from raw events to windows.

Run it in the top folder as `python benchmarks/pointer_speed.py`. It takes the recordings of the
Boğaziçi set one by one, as a batch job would, with the research projection; loading is not timed.
"""

import os
import time
from pathlib import Path

from samehands.lab.datasets.bogazici import load_bogazici
from samehands.rhythm.pointer import (
    RESEARCH,
    PointerCollectorState,
    collect_pointer,
    finish_pointer,
    shipped_pointer,
)

REPEATS = 3


def main() -> None:
    """Measures and prints."""
    corpus = load_bogazici(Path(os.environ.get("SAMEHANDS_DATA", "../shared/data")))
    projection = shipped_pointer(RESEARCH)
    recordings = [corpus.recording(index) for index in range(len(corpus))]
    for _ in range(REPEATS):
        windows = 0
        begun, spent = time.perf_counter(), time.process_time()
        for events in recordings:
            found = collect_pointer(PointerCollectorState(), events, projection)
            windows += len(found.windows) + len(finish_pointer(found.state, projection).windows)
        wall, cpu = time.perf_counter() - begun, time.process_time() - spent
        samples = len(corpus.events)
        print(
            f"{samples:,} samples, {windows:,} windows: {samples / wall:,.0f} samples a second, "
            f"{samples / cpu:,.0f} a second of processor time"
        )


if __name__ == "__main__":
    main()
