"""The text-recovery attack on every byte that leaves a page, while known text is typed into it."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext, Page

from page_server import PageServer, messages_in
from recorded import rows_of
from samehands.lab.attack import Baselines, attack_text, leaks, load_protocol, run_controls
from samehands.lab.attack.case import Case
from samehands.lab.attack.run import sent
from samehands.lab.datasets.aalto import load_aalto
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.split import aalto_roles
from samehands.rhythm import shipped
from samehands.rhythm.window import Window
from samehands.wire import decode_batch
from sdk_page import looked, started
from seen_text import as_a_browser_times, blank_set, numbers_in, stream_of
from storage import left_behind
from typist import Keyboard

pytestmark = [pytest.mark.data, pytest.mark.services, pytest.mark.slow]

SEED: Final = 0
FRESH_PEOPLE: Final = 150
"""Development people who are tested or calibrated on; two fifths are tested, in the browser."""

VISIBLE: Final = ("plain", "area", "edit", "in-open-shadow")
HIDDEN: Final = ("secret", "card", "off", "masked", "in-closed-shadow")


def typed_by(page: Page, corpus: Corpus, person: int) -> None:
    """A person's sentences one after the other, each in another field.

    After each of them somebody's password is typed and the sentence itself comes again, pasted, by
    an input method and filled in by the browser.
    """
    keyboard = Keyboard.of(page)
    own = np.flatnonzero(corpus.person == person).tolist()
    for turn, recording in enumerate(own):
        text = corpus.prompts[corpus.prompt[recording]]
        rows = rows_of(corpus, int(corpus.bounds[recording]), int(corpus.bounds[recording + 1]))
        page.evaluate(f"focusOn({VISIBLE[turn % len(VISIBLE)]!r})")
        keyboard.type(rows)
        composing = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        keyboard.session.send("Input.imeSetComposition", composing)
        keyboard.session.send("Input.insertText", {"text": text})
        page.evaluate("text => { document.getElementById('next').value = text; }", text)
        page.evaluate(f"focusOn({HIDDEN[turn % len(HIDDEN)]!r})")
        keyboard.type(rows[:12])


def through_the_browser(
    context: BrowserContext, server: PageServer, corpus: Corpus, people: NDArray[np.int64]
) -> tuple[dict[int, list[float]], list[int]]:
    """Types what people typed: first row of a window → the numbers that left; who was typed whole.

    Whoever's keystrokes the page counts otherwise than the recording, because a key was still down
    when it was pressed again, has windows elsewhere in the text, and is left out.
    """
    found: dict[int, list[float]] = {}
    whole = []
    for person in people.tolist():
        collector = server.collector
        noted, taken = len(collector.requests), len(collector.messages)
        page = context.new_page()
        page.goto(f"{server.url}/site/fields.html")
        started(page)
        looked(page)
        typed_by(page, corpus, person)
        looked(page)
        presses = page.evaluate(
            "stream.filter((one) => one.type === 'keydown' && !one.repeat && "
            f"{list(VISIBLE)}.includes(one.where)).length"
        )
        assert page.evaluate("faults") == []
        assert left_behind(page, context) == {}
        page.close()

        # Nothing but batches, and nothing in them but messages.
        posts = [each for each in collector.requests[noted:] if each.method != "GET"]
        posts = [each for each in posts if each.path != "/submitted"]  # Enter sent the page's form
        assert {each.path for each in posts} == {"/v1/windows"}
        messages = [message for each in posts for message in messages_in(each.body)]
        assert messages == collector.messages[taken:]
        left = [one for each in posts for one in decode_batch(each.body).accepted]
        windows = [one for one in left if isinstance(one, Window)]  # early signs tell of machines

        first, last = stream_of(corpus, person)
        if presses == last - first and len(windows) == (last - first) // 100:
            whole.append(person)
            for number, window in enumerate(windows):
                found[first + 100 * number] = numbers_in(window)
    return found, whole


def test_an_attacker_reads_no_more_than_the_limits_from_all_that_leaves_a_page(
    context: BrowserContext, server: PageServer, data_root: Path
) -> None:
    corpus, projection = load_aalto(data_root, "a"), shipped()
    roles, everybody = aalto_roles(), np.arange(len(corpus.people))
    fresh = np.intersect1d(everybody, roles.development)[:FRESH_PEOPLE]
    learnt = np.setdiff1d(everybody, np.union1d(roles.development, roles.evaluation))
    blank = blank_set(corpus, learnt, fresh, projection.keystrokes, SEED)
    case = Case.of(blank, SEED)
    tested = np.unique(blank.windows.person[case.tested]).astype(np.int64)
    found, whole = through_the_browser(context, server, corpus, tested)
    assert len(whole) > 0.8 * len(tested)

    rows, start = blank.windows.rows(), blank.windows.start
    python = sent(as_a_browser_times(corpus, SEED), rows, projection)
    left = python.copy()
    for row in np.flatnonzero(np.isin(start, list(found))):
        left[row] = found[int(start[row])]
    controls = run_controls(Baselines.of(corpus, blank), seed=SEED, size="small")
    report = attack_text(blank.sending("what left", left), controls, seed=SEED, size="small")
    offline = attack_text(blank.sending("python's", python), controls, seed=SEED, size="small")
    print(f"\n{len(whole)} people typed, {len(case.tested)} windows tested")
    print("zone pairs", controls.zone_pairs.linear.bits, "timing", controls.timing.linear.bits)
    for name, one in (("what left the page", report), ("Python's own", offline)):
        for reading in (one.reading.linear, one.reading.network):
            print(name, reading.attacker, reading.bits, reading.rank_bits, reading.top10)
        print(name, "dictionary", one.words.bits)

    assert leaks(report, load_protocol()) == ()
