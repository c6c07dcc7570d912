"""Remote links: the same hands, seen through a network and a server that looks now and then.

Not a forgery of a person: what a remote desktop does to a person's typing. Each event is sent
when it happens, delayed, put in order again as TCP does, and handed on at the far end's next tick
where it has one. A lost packet comes late; nothing is lost for good.

What it lacks: a real protocol's own batching and key handling; `lab.datasets.tool_recordings`
has one real recording.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.quantities import MICROS_PER_MILLI


@dataclass(frozen=True, slots=True)
class Link:
    """A link, in milliseconds.

    Args:
        delay: of every packet; a constant that changes no rhythm.
        jitter: mean of the exponential time that a packet waits besides.
        loss: share of packets that come a timeout later.
        timeout: how much later.
        tick: the far end hands on what has come every so often; 0 at once.
    """

    delay: float = 30.0
    jitter: float = 5.0
    loss: float = 0.0
    timeout: float = 200.0
    tick: float = 0.0

    def carried(self, typing: Keystrokes, rng: np.random.Generator) -> Keystrokes:
        """The same keystrokes at the far end.

        Args:
            typing: one stream whose clock never goes back.
            rng: every draw.
        """
        n = len(typing)
        lost = typing.release == MISSING
        sent = np.concatenate([typing.press, np.where(lost, typing.press, typing.release)])
        order = np.argsort(sent, kind="stable")
        arrived = np.empty_like(sent)
        arrived[order] = self._arrivals(sent[order], rng)
        press, release = arrived[:n], arrived[n:]
        return Keystrokes(
            press,
            np.where(lost, MISSING, np.maximum(release, press)),
            typing.zone,
            typing.starts_run,
            typing.position,
        )

    def _arrivals(self, sent: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        n = len(sent)
        late = (
            self.delay
            + rng.exponential(self.jitter, n)
            + self.timeout * (rng.random(n) < self.loss)
        )
        # What comes early waits for what was sent before it.
        at = np.maximum.accumulate(sent + np.rint(late * MICROS_PER_MILLI).astype(np.int64))
        if self.tick:
            tick = round(self.tick * MICROS_PER_MILLI)
            at = -(-(at + int(rng.integers(tick))) // tick) * tick
            # The far end hands on one event after the other.
            at = at // MICROS_PER_MILLI * MICROS_PER_MILLI
        result: NDArray[np.int64] = at
        return result
