"""A commission: typing forged by name, on a text made up for it."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from samehands.capture.events import KeyEvents
from samehands.capture.keystrokes import Keystrokes
from samehands.errors import SettingsError
from samehands.lab.attack.content import keys_of
from samehands.lab.attack.synthetic import made_up_phrases
from samehands.lab.datasets.ducky import load_skeletons
from samehands.lab.forgers.registry import FORGERS, Family, Learns, Materials
from samehands.lab.forgers.script import long_enough, without_corrections
from samehands.lab.forgers.written import typing_of


def forged(
    name: str, keystrokes: int, seed: int, learn: Iterable[KeyEvents] | None, root: Path
) -> Keystrokes:
    """What a forger types.

    Args:
        name: of the forger.
        keystrokes: how many; a replay has at most those of its recording.
        seed: of every draw.
        learn: key events that samplers and replays learn from; not read by others.
        root: the data folder, where payloads are; not read by others.

    Raises:
        SettingsError: no forger of that name, or one that has nothing to learn from.
        InputError: what it should learn from is not as it must be.
        DataSetError: the payloads are absent.
    """
    if name not in FORGERS:
        raise SettingsError("forger", got="an unknown one", due=f"of {', '.join(FORGERS)}")
    recipe = FORGERS[name]
    if recipe.learns is Learns.NOTHING:
        payloads = load_skeletons(root) if recipe.family is Family.PAYLOAD else ()
        materials = Materials(skeletons=payloads)
    elif learn is None:
        raise SettingsError("--learn", got="nothing", due="a recording of key events")
    else:
        materials = Materials(typing_of(learn))
    rng = np.random.default_rng(seed)
    text = keys_of(" ".join(made_up_phrases(rng)))
    if not recipe.corrects:
        text = without_corrections(text)
    return recipe.make(materials).forge(long_enough(text, keystrokes), rng)
