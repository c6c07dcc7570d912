"""What all tests share: where the data sets are, and how Hypothesis draws."""

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT: Final = Path(__file__).resolve().parent.parent
DATA_VARIABLE: Final = "SAMEHANDS_DATA"

# A busy machine must not fail a test, so there are no deadlines. The default profile draws the same
# examples every time; `--hypothesis-profile=dev` draws new ones and remembers what failed.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, max_examples=300)
settings.load_profile("ci")


def _data_folder() -> Path:
    """Where the data sets are looked for: the variable, or beside the checkout."""
    named = os.environ.get(DATA_VARIABLE)
    return (CHECKOUT / (named or "../shared/data")).resolve()


def _absence() -> str:
    return f"data not found at {_data_folder()} ({DATA_VARIABLE} names another folder)"


@pytest.fixture(scope="session")
def data_root() -> Path:
    """The folder of the data sets; a test that asks for it is a data test."""
    folder = _data_folder()
    if not folder.is_dir():
        pytest.skip(_absence())
    return folder


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever asks for data as a data test; without the data, skip it and say so."""
    absent = not _data_folder().is_dir()
    for item in items:
        if "data_root" in getattr(item, "fixturenames", ()):
            item.add_marker("data")
        if absent and item.get_closest_marker("data"):
            item.add_marker(pytest.mark.skip(reason=_absence()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the tests that need something in plain sight: a run without it proves less."""
    ran, skipped, _ = _counted(terminalreporter, "data")
    if not _data_folder().is_dir():
        terminalreporter.write_line(f"data tests: {skipped} skipped, {_absence()}")
    else:
        terminalreporter.write_line(f"data tests: {ran} run, {skipped} skipped")
    ran, skipped, reasons = _counted(terminalreporter, "services")
    if ran or skipped:
        why = f": {'; '.join(sorted(reasons))}" if reasons else ""
        terminalreporter.write_line(f"service tests: {ran} run, {skipped} skipped{why}")


def _counted(terminalreporter: pytest.TerminalReporter, mark: str) -> tuple[int, int, set[str]]:
    """How many tests with a mark ran, how many were skipped, and why."""
    counted = {
        outcome: [
            report
            for report in terminalreporter.getreports(outcome)
            if isinstance(report, pytest.TestReport) and mark in report.keywords
        ]
        for outcome in ("passed", "failed", "error", "skipped")
    }
    skipped = counted.pop("skipped")
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in skipped
        if isinstance(report.longrepr, tuple)
    }
    return sum(map(len, counted.values())), len(skipped), reasons
