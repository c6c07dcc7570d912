"""Rooms stay small, and the core stays a function of its arguments."""

import ast
from pathlib import Path
from typing import Final

LONGEST: Final = 300
"""Lines in a module. A longer one is two nouns; more and nobody reads it to the end."""

LONGER_FOR_A_REASON: Final[dict[str, str]] = {}
"""Modules that are longer, by path from the checkout, each with the reason it is one noun."""

CORE: Final = ("capture", "rhythm", "wire", "identity", "trust", "monitor")

IMPURE_CALLS: Final = frozenset({"breakpoint", "eval", "exec", "input", "open", "print"})
"""Built-ins that reach outside; what needs an import to do so is the layer contract's business."""

IMPURE_METHODS: Final = frozenset(
    {"fromfile", "load", "loadtxt", "memmap", "save", "savetxt", "savez", "tofile"}
)
"""Attributes of numpy that touch a disk."""


def test_no_module_is_longer_than_a_reader_s_patience(checkout: Path) -> None:
    lengths = {
        path.relative_to(checkout).as_posix(): len(path.read_bytes().splitlines())
        for path in (checkout / "src").rglob("*.py")
    }
    long = {name for name, length in lengths.items() if length > LONGEST}

    assert long == set(LONGER_FOR_A_REASON)


def reaches_outside(tree: ast.Module) -> list[str]:
    """The calls of a module that touch disk, terminal or hidden randomness, with their lines."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        call = ast.unparse(node.func)
        owner, _, method = call.rpartition(".")
        if (
            (not owner and call in IMPURE_CALLS)
            or (owner in {"np", "numpy"} and method in IMPURE_METHODS)
            or owner in {"np.random", "numpy.random"}
        ):
            found.append(f"line {node.lineno}: {call}")
    return found


def test_the_core_reaches_nothing_outside_its_arguments(modules: dict[str, ast.Module]) -> None:
    found = [
        f"{path}, {call}"
        for path, tree in modules.items()
        if path.split("/")[2] in CORE
        for call in reaches_outside(tree)
    ]

    assert not found, "\n".join(found)


def test_a_reach_outside_is_found() -> None:
    tree = ast.parse("open('x')\nnp.load('x')\nnp.random.default_rng()\nself.load()\nrng.normal()")

    assert reaches_outside(tree) == [
        "line 1: open",
        "line 2: np.load",
        "line 3: np.random.default_rng",
    ]
