"""How soon an analyst sees all seats: the console's *Now* in Chromium, on the real service.

Run it in the top folder as `python benchmarks/console.py`. A service is started, 1,000 sessions are
opened through its API, and an analyst's browser loads the page anew several times. The time goes
from the start of the navigation to the frame in which every seat has its row. Prints a line and
writes `benchmarks/results/console.json`.
"""

import argparse
import json
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from playwright.sync_api import Browser, sync_playwright

from fixtures.chromium import FLAGS, NAMES
from fixtures.service import PASSWORD, Service
from samehands.lab.results import code_commit

RESULT: Final = Path(__file__).parent / "results" / "console.json"
PATIENCE: Final = 60_000
"""Milliseconds after which a page that shows no seats is given up."""

_SHOWN: Final = """
(due) => new Promise((resolve) => {
  const look = () =>
    document.querySelectorAll(".seat").length >= due
      ? requestAnimationFrame(() => resolve(performance.now()))
      : requestAnimationFrame(look);
  look();
})
"""
"""Milliseconds from the start of the navigation to the frame after the last row was there."""


def measured(browser: Browser, url: str, seats: int, loads: int) -> list[float]:
    """Milliseconds of each load, the first with an empty cache."""
    page = browser.new_page(base_url=url, viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE)
    page.goto("/")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".seat").first.wait_for()
    taken = []
    for _ in range(loads):
        page.goto("about:blank")
        page.goto("/console/#/now", wait_until="commit")
        taken.append(float(page.evaluate(_SHOWN, seats)))
    return taken


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seats", type=int, default=1_000)
    parser.add_argument("--loads", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder)).start()
        try:
            service.person("ana", ("analyst",))
            host = service.host_application()
            for number in range(asked.seats):
                session = {"subject": f"agent-{number:04}", "origin": service.url}
                host.post("/v1/sessions", json=session).raise_for_status()
            found = next(path for name in NAMES if (path := shutil.which(name)))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
                taken = measured(browser, service.url, asked.seats, asked.loads)
                browser.close()
        finally:
            service.stop()
    record = {
        "commit": code_commit(),
        "command": "python benchmarks/console.py",
        "python": platform.python_version(),
        "seats": asked.seats,
        "loads": asked.loads,
        "median_ms": round(statistics.median(taken), 1),
        "slowest_ms": round(max(taken), 1),
    }
    print(
        f"{asked.seats} seats shown after {record['median_ms']:.0f} ms (median of {asked.loads} "
        f"loads; slowest {record['slowest_ms']:.0f} ms)"
    )
    RESULT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
