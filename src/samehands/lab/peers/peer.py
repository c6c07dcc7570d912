"""The peers: other people's systems, which version, and how each is used."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Peer:
    """A system of somebody else's, run in an environment and a process of its own.

    Args:
        name: as the table has it.
        package: its environment, lock and driver: `<package>.txt`, `<package>_driver.py`.
        licence: of the peer.
        arguments: of the driver.
        impostors_each: probes of each other person per owner; all of them if None.
        note: what the reader must know about how it was used.
    """

    name: str
    package: str
    licence: str
    arguments: tuple[str, ...]
    impostors_each: int | None = None
    note: str = ""


KEYSTROKES_PER_VECTOR: Final = 200
"""Keystrokes behind each vector enrolled with keystrokeauth: as many as a probe has.

Of 50, 100, 200, 250 and 500 the one with the best EER on the development people; with fewer it
accepts more impostors (92 % at 50)."""

KEYSTROKES_PER_REQUEST: Final = 25
"""Keystrokes in a request to TeSLA: what its own browser sensor sends, 50 events.

More: its score runs to 0 or 1 and stays there. On the development people the EER of the mixtures
rises from 13 % at 25 keystrokes to over 35 % at 150."""

TESLA_IMPOSTORS_EACH: Final = 1
"""Impostor probes per pair of people for TeSLA's mixtures: a decision takes it most of a second.

More: two minutes of computing for each, and hardly narrower intervals, as it is the owners who
are few."""

PEERS: Final = (
    Peer(
        "keystrokeauth 0.1.0",
        "keystrokeauth",
        "MIT",
        (str(KEYSTROKES_PER_VECTOR),),
        note="score: negated distance; accepts by its own threshold for each person",
    ),
    Peer(
        "TeSLA tks 0.0.10, mixtures",
        "tesla",
        "AGPL-3.0",
        ("GaussianMixturesModel", str(KEYSTROKES_PER_REQUEST)),
        impostors_each=TESLA_IMPOSTORS_EACH,
        note="mean of 8 requests of 25 keystrokes; accepts where that is 0.3 or more",
    ),
    Peer(
        "TeSLA tks 0.0.10, Gaussian",
        "tesla",
        "AGPL-3.0",
        ("GaussianModel", str(KEYSTROKES_PER_REQUEST)),
        note="as the mixtures; on this data its score is 1 for everybody",
    ),
)
