"""Write `positions.json`: the class table of the keys, for implementations in other languages.

Run it in the top folder as `PYTHONPATH=tests python -m golden.make_positions`, again whenever the
table in `samehands.capture.positions` changes. Unlike the other vectors this one is a copy, for the
table is data: `sdk/scripts/generate.mjs` makes the browser's table from it.
"""

import json
from pathlib import Path
from typing import Final

from samehands.capture.positions import POSITIONS, ZONE_OF_POSITION, Zone

FILE: Final = Path(__file__).with_name("positions.json")


def document() -> str:
    """The whole file, one zone a line: its name, then the codes of its keys."""
    lines = [
        f'"{zone.name}":{json.dumps(_codes(zone), separators=(",", ":"))}'
        for zone in sorted(Zone, key=int)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _codes(zone: Zone) -> list[str]:
    return [code for code, position in POSITIONS.items() if ZONE_OF_POSITION[position] == zone]


if __name__ == "__main__":
    FILE.write_text(document(), encoding="ascii", newline="\n")
