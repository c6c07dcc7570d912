"""The text-recovery attack: tries to read text from exactly what a device sends.

An attacker who has seen other people type the same pool of prompts has to name the prompt in a
window from the numbers sent for it. Every attack runs beside controls whose leak is known; one
that cannot read the controls is broken and proves nothing.
"""

from samehands.lab.attack.baselines import Baselines, Encoder, blank_messages, encoded
from samehands.lab.attack.messages import MessageSet
from samehands.lab.attack.protocol import load_protocol
from samehands.lab.attack.recovery import (
    AttackReport,
    Controls,
    attack_text,
    broken,
    leaks,
    run_controls,
)
from samehands.lab.attack.windows import TextWindows, keystrokes_of, windows_at_random_offsets

__all__ = [
    "AttackReport",
    "Baselines",
    "Controls",
    "Encoder",
    "MessageSet",
    "TextWindows",
    "attack_text",
    "blank_messages",
    "broken",
    "encoded",
    "keystrokes_of",
    "leaks",
    "load_protocol",
    "run_controls",
    "windows_at_random_offsets",
]
