"""The protocol of the text-recovery attack as data: sizes, limits, what the controls must reach."""

from importlib.resources import files
from typing import Final, Literal

import msgspec

from samehands.errors import SettingsError

SizeName = Literal["synthetic", "small", "full"]
"""Simulated typists on every commit, a thousand people in a test, everybody in a bench."""

_FILE: Final = "text_recovery.toml"


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How hard the attackers work, and what they must reach on the controls.

    Args:
        random_features: of the linear attacker.
        width: hidden units in each layer of the network.
        epochs: passes of the network over the training windows.
        word_epochs: passes of the dictionary's network over the word occurrences.
        batch: windows in a step of the network.
        repeats: bootstrap draws of the people.
        zone_pairs_bits: fewest bits that each attacker must read from zone pairs, at the
            protocol's n, like the two that follow.
        timing_bits: fewest bits that the better attacker must read from timing histograms.
        dictionary_bits: fewest bits a content word that must be read from zone pairs.
    """

    random_features: int
    width: int
    epochs: int
    word_epochs: int
    batch: int
    repeats: int
    zone_pairs_bits: float
    timing_bits: float
    dictionary_bits: float


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The most that any attacker may read from a message.

    Args:
        bits: log-score bits a window.
        rank_bits: bits of the rank.
        top10: share of windows whose prompt is among ten guesses, in a pool of `pool`; in proportion
            for another pool, where chance is another.
        pool: see `top10`.
        dictionary_bits: bits a content word.
    """

    bits: float
    rank_bits: float
    top10: float
    pool: int
    dictionary_bits: float


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it.

    Args:
        n: keystrokes in a window for which the limits hold.
        limits: of a message.
        sizes: by name.
    """

    n: int
    limits: Limits
    sizes: dict[SizeName, Size]


def load_protocol() -> Protocol:
    """Reads the protocol that ships with the laboratory.

    Raises:
        SettingsError: the file is not as it must be.

    >>> load_protocol().limits.bits
    0.18
    """
    text = files("samehands.lab").joinpath("protocols", _FILE).read_bytes()
    try:
        return msgspec.toml.decode(text, type=Protocol)
    except msgspec.MsgspecError as error:
        raise SettingsError(f"protocol {_FILE}", got=str(error), due="the protocol") from error
