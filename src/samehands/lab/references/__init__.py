"""References from the literature that need the key: Gunetti and Picardi's measures, and log-z.

They stand behind the same interface as the shipped scorer, so that every claim has its baseline.
Their probes are ordered keystrokes with positions, which never leave a device: they can be run in
the laboratory only.
"""

from samehands.lab.references.gunetti_picardi import GunettiPicardiScorer, GunettiPicardiTemplate
from samehands.lab.references.keyed import KeyedKeystrokes
from samehands.lab.references.log_z import LogZScorer, LogZTemplate

__all__ = [
    "GunettiPicardiScorer",
    "GunettiPicardiTemplate",
    "KeyedKeystrokes",
    "LogZScorer",
    "LogZTemplate",
]
