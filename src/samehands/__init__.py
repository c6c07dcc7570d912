"""Samehands: are these still the same hands?"""

from importlib.metadata import version
from typing import Final

__version__: Final = version("samehands")
