"""What pytest must know before it collects: doctests run over src, and trainers need torch."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_IMPORTS_TORCH: Final = re.compile(r"^(?:import|from) torch\b", re.MULTILINE)

collect_ignore: list[str] = []
"""Modules that pytest does not import: torch is no part of the locks, only trainers install it."""

if find_spec("torch") is None:
    collect_ignore += [
        str(path)
        for folder in ("src", "tests")
        for path in sorted((Path(__file__).parent / folder).rglob("*.py"))
        if _IMPORTS_TORCH.search(path.read_text(encoding="utf-8"))
    ]
