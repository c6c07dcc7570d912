"""How fast events become windows and windows become scores, on one core.

Run it in the top folder as `python benchmarks/speed.py`. It prints a table and writes
`benchmarks/results/speed.json`. Figures depend on the machine, so beside each stands its ratio to
a yardstick measured in the same run, turn about: a sort of a million numbers, or the import of
numpy.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported: one core is one core

import numpy as np  # noqa: E402

from samehands.capture import Action, KeyEvents, position_of  # noqa: E402
from samehands.identity import (  # noqa: E402
    DeviceClass,
    PldaScorer,
    ReadyTemplate,
    SessionWindows,
    Template,
    encode_template,
    score_many,
)
from samehands.identity.back_ends import shipped_back_end  # noqa: E402
from samehands.lab.results import commit_of  # noqa: E402
from samehands.rhythm import (  # noqa: E402
    ClockClass,
    CollectorState,
    Projection,
    collect,
    shipped,
)
from samehands.rhythm.window import DIMENSIONS, EMBEDDING_CLIP  # noqa: E402
from samehands.wire import MESSAGE_BYTES, decode, encode  # noqa: E402

FILE: Final = Path(__file__).parent / "results" / "speed.json"
ROUNDS: Final = 7
"""How often each is measured; the median counts. More: less of the other work on the machine."""

KEYSTROKES: Final = 400_000
WINDOWS: Final = 200_000
TEMPLATES: Final = 1_000
LIVE: Final = 200


@dataclass(frozen=True)
class Figure:
    """One thing measured.

    Args:
        name: what.
        value: the median, in units.
        unit: of the value.
        seconds: that one measurement took.
        yardsticks: the same time in times of the yardstick; the figure to compare machines by.
    """

    name: str
    value: float
    unit: str
    seconds: float
    yardsticks: float


def typing(count: int) -> KeyEvents:
    """Events of a made-up person."""
    rng = np.random.default_rng(1)
    keys = np.array([position_of(f"Key{letter}") for letter in "ETAOINSHRDLUCMWFGYP"] + [7])
    position = keys[rng.integers(1, len(keys) - 1, count).cumsum() % len(keys)].astype(np.int16)
    press = np.cumsum(rng.lognormal(5.1, 0.4, count) * 1_000 + 25_000).astype(np.int64)
    release = press + (rng.lognormal(4.4, 0.2, count) * 1_000).astype(np.int64)
    at = np.concatenate([press, release])
    order = np.argsort(at, kind="stable")
    return KeyEvents(
        at[order],
        np.concatenate([position, position])[order],
        np.repeat([Action.DOWN, Action.UP], count)[order].astype(np.int8),
        np.zeros(2 * count, np.bool_),
    )


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call: other programs on the machine do not count."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measured(name: str, unit: str, number: int, work: Callable[[], object]) -> Figure:
    """Units of work a second, or µs for one of them, turn about with the yardstick."""
    numbers = np.random.default_rng(2).random(1_000_000)
    work()  # the first call loads and allocates
    taken, yardstick = [], []
    for _ in range(ROUNDS):
        yardstick.append(seconds(lambda: np.sort(numbers)))
        taken.append(seconds(work))
    median = statistics.median(taken)
    value = median / number * 1e6 if unit.startswith("µs") else number / median
    return Figure(name, value, unit, median, median / statistics.median(yardstick))


def collecting(projection: Projection) -> Figure:
    """Raw events to windows, all at once."""
    events = typing(KEYSTROKES)
    return measured(
        "events to windows, in batch",
        "keystrokes/s",
        KEYSTROKES,
        lambda: collect(CollectorState(), events, projection),
    )


def templates(number: int) -> list[Template]:
    """Templates of made-up people, three sessions of ten windows each."""
    rng, back_end = np.random.default_rng(3), shipped_back_end()
    device = DeviceClass(ClockClass.ONE_MS)
    found = []
    for _ in range(number):
        home = rng.normal(0, 40, DIMENSIONS)
        drawn = home + rng.normal(0, 20, (3, 10, DIMENSIONS))
        vectors = np.clip(drawn, -EMBEDDING_CLIP, EMBEDDING_CLIP).astype(np.int8)
        sessions = [SessionWindows(back_end.projection, device, part) for part in vectors]
        found.append(Template.enrolled(sessions))
    return found


def scoring() -> Figure:
    """Windows against templates of a thousand people, in batch."""
    back_end, device = shipped_back_end(), DeviceClass(ClockClass.ONE_MS)
    ready = [ReadyTemplate.of(back_end, each.active(device)) for each in templates(TEMPLATES)]
    rng = np.random.default_rng(4)
    vectors = rng.integers(-90, 91, (WINDOWS, DIMENSIONS)).astype(np.int8)
    whose = rng.integers(0, TEMPLATES, WINDOWS)
    return measured(
        "windows scored, in batch",
        "windows/s",
        WINDOWS,
        lambda: score_many(ready, vectors, whose),
    )


def live(projection: Projection) -> Figure:
    """The event that fills a window: collected, encoded, decoded and scored, one at a time."""
    # The keystrokes before it are in; the last press and its release are what is timed.
    events = typing(projection.keystrokes)
    before = collect(CollectorState(), events[:-1], projection).state
    scorer = PldaScorer(shipped_back_end())
    template, device = templates(1)[0], DeviceClass(ClockClass.ONE_MS)

    def once() -> None:
        for _ in range(LIVE):
            (window,) = collect(before, events[-1:], projection).windows
            received = decode(encode(window))
            probe = SessionWindows(received.projection, device, received.vector[None, :])
            scorer.score(template, probe)

    return measured("one window, live, from the last event to its score", "µs", LIVE, once)


def importing(what: str) -> float:
    """Median seconds that a fresh interpreter takes to import something."""
    code = f"import time; a = time.perf_counter(); import {what}; print(time.perf_counter() - a)"

    def once() -> float:
        ran = subprocess.run(  # noqa: S603  # our own interpreter and program
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        return float(ran.stdout)

    once()
    return statistics.median(once() for _ in range(ROUNDS))


def importings() -> list[Figure]:
    """Importing what an agent and a scorer need, beside numpy alone."""
    yardstick = importing("numpy")
    figures = []
    for what in ("samehands", "samehands.rhythm", "samehands.monitor"):
        taken = importing(what)
        figures.append(Figure(f"import {what}", taken * 1e3, "ms", taken, taken / yardstick))
    return figures


def main() -> None:
    """Measure, print, write."""
    projection = shipped()
    figures = [collecting(projection), scoring(), live(projection), *importings()]
    size = len(encode_template(templates(1)[0]))
    for figure in figures:
        print(
            f"{figure.name:52} {figure.value:12,.0f} {figure.unit:13} {figure.yardsticks:8.2f} ×"
        )
    print(f"{'a template of three sessions':52} {size:12,} bytes")
    print(f"{'a message':52} {MESSAGE_BYTES:12,} bytes")
    record = {
        "commit": commit_of(Path(__file__).parent),
        "projection": {"name": projection.name, "sha256": projection.digest.hex()},
        "machine": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": platform.machine(),
            "system": platform.system(),
        },
        "yardsticks": "np.sort of a million doubles; for imports, `import numpy`",
        "figures": [asdict(figure) for figure in figures],
        "template_bytes": size,
        "message_bytes": MESSAGE_BYTES,
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
