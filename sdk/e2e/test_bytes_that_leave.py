"""Every byte that leaves the page, while known text is typed into fields of all kinds."""

import pytest
from playwright.sync_api import BrowserContext, Page

from due import OBSERVED, due_of, projection_of, unnumbered
from golden.make_rhythm import typed
from page_server import PageServer, messages_in
from samehands.rhythm import shipped
from samehands.wire import decode
from sdk_page import looked, started, until
from storage import left_behind
from typist import Keyboard

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.mark.parametrize("field", ["plain", "area", "edit", "in-open-shadow", ""])
def test_the_windows_are_python_s_bit_for_bit(
    field: str, page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate(f"focusOn({field!r})")
    keyboard.type(typed(f"e2e {field}", 230))
    looked(page)

    due = due_of(page)
    assert len(due) == 2
    assert server.collector.messages == due
    assert [decode(message).sequence for message in due] == [0, 1]
    assert {decode(message).path for message in due} == {0}
    assert page.evaluate("faults") == []


def test_only_batches_of_the_exact_format_leave_and_nothing_is_stored(
    page: Page, keyboard: Keyboard, server: PageServer, context: BrowserContext
) -> None:
    started(page)
    looked(page)
    for field in ("plain", "secret", "area", "card", "edit"):
        page.evaluate(f"focusOn({field!r})")
        keyboard.type(typed(f"e2e {field}", 130))
        looked(page)
    collector = server.collector
    # Enter in a field submits the page's form: that request is the page's own.
    own = [
        each
        for each in collector.requests
        if not each.path.startswith(("/site/", "/sdk/", "/submitted", "/favicon"))
    ]
    posts = [each for each in own if each.method != "GET"]

    assert {each.path for each in posts} == {"/v1/windows"}
    assert [each.method for each in own if each.path != "/v1/windows"] == ["GET"]  # the projection
    assert [list(body) for body in collector.batches] == page.evaluate("sent")
    assert [each for body in collector.batches for each in messages_in(body)] == collector.messages
    assert {projection_of(message) for message in collector.messages} == {shipped().ref}
    for each in own:
        assert not {"cookie", "referer"} & set(each.headers)
        assert "?" not in each.path
    assert left_behind(page, context) == {}


def test_the_character_is_never_read(page: Page, keyboard: Keyboard) -> None:
    started(page)
    page.evaluate("focusOn('plain')")
    keyboard.type(typed("e2e key", 110))

    assert page.evaluate("stream.length") == 220
    assert page.evaluate("keyReads") == 0


@pytest.mark.parametrize(
    "field",
    ["secret", "code", "card", "masked", "off", "off-inside", "in-closed-shadow", "grid"],
)
def test_a_field_that_may_not_be_observed_gives_nothing(
    field: str, page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate(f"focusOn({field!r})")
    keyboard.type(typed(f"e2e {field}", 210))
    looked(page)

    assert page.evaluate("stream.length") == 420
    assert page.evaluate("handle.delivery.made") == 0
    assert server.collector.messages == []


def test_a_password_that_is_shown_is_still_a_password(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate("document.getElementById('shown').type = 'text'")
    page.evaluate("focusOn('shown')")
    keyboard.type(typed("e2e shown", 210))
    looked(page)

    assert server.collector.messages == []


def test_what_is_typed_between_observed_fields_joins_nothing(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    for field in ("plain", "secret") * 5:
        page.evaluate(f"focusOn({field!r})")
        keyboard.type(typed(f"e2e {field}", 45))
    looked(page)

    due = due_of(page)
    assert len(due) == 2
    assert server.collector.messages == due


def test_frames_are_observed_only_where_the_page_opts_in(
    context: BrowserContext, server: PageServer
) -> None:
    for options, windows in (("{}", 0), ("{frames: true}", 2)):
        page = context.new_page()
        page.goto(f"{server.url}/site/fields.html")
        until(page, "frames.frame.document.getElementById('in-frame') !== null")
        started(page, options)
        looked(page)
        before = len(server.collector.messages)
        keyboard = Keyboard.of(page)
        page.evaluate("frames.frame.focus()")
        for field in ("in-frame", "secret-in-frame"):
            page.evaluate(f"frames.frame.document.getElementById({field!r}).focus()")
            keyboard.type(typed(f"e2e {field}", 205))
        looked(page)

        found = [unnumbered(message) for message in server.collector.messages[before:]]
        assert len(found) == windows
        if windows:
            due = due_of(page, OBSERVED | {"in-frame"})
            assert found == [unnumbered(message) for message in due]
        page.close()


def test_keys_of_an_input_method_count_without_their_places(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate("focusOn('area')")
    for turn in range(6):
        composing = {"text": "ni", "selectionStart": 2, "selectionEnd": 2}
        keyboard.session.send("Input.imeSetComposition", composing)
        keyboard.type([row for row in typed(f"e2e composing {turn}", 20) if row[2] != "Enter"])
        keyboard.session.send("Input.insertText", {"text": "\u306b"})
        keyboard.type(typed(f"e2e between {turn}", 20))
    looked(page)

    stream = page.evaluate("stream")
    assert any(event.get("composing") for event in stream)
    assert not all(event.get("composing") for event in stream)
    due = due_of(page)
    assert len(due) == 2
    assert server.collector.messages == due


def test_paste_input_methods_and_autofill_bring_no_window_by_themselves(
    page: Page, keyboard: Keyboard, server: PageServer
) -> None:
    started(page)
    looked(page)
    page.evaluate("focusOn('plain')")
    for text in ("konnichiwa", "a customer's name and address"):
        for end in range(1, len(text)):
            keyboard.session.send(
                "Input.imeSetComposition",
                {"text": text[:end], "selectionStart": end, "selectionEnd": end},
            )
        keyboard.session.send("Input.insertText", {"text": text})
    page.evaluate("document.getElementById('next').value = 'filled in by the browser'")
    looked(page)

    assert page.input_value("#plain") != ""
    assert page.evaluate("handle.delivery.made") == 0
    assert server.collector.messages == []
