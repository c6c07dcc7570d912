"""What the SDK costs a page: µs per key event, long tasks, bytes and heap of a day's typing.

Run after `npm run build`, in the top folder: `PYTHONPATH=tests python sdk/e2e/cost.py [--json FILE]`.
After `npm ci` in `sdk/e2e/recorders` a day is also measured of what others do: each key event as JSON,
and rrweb with its own defaults. Figures depend on the machine, so they are printed and not asserted.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fixtures.chromium import executable
from golden.make_rhythm import typed
from page_server import RECORDERS, PageServer, messages_in
from sdk_page import FLAGS, until
from typist import Keyboard

KEYSTROKES: Final = 2_000
"""Real key events in the trace are twice as many: 20 windows."""

DAY: Final = 50_000
"""Keystrokes in a day of much typing."""

LONG_TASK: Final = 5_000
"""µs: what no call of ours may reach."""


def opened(
    browser: Browser, server: PageServer, *, timing: bool = False
) -> tuple[Page, CDPSession]:
    """A page where the SDK observes."""
    page = browser.new_page()
    page.goto(f"{server.url}/site/cost.html")
    page.evaluate(f"window.timing = {str(timing).lower()}; begin()")
    until(page, "handle.reason === ''")
    page.evaluate("fire()")
    until(page, "timersWaiting() > 0")
    return page, page.context.new_cdp_session(page)


def traced(browser: Browser, server: PageServer) -> dict[str, Any]:
    """µs of each call of the SDK for a real key event, by Chromium's own trace."""
    page, session = opened(browser, server)
    keyboard = Keyboard(session)
    page.evaluate("document.getElementById('plain').focus()")
    keyboard.type(typed("cost warm", 300))
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.evaluate("document.getElementById('area').focus()")
    keyboard.type(typed("cost", KEYSTROKES))
    events = json.loads(browser.stop_tracing())["traceEvents"]

    def calls_of(script: str) -> NDArray[np.float64]:
        found = [
            event.get("tdur", event["dur"])
            for event in events
            if event["name"] == "FunctionCall"
            and event["args"]["data"].get("url", "").endswith(script)
        ]
        return np.array(found, np.float64)

    calls, nothing = calls_of("/sdk/samehands.js"), calls_of("/site/cost.js")
    windows = page.evaluate("handle.delivery.made")
    page.close()
    return {
        "key_events": 2 * KEYSTROKES,
        "calls": len(calls),
        "windows": windows,
        "median_us": float(np.median(calls)),
        "p99_us": float(np.percentile(calls, 99)),
        "median_us_of_a_listener_that_does_nothing": float(np.median(nothing)),
        "longest_us": int(calls.max()),
        "calls_over_5_ms": int((calls > LONG_TASK).sum()),
        "layouts_within_calls": within(events, "Layout"),
        "styles_computed_within_calls": within(events, "UpdateLayoutTree"),
    }


def within(events: list[dict[str, Any]], name: str) -> int:
    """How often the browser did something of that name in the middle of a call of the SDK."""
    begun = np.array([e["ts"] for e in events if e["name"] == name and "dur" in e], np.int64)
    calls = [
        (event["ts"], event["ts"] + event["dur"])
        for event in events
        if event["name"] == "FunctionCall"
        and event["args"]["data"].get("url", "").endswith("/sdk/samehands.js")
    ]
    return sum(int(((begun >= start) & (begun <= end)).sum()) for start, end in calls)


def timed(browser: Browser, server: PageServer) -> dict[str, Any]:
    """µs of the SDK's listener for a real key event, by the page's own clock and without a trace."""
    page, session = opened(browser, server, timing=True)
    keyboard = Keyboard(session)
    page.evaluate("document.getElementById('plain').focus()")
    keyboard.type(typed("cost warm", 300))
    page.evaluate("took.length = 0")
    keyboard.type(typed("cost", KEYSTROKES))
    took = np.array(page.evaluate("took"), np.float64) * 1e3
    page.close()
    return {
        "key_events": len(took),
        "clock_us": 5,
        "share_below_5_us": round(float((took < 5).mean()), 3),
        "share_below_10_us": round(float((took < 10).mean()), 3),
        "mean_us_without_the_slowest_1_percent": round(
            float(np.sort(took)[: int(len(took) * 0.99)].mean()), 2
        ),
        "p99_us": round(float(np.percentile(took, 99)), 1),
    }


def day(browser: Browser, server: PageServer) -> dict[str, Any]:
    """A day's keystrokes dispatched in the page: mean cost per event, bytes, growth of the heap."""
    page, session = opened(browser, server)

    def heap() -> int:
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        return int(session.send("Runtime.getHeapUsage")["usedSize"])

    def typed_us(keystrokes: int) -> NDArray[np.float64]:
        """µs for each event, in means of twenty."""
        return np.array(page.evaluate(f"type({keystrokes})"), np.float64) * 1e3 / 20

    def typed_and_sent() -> NDArray[np.float64]:
        took = []
        for _ in range(10):
            took.append(typed_us(DAY // 10))
            page.evaluate("fire()")
            until(page, "timersWaiting() > 0 && handle.delivery.waiting === 0")
        return np.concatenate(took)

    for _ in range(3):
        typed_and_sent()  # until the engine has compiled and measured what it wants to
    sent, before = len(server.collector.batches), heap()
    with_us = typed_and_sent()
    after = heap()
    bodies = server.collector.batches[sent:]
    page.evaluate("handle.stop()")
    without = np.median(np.concatenate([typed_us(DAY // 10) for _ in range(10)]))
    ours = with_us - without
    page.close()
    return {
        "keystrokes": DAY,
        "median_us_per_event": round(float(np.median(ours)), 2),
        "p99_us_per_event": round(float(np.percentile(ours, 99)), 2),
        "ms_per_1000_events": round(float(ours.mean()), 3),
        "us_per_event_of_the_browser_itself": round(float(without), 2),
        "bytes_in_bodies": sum(map(len, bodies)),
        "windows": sum(len(messages_in(body)) for body in bodies),
        "heap_before": before,
        "heap_after": after,
        "heap_growth": after - before,
    }


def beside(browser: Browser, server: PageServer) -> dict[str, dict[str, Any]]:
    """A day with each way to record, by Chromium's own account of the time that scripts took."""
    if not RECORDERS.is_dir():
        return {}
    found = {}
    for name, address in (
        ("samehands", "cost.html"),
        ("json", "recorders.html"),
        ("rrweb", "recorders.html"),
    ):
        page = browser.new_page()
        page.goto(f"{server.url}/site/{address}")
        ours = name == "samehands"
        page.evaluate(
            "begin()" if ours else f"window.recorder = recorders.{name}; recorder.begin()"
        )
        if ours:
            until(page, "handle.reason === ''")
            page.evaluate("fire()")
            until(page, "timersWaiting() > 0")
        found[name] = _recorded(page, server, ours=ours)
        page.close()
    return found


def _recorded(page: Page, server: PageServer, *, ours: bool) -> dict[str, Any]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def metrics() -> dict[str, float]:
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        told = session.send("Performance.getMetrics")["metrics"]
        return {each["name"]: each["value"] for each in told}

    def typed_and_sent(*, flush: bool = True) -> dict[str, float]:
        before = metrics()
        for _ in range(10):
            page.evaluate(f"type({DAY // 10})")
            if flush and ours:
                page.evaluate("fire()")
                until(page, "timersWaiting() > 0 && handle.delivery.waiting === 0")
            elif flush:
                page.evaluate("recorder.flush()")
        return {name: value - before[name] for name, value in metrics().items()}

    typed_and_sent()  # until the engine has compiled what it wants to
    noted = len(server.collector.requests)
    took = typed_and_sent()
    bodies = [each.body for each in server.collector.requests[noted:]]
    page.evaluate("handle.stop()" if ours else "recorder.end()")
    without = typed_and_sent(flush=False)
    script = (took["ScriptDuration"] - without["ScriptDuration"]) * 1e3
    return {
        "bytes": sum(map(len, bodies)),
        "script_ms_per_1000_key_events": round(script / (2 * DAY / 1000), 3),
        "heap_growth": int(took["JSHeapUsedSize"]),
    }


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with sync_playwright() as playwright, PageServer(isolated=True) as server:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        result = {
            "browser": browser.version,
            "real_key_events": traced(browser, server),
            "real_key_events_by_the_page_s_clock": timed(browser, server),
            "day": day(browser, server),
            "day_beside_others": beside(browser, server),
        }
        browser.close()
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
