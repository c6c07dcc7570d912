"""Types recorded people through Chromium and the SDK into the real service, and scores what left.

Run it in the top folder, with the SDK built, as `python benchmarks/browser.py`. The same keystrokes
are also embedded from the recording itself; it prints the error rates of both, how far the messages
are apart, and what a coarser clock does. It writes `benchmarks/results/browser.json`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sdk" / "e2e"))

from page_server import PageServer
from playwright.sync_api import sync_playwright
from recorded import CLOCKS, Desk, one_after_the_other, rows_of
from sdk_page import FLAGS, NOT_DRIVEN

from browser_rates import Apart, Rate, Typed, apart, decided, rate_of, samples_of
from fixtures.chromium import executable
from fixtures.service import Service
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.demo import events_of
from samehands.lab.results import DataFile, code_commit, data_files, write_result
from samehands.lab.split import monaco_roles
from samehands.lab.training.shipped import demo_people
from samehands.rhythm import CollectorState, Projection, collect, finish, shipped
from samehands.rhythm.window import Window

TOP: Final = Path(__file__).resolve().parents[1]
FILE: Final = TOP / "benchmarks" / "results" / "browser.json"
DATA: Final = ("keystroke/monaco-pohmm/free_text.csv.gz",)


class Clock(msgspec.Struct, frozen=True):
    """What one clock makes of the same keystrokes."""

    rates: tuple[Rate, ...]
    apart: Apart | None
    states: dict[str, int] = {}


class Measured(msgspec.Struct, frozen=True):
    """One projection on people that it was not trained on.

    Args:
        people: how many.
        sessions: that they typed.
        key_events: that went through the browser.
        clocks: by name; "recording" is the same typing without a browser.
        take_overs: of the drill, the state at the end → how many.
    """

    people: int
    sessions: int
    key_events: int
    clocks: dict[str, Clock]
    take_overs: dict[str, int]


class Report(msgspec.Struct, frozen=True):
    """All of it, and what it was made of."""

    browser: str
    projections: dict[str, Measured]
    commit: str
    data: tuple[DataFile, ...]


@dataclass
class Typing:
    """What came of typing everybody's sessions."""

    windows: Typed = field(default_factory=dict)
    states: dict[str, list[str]] = field(default_factory=lambda: {clock: [] for clock in CLOCKS})
    taken_over: list[str] = field(default_factory=list)
    key_events: int = 0


def offline(corpus: Corpus, recording: int, projection: Projection) -> tuple[Window, ...]:
    """The windows of a recording, from its own times."""
    events = events_of(corpus, int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))
    collected = collect(CollectorState(), events, projection)
    return (*collected.windows, *finish(collected.state, projection).windows)


def typed(corpus: Corpus, people: NDArray[np.int64], name: str, desk: Desk) -> Typing:
    """Everybody's sessions in their order; then, once each, somebody takes over an owner's last."""
    typing, projection = Typing(), shipped(name)
    recordings = np.flatnonzero(np.isin(corpus.person, people))
    for recording in recordings[np.argsort(corpus.session[recordings], kind="stable")].tolist():
        rows = rows_of(corpus, int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))
        person = int(corpus.person[recording])
        windows, states = desk.work([f"{person}-{number}" for number in range(len(CLOCKS))], rows)
        for clock, found, state in zip(CLOCKS, windows, states, strict=True):
            typing.windows[clock, recording] = found
            typing.states[clock].append(state)
        typing.windows["recording", recording] = offline(corpus, recording, projection)
        typing.key_events += sum(1 + (release is not None) for _, release, _ in rows)
        print(".", end="", flush=True)
    for owner, intruder in zip(people, np.roll(people, 1), strict=True):
        own, other = (int(corpus.bounds[_last(corpus, who)]) for who in (owner, intruder))
        rows = one_after_the_other(
            rows_of(corpus, own, own + 150), rows_of(corpus, other, other + 350)
        )
        _, states = desk.work([f"{owner}-0"], rows)
        typing.taken_over += states
    print(flush=True)
    return typing


def _last(corpus: Corpus, person: int) -> int:
    return int(np.flatnonzero(corpus.person == person)[-1])


def counted(states: list[str]) -> dict[str, int]:
    """How often each state."""
    return {state: states.count(state) for state in sorted(set(states))}


def measured(corpus: Corpus, groups: list[NDArray[np.int64]], name: str, desk: Desk) -> Measured:
    """Types, scores and compares."""
    people = np.sort(np.concatenate(groups))
    typing = typed(corpus, people, name, desk)
    keystrokes = shipped(name).keystrokes
    made = {
        (clock, length): decided(samples_of(corpus, typing.windows, clock), groups, name, length)
        for clock in ("recording", *CLOCKS)
        for length in (1, 2)
    }
    clocks = {
        clock: Clock(
            tuple(
                rate_of(made[clock, length], made["recording", length], length * keystrokes)
                for length in (1, 2)
            ),
            None if clock == "recording" else apart(typing.windows, clock),
            counted(typing.states.get(clock, [])),
        )
        for clock in ("recording", *CLOCKS)
    }
    return Measured(
        len(people),
        len({recording for _, recording in typing.windows}),
        typing.key_events,
        clocks,
        counted(typing.taken_over),
    )


@contextmanager
def desks(projection: str) -> Iterator[tuple[Desk, str]]:
    """A browser at a page, and the service with that projection; beside it the browser's version."""
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        pages = closing.enter_context(PageServer())
        settings = {"allowed_origins": pages.url, "projection": projection}
        service = Service(folder, settings=settings).start()
        closing.callback(service.stop)
        playwright = closing.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=executable(), args=[*FLAGS, NOT_DRIVEN]
        )
        closing.callback(browser.close)
        desk = Desk(browser.new_context(), pages.url, service.url, service.host_application())
        yield desk, browser.version


def show(name: str, found: Measured) -> None:
    """Print what was measured."""
    print(
        f"{name}: {found.people} people, {found.sessions} sessions, {found.key_events} key events"
    )
    for clock, one in found.clocks.items():
        rates = ", ".join(
            f"{rate.keystrokes} keys: EER {rate.eer:.2%} "
            f"({rate.points_apart:+.2f} [{rate.low:+.2f} to {rate.high:+.2f}] points)"
            for rate in one.rates
        )
        print(f"  {clock:12} {rates}")
        if one.apart is not None:
            print(f"               {msgspec.json.encode(one.apart).decode()}")
            print(f"               sessions of the owner ended as {one.states}")
    print(f"  sessions that somebody took over after 150 keystrokes ended as {found.take_overs}")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=TOP.parent / "shared" / "data")
    parser.add_argument("--people", type=int, help="only so many, for a trial; writes nothing")
    arguments = parser.parse_args()
    corpus, roles = load_free_text(arguments.data), monaco_roles()
    who = {
        # Trained on others than these; two sites, as the protocol has them.
        "aalto-research-1": [roles.development, roles.evaluation],
        # Trained on all but these.
        "open-1": [demo_people()],
    }
    found: dict[str, Measured] = {}
    version = ""
    for name, groups in who.items():
        some = [people[: arguments.people] for people in groups]
        with desks(name) as (desk, browser):
            found[name], version = measured(corpus, some, name, desk), browser
        show(name, found[name])
    if arguments.people is None:
        data = data_files(arguments.data, DATA)
        write_result(FILE, Report(version, found, code_commit(), data))


if __name__ == "__main__":
    main()
