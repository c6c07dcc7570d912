"""What waits and what does not are the same but for that."""

import inspect

import pytest

from samehands.host import AsyncRulings, AsyncSamehands, Rulings, Samehands


@pytest.mark.parametrize(
    ("waits", "does_not"), [(Samehands, AsyncSamehands), (Rulings, AsyncRulings)]
)
def test_asyncio_has_the_same_methods_with_the_same_arguments(waits: type, does_not: type) -> None:
    for name, method in inspect.getmembers(waits, inspect.isfunction):
        if name.startswith("__") and name != "__init__":
            continue
        other = getattr(does_not, name)
        names = list(inspect.signature(method).parameters.values())
        others = list(inspect.signature(other).parameters.values())
        assert [(one.name, one.kind, one.default) for one in names] == [
            (one.name, one.kind, one.default) for one in others
        ], name
