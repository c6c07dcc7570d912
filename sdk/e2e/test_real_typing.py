"""Real people's typing, bit for bit: the SDK's arithmetic in Node against Python's, on data sets."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from playwright.sync_api import Page

from due import due_of
from page_server import PageServer
from samehands.capture import MISSING, KeyEvents
from samehands.capture.positions import POSITIONS
from samehands.lab.datasets.bbmas import load_bbmas
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.rhythm import CollectorState, Projection, collect, finish, shipped
from samehands.rhythm.projections import file_of, index
from samehands.wire import encode_message
from sdk_page import looked, started
from typist import Keyboard

SDK: Final = Path(__file__).resolve().parents[1]

pytestmark = [pytest.mark.data, pytest.mark.slow]

CODES: Final = ["", *POSITIONS]
ACTIONS: Final = ("up", "down")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SDK's arithmetic as a program for Node."""
    made = tmp_path_factory.mktemp("node") / "collect.mjs"
    subprocess.run(  # noqa: S603  # our own build
        ["node_modules/.bin/esbuild", "e2e/collect.mjs", "--bundle", "--platform=node",  # noqa: S607
         "--format=esm", f"--outfile={made}", "--log-level=warning"],
        cwd=SDK,
        check=True,
    )  # fmt: skip
    return made


def events_of(corpus: Corpus, recording: int) -> KeyEvents:
    """What a source would have seen, in order of time; at one time releases come first."""
    rows = slice(int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))
    press, release = corpus.keystrokes.press[rows], corpus.keystrokes.release[rows]
    held = release != MISSING
    at = np.concatenate([release[held], press])
    position = np.concatenate([corpus.position[rows][held], corpus.position[rows]])
    action = np.repeat([0, 1], [int(held.sum()), len(press)]).astype(np.int8)
    order = np.argsort(at, kind="stable")
    at = at - at.min()
    return KeyEvents(at[order], position[order], action[order], np.zeros(len(at), np.bool_))


def by_python(events: KeyEvents, projection: Projection) -> list[str]:
    """The messages of a session."""
    collected = collect(CollectorState(), events, projection)
    rest = finish(collected.state, projection)
    made = (*collected.windows, *collected.signs, *rest.windows, *rest.signs)
    return [encode_message(each).hex() for each in sorted(made, key=lambda each: each.sequence)]


def spelled(events: KeyEvents) -> str:
    """A session as the program reads it."""
    columns = (events.at.tolist(), events.position.tolist(), events.action.tolist())
    return json.dumps(
        [
            [at, CODES[position], ACTIONS[action]]
            for at, position, action in zip(*columns, strict=True)
        ]
    )


@pytest.mark.parametrize("name", sorted(index()))
@pytest.mark.parametrize("load", [load_free_text, load_bbmas], ids=["monaco", "bbmas"])
def test_every_window_of_a_data_set_has_the_same_bytes(
    load: Callable[[Path], Corpus], name: str, program: Path, data_root: Path, tmp_path: Path
) -> None:
    corpus = load(data_root)
    projection = shipped(name)
    file = tmp_path / "projection.json"
    file.write_bytes(file_of(name))
    sessions = [events_of(corpus, recording) for recording in range(len(corpus))]

    answered = subprocess.run(  # noqa: S603  # our own program
        ["node", program, file, projection.digest.hex()],  # noqa: S607
        input="\n".join(map(spelled, sessions)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in answered.stdout.splitlines()]

    due = [by_python(events, projection) for events in sessions]
    assert found == due
    assert sum(map(len, due)) > 500


@pytest.mark.services
@pytest.mark.parametrize("recording", [0, 50, 100])
def test_a_recorded_person_typed_through_the_browser_gives_python_s_bytes(
    recording: int, page: Page, keyboard: Keyboard, server: PageServer, data_root: Path
) -> None:
    corpus = load_free_text(data_root)
    rows = slice(int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))
    strokes = corpus.keystrokes[rows]
    started(page)
    looked(page)
    page.evaluate("focusOn('area')")
    keyboard.type(
        [
            [press, None if release == MISSING else release, CODES[position]]
            for press, release, position in zip(
                strokes.press.tolist(),
                strokes.release.tolist(),
                corpus.position[rows].tolist(),
                strict=True,
            )
        ]
    )
    looked(page)

    due = due_of(page)
    assert len(due) >= 4
    assert server.collector.messages == due
