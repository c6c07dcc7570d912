"""The explanation: in one sentence, which side of the typing moved the evidence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec
import numpy as np

from samehands.errors import EmptyScoresError, ScoreError
from samehands.quantities import Nats


class Channel(StrEnum):
    """A side of the typing that can be told apart in a window."""

    HOLDS = "holds"
    FLIGHTS = "flights"
    TYPING = "typing"
    """All of it, where the projection does not keep the sides apart."""


_WORDS: Final = {
    Channel.HOLDS: "how long keys are held down",
    Channel.FLIGHTS: "the pauses between keys",
    Channel.TYPING: "the rhythm of typing as a whole",
}

LITTLE: Final = Nats(0.5)
"""Evidence weaker than this says nothing either way: odds of less than 5 to 3."""


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which channel moved the evidence most, and by how much of it.

    Args:
        llr: the whole evidence of the window, nats, positive for the owner.
        channel: the channel that moved it most.
        share: that channel's share of all that moved the same way; [0, 1].
        sentence: the same in words.
        parts: channel → its part of the llr, nats, positive for the owner.
    """

    llr: Nats
    channel: Channel
    share: float
    sentence: str
    parts: dict[Channel, Nats] = {}  # msgspec copies an empty default


def explain(contributions: Mapping[str, float] | Mapping[Channel, Nats]) -> Explanation:
    """Say which channel moved the evidence of a window.

    Args:
        contributions: channel → its part of the window's llr, nats, positive for the owner;
            the parts add up to the llr.

    Raises:
        EmptyScoresError: no channel, or a part that is not finite.
        ScoreError: a channel that has no words here.

    >>> explain({"holds": -6.0, "flights": -2.0}).sentence
    'Typed unlike the owner, mostly in how long keys are held down (75 % of the evidence).'
    >>> explain({"holds": 5.0, "flights": -1.0}).sentence
    'Typed like the owner in how long keys are held down, though unlike in the pauses between keys.'
    """
    parts = _checked(contributions)
    llr = sum(parts.values())
    # The channel that moved the evidence is the one that moved it the way it went.
    way = 1.0 if llr > 0 else -1.0
    along = {channel: max(0.0, way * part) for channel, part in parts.items()}
    channel = max(along, key=lambda name: along[name])
    total = sum(along.values())
    share = along[channel] / total if total > 0 else 0.0
    against = [name for name, part in parts.items() if way * part <= -LITTLE]
    sentence = _sentence(llr, channel, share, against)
    nats = {name: Nats(part) for name, part in parts.items()}
    return Explanation(Nats(llr), channel, share, sentence, nats)


def _sentence(llr: float, channel: Channel, share: float, against: list[Channel]) -> str:
    words = _WORDS[channel]
    if abs(llr) < LITTLE:
        return "Nothing in the typing speaks clearly for or against the owner."
    like, other = ("like", "unlike") if llr > 0 else ("unlike", "like")
    if against:
        others = " and ".join(_WORDS[name] for name in against)
        return f"Typed {like} the owner in {words}, though {other} in {others}."
    if share >= 1 or channel is Channel.TYPING:
        return f"Typed {like} the owner in {words}."
    return f"Typed {like} the owner, mostly in {words} ({100 * share:.0f} % of the evidence)."


def _checked(contributions: Mapping[str, float] | Mapping[Channel, Nats]) -> dict[Channel, float]:
    if not contributions or not np.isfinite(list(contributions.values())).all():
        raise EmptyScoresError(
            "contributions", got="none, or some not finite", due="finite nats per channel"
        )
    try:
        return {Channel(name): float(part) for name, part in contributions.items()}
    except ValueError:
        raise ScoreError(
            "contributions", got="an unknown channel", due=f"one of {', '.join(Channel)}"
        ) from None
