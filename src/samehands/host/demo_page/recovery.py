"""What an attacker reads out of the message: the measured figures that are shipped with the page.

`python -m samehands.host.demo_page.recovery RESULTS` makes the file out of what
`samehands lab bench text-recovery-NAME` wrote; a test holds that it was made from those results.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast

FILE: Final = "text_recovery.json"
"""In this package: projection → its figures."""

RESULT: Final = "text-recovery-"
"""How the laboratory's results are called, before the projection's name."""


def recovery_of(projection: str) -> dict[str, Any] | None:
    """The figures of a projection; None where nothing was measured with it."""
    text = (resources.files(__package__) / FILE).read_text(encoding="utf-8")
    return cast("dict[str, dict[str, Any]]", json.loads(text)).get(projection)


def figures_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a result of the laboratory.

    Args:
        result: as `samehands lab bench text-recovery-NAME` wrote it.

    Returns:
        For each message that was attacked the stronger attacker's figure: bits a window, the share
        of windows whose sentence is named at once. Then how it was measured, and which of our own
        limits it misses.
    """
    attack, controls = result["attack"], result["attack"]["controls"]
    return {
        "command": f"samehands lab bench {RESULT}{result['projection']}",
        "commit": result["commit"],
        "sentences": controls["pool"],
        "keystrokes": controls["n"],
        "windows": attack["reading"]["linear"]["windows"],
        "people": attack["reading"]["linear"]["people"],
        "message": _stronger(attack["reading"]),
        "word_count": _stronger(controls["yardstick"]),
        "zone_pairs": _stronger(controls["zone_pairs"]),
        "bits_a_word": round(attack["words"]["bits"]["value"], 3),
        "over_the_limits": list(result["leaks"]),
    }


def _stronger(reading: Mapping[str, Any]) -> dict[str, float]:
    """The figures of whichever attacker learns more."""
    found = max(
        (reading[attacker] for attacker in ("linear", "network")),
        key=lambda figures: float(figures["bits"]["value"]),
    )
    return {name: round(found[name]["value"], 4) for name in ("bits", "top1")}


def _made(results: Iterable[Path]) -> str:
    read = [json.loads(path.read_text(encoding="utf-8")) for path in results]
    return json.dumps({result["projection"]: figures_of(result) for result in read}, indent=1)


if __name__ == "__main__":
    print(_made(Path(name) for name in sys.argv[1:]))  # noqa: T201  # what this command is for
