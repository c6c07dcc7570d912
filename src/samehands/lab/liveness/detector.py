"""What is tested: detectors of windows, and signs read from the raw stream on the device."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.liveness.windows import Windows


class Detector(Protocol):
    """Judges windows one by one, as a service does that knows what it has seen before."""

    def fit(self, bona_fide: Windows, attacks: Windows) -> None:
        """Learns from scratch, forgetting what it was fitted to before.

        Args:
            bona_fide: of development people.
            attacks: of forgers of the other families.
        """
        ...

    def score(self, windows: Windows, history: Windows) -> NDArray[np.float64]:
        """How much each window speaks for machine input.

        Args:
            windows: to be judged.
            history: what the service has seen of the same people (`person`) before.

        Returns:
            Shape (w,), nats, positive for a machine; NaN where it cannot tell.
        """
        ...


class Sign(Protocol):
    """A sign that needs few keystrokes: a rule of a peer, or what a device may say early."""

    def evidence(self, looks: list[Keystrokes]) -> NDArray[np.float64]:
        """How much each short piece of a stream speaks for machine input.

        Args:
            looks: pieces of equal length.

        Returns:
            Shape (looks,), any scale, higher for a machine.
        """
        ...

    def raised(self, stream: Keystrokes) -> NDArray[np.bool_]:
        """At which keystrokes of a stream the sign is raised, shape (n,)."""
        ...
