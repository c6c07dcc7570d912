"""Rhythm of the pointer: strokes become a window of order-free numbers. The privacy boundary.

What comes out says nothing of where on a screen the pointer was, which way it went or how often
the device reported it; the laboratory attacks that claim.
"""

from samehands.rhythm.pointer.collector import (
    PointerCollected,
    PointerCollectorState,
    PointerWindow,
    collect_pointer,
    finish_pointer,
)
from samehands.rhythm.pointer.projection import PointerProjection
from samehands.rhythm.pointer.projection_file import (
    decode_pointer_card,
    decode_pointer_projection,
)
from samehands.rhythm.pointer.weights import RESEARCH, shipped_pointer

__all__ = [
    "RESEARCH",
    "PointerCollected",
    "PointerCollectorState",
    "PointerProjection",
    "PointerWindow",
    "collect_pointer",
    "decode_pointer_card",
    "decode_pointer_projection",
    "finish_pointer",
    "shipped_pointer",
]
