"""Comparison with other systems on the same people: ours, references from the literature, peers.

A peer is somebody else's package. It is installed into an environment of its own under `.bench/`,
run as a process of its own and asked over lines of JSON by a driver in `benchmarks/peers`; nothing
here imports it. One that cannot be installed is reported with the reason.
"""

from samehands.lab.peers.held_out import held_out_systems
from samehands.lab.peers.report import PeerReport, markdown
from samehands.lab.peers.run import run_peers
from samehands.lab.peers.systems import manhattan, of_keystrokes, samehands
from samehands.lab.peers.trials import Scores, Trials

__all__ = [
    "PeerReport",
    "Scores",
    "Trials",
    "held_out_systems",
    "manhattan",
    "markdown",
    "of_keystrokes",
    "run_peers",
    "samehands",
]
