"""The pointer in the laboratory: training, open-set protocols, the leak baseline, the attacks."""

from samehands.lab.pointer.attack_run import PointerAttacked, run_pointer_attack
from samehands.lab.pointer.report import PointerResult, sentences
from samehands.lab.pointer.runs import PointerProtocol, run_pointer
from samehands.lab.pointer.shipping import ship_pointer

__all__ = [
    "PointerAttacked",
    "PointerProtocol",
    "PointerResult",
    "run_pointer",
    "run_pointer_attack",
    "sentences",
    "ship_pointer",
]
