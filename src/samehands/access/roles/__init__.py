"""The models that are shipped: how people of known roles read records, fitted from open logs."""

from functools import cache
from importlib import resources
from typing import Final

from samehands.access.model import AccessModel, model_from_json
from samehands.errors import SettingsError

__all__ = ["DEFAULT", "shipped_model"]

DEFAULT: Final = "open-logs-1"
"""The model that is taken where none is named."""

_FILES: Final = resources.files(__name__)


@cache
def shipped_model(name: str = DEFAULT) -> AccessModel:
    """A shipped model.

    Raises:
        SettingsError: there is none of that name, or its file names another.

    >>> shipped_model().id
    'open-logs-1'
    """
    names = sorted(file.name.removesuffix(".json") for file in _FILES.iterdir())
    if f"{name}.json" not in {file.name for file in _FILES.iterdir()}:
        due = " or ".join(name for name in names if "." not in name and "_" not in name)
        raise SettingsError("access model", got="an unknown name", due=due)
    model = model_from_json((_FILES / f"{name}.json").read_bytes())
    if model.id != name:
        raise SettingsError("access model", got="another id than its file", due=name)
    return model
