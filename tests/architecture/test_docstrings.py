"""Every public name in src says what it is."""

import ast
from collections.abc import Iterator
from typing import Final

DEFINITIONS: Final = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _is_overload(node: ast.stmt) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(decorator).endswith("overload") for decorator in decorators)


def undocumented(name: str, node: ast.Module | ast.ClassDef) -> Iterator[str]:
    """The public names at and below a node that have no docstring or an empty one.

    Free are names that begin with an underscore, so also dunders, and the overloads of a
    function that is itself documented. What is inside a function is its own affair.
    """
    if not _says_something(node):
        yield name
    for child in node.body:
        if not isinstance(child, DEFINITIONS) or child.name.startswith("_"):
            continue
        if isinstance(child, ast.ClassDef):
            yield from undocumented(f"{name}:{child.name}", child)
        elif not _is_overload(child) and not _says_something(child):
            yield f"{name}:{child.name}"


def _says_something(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> bool:
    return any(letter.isalpha() for letter in ast.get_docstring(node) or "")


def test_every_public_name_has_a_docstring(modules: dict[str, ast.Module]) -> None:
    missing = [name for path, tree in modules.items() for name in undocumented(path, tree)]

    assert not missing, "\n".join(missing)


def test_a_missing_docstring_is_found_and_a_dunder_is_free() -> None:
    source = '''
"""A module."""
class Bare:
    def method(self): ...
    def __len__(self): ...
    def _own(self): ...
class Said:
    """Said."""
    @property
    def size(self):
        """."""
def bare(): ...
'''
    assert list(undocumented("m", ast.parse(source))) == [
        "m:Bare",
        "m:Bare:method",
        "m:Said:size",
        "m:bare",
    ]
