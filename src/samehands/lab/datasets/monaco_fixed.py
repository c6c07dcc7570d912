"""Monaco, POHMM: the two parts with a prompt, a short text of 60 people and a number of 30.

J. V. Monaco and C. C. Tappert, Pace University; the repository's licence is BSD-3.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_part


def load_fixed_text(root: Path) -> Corpus:
    """Loads the fixed text: a recording is a session of 100 keystrokes, 60 people, 4 sessions.

    Raises:
        DataSetError: the file is absent.
    """
    return _with_prompt(root, "fixed_text", "the fixed text of monaco-pohmm")


def load_keypad(root: Path) -> Corpus:
    """Loads the number typed on the keypad: 11 keystrokes with Enter, 30 people, 20 times.

    Raises:
        DataSetError: the file is absent.
    """
    return _with_prompt(root, "keypad", "9141937761")


def _with_prompt(root: Path, part: Literal["fixed_text", "keypad"], prompt: str) -> Corpus:
    corpus = load_part(root, part)
    return replace(corpus, prompt=np.zeros(len(corpus), np.int32), prompts=(prompt,))
