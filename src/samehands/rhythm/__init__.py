"""Rhythm: keystrokes become a window of order-free numbers. The privacy boundary.

Past this package nobody may import `capture`: what comes out of `collect` cannot be turned back
into text, and the test suite attacks that claim.
"""

from samehands.rhythm.collector import Collected, CollectorState, collect, finish
from samehands.rhythm.early import EarlySign, SignFlag
from samehands.rhythm.projection import Projection
from samehands.rhythm.projection_file import Card, decode_card, decode_projection
from samehands.rhythm.projections import DEFAULT, shipped
from samehands.rhythm.window import ClockClass, PathFlag, Scalars, Window

__all__ = [
    "DEFAULT",
    "Card",
    "ClockClass",
    "Collected",
    "CollectorState",
    "EarlySign",
    "PathFlag",
    "Projection",
    "Scalars",
    "SignFlag",
    "Window",
    "collect",
    "decode_card",
    "decode_projection",
    "finish",
    "shipped",
]
