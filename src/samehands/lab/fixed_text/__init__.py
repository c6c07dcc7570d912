"""Fixed text: the CMU password benchmark, its classic detectors, and a strictly one-class own one.

Strictly one-class: the score of a person's probe is a function of that person's repetitions and of
the probe, and of nothing that anybody else typed.
"""

from samehands.lab.fixed_text.classic import CLASSIC
from samehands.lab.fixed_text.manhattan import RecencyManhattan
from samehands.lab.fixed_text.neighbours import RecencyNeighbours
from samehands.lab.fixed_text.protocol import CmuProtocol, load_protocol
from samehands.lab.fixed_text.report import CmuReport, DetectorLine
from samehands.lab.fixed_text.run import run_cmu

__all__ = [
    "CLASSIC",
    "CmuProtocol",
    "CmuReport",
    "DetectorLine",
    "RecencyManhattan",
    "RecencyNeighbours",
    "load_protocol",
    "run_cmu",
]
