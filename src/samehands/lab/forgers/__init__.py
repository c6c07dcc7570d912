"""Forgers: programs that pass for hands, each seeded, each saying what it knows and what it lacks.

An attacker is given a text as key positions and writes down when each key goes down and up. What
an attacker has learnt from decides how well: nothing (injectors, payloads), a population (the
samplers), the victim's own typing (the same samplers), or a recording of the victim (replays).
Every forger has a name in `FORGERS`, so that a protocol or a command can ask for it.
"""

from samehands.lab.forgers.registry import FORGERS, Family, Learns, Materials, Recipe
from samehands.lab.forgers.script import Forger, played

__all__ = ["FORGERS", "Family", "Forger", "Learns", "Materials", "Recipe", "played"]
