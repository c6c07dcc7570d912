"""Raw key events become keystrokes, and raw pointer events strokes, on the device.

Only `rhythm`, `agent` and `lab` may import this package: what it holds is ordered and names keys
and places, so it is as good as the text.
"""

from samehands.capture.clock import ClockClass, ClockEvidence, clock_class
from samehands.capture.counts import EventCounts, Rejection
from samehands.capture.events import Action, KeyEvents
from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.capture.pairing import Paired, PairingState, flush, pair
from samehands.capture.pointer import PointerEvents, PointerKind
from samehands.capture.pointer_counts import PointerCounts, PointerRejection
from samehands.capture.positions import Zone, position_of
from samehands.capture.strokes import StrokeEnd, Strokes

__all__ = [
    "MISSING",
    "Action",
    "ClockClass",
    "ClockEvidence",
    "EventCounts",
    "KeyEvents",
    "Keystrokes",
    "Paired",
    "PairingState",
    "PointerCounts",
    "PointerEvents",
    "PointerKind",
    "PointerRejection",
    "Rejection",
    "StrokeEnd",
    "Strokes",
    "Zone",
    "clock_class",
    "flush",
    "pair",
    "position_of",
]
