"""The early sign: what the device itself noticed within twenty keystrokes."""

from typing import Final

from samehands.liveness.answer import Answer, CannotTell, Said
from samehands.liveness.detector import Counts, Detector, DetectorId
from samehands.quantities import Nats
from samehands.rhythm.early import EarlySign, SignFlag

EVIDENCE: Final = Nats(9.0)
"""What one sign says: ln of 0.8 over 1e-4, as most injectors give one and people about one in
10,000 windows (docs/decisions/liveness-scalars.md: 2 in 2.8 million keystrokes).

Above the line for one false alarm a month: an injector is called by its first sign, twenty
keystrokes in, for the next comes a window later. Lower: a payload is over before it is called.
Tools that leave signs are named by the policy."""

_SAW: Final = {
    SignFlag.SHORT_HOLDS: "each key was let go at once",
    SignFlag.EQUAL_HOLDS: "all keys were held equally long",
    SignFlag.EQUAL_GAPS: "all keys came equally far apart",
}


def answer(sign: EarlySign, *, excused: bool) -> Answer:
    """What a sign says.

    Args:
        sign: as it came.
        excused: whether a tool that is allowed explains it.
    """
    if excused:
        return CannotTell("A tool that is allowed to type leaves such a sign.")
    saw = [words for flag, words in _SAW.items() if sign.signs & flag]
    return Said(
        EVIDENCE,
        f"For twenty keystrokes or more, {' and '.join(saw)}: a device or program typed.",
        {"evidence_nats": EVIDENCE},
    )


EARLY_SIGN: Final = Detector(
    DetectorId.EARLY_SIGN,
    sees="A sign that the device gives from twenty keystrokes on: twenty in a row without holds, "
    "with equal holds or equal gaps. The only line against what types faster than a window can be.",
    blind_to="Jitter of some milliseconds on gaps and holds. A page that was tampered with gives none.",
    counts=Counts.ADDED,
    looks=None,
)
"""Its registry entry."""
