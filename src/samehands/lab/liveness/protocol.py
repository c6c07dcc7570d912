"""The protocol of the benchmark of machine input, as data."""

from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Final

import msgspec

from samehands.errors import SettingsError
from samehands.lab.forgers.remote import Link

_FILE: Final = "liveness.toml"
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Rate = Annotated[float, msgspec.Meta(gt=0, lt=1)]
_Millis = Annotated[float, msgspec.Meta(ge=0, le=10_000)]


class PeopleName(StrEnum):
    """The corpora of people who typed with their own hands."""

    MONACO = "monaco"
    BBMAS = "bbmas"
    BKSD = "bksd"
    """A password again and again, some 400 times; only people whose keys are known."""
    BARKWORTH = "barkworth"
    """One window a session; which sessions are one person's is not known."""
    AALTO = "aalto"


class NamedLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A simulated remote link; the numbers as `lab.forgers.remote.Link` has them."""

    name: str
    delay: _Millis = 30.0
    jitter: _Millis = 5.0
    loss: Annotated[float, msgspec.Meta(ge=0, lt=1)] = 0.0
    timeout: _Millis = 200.0
    tick: _Millis = 0.0

    @property
    def link(self) -> Link:
        """What carries keystrokes."""
        return Link(self.delay, self.jitter, self.loss, self.timeout, self.tick)


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it.

    Args:
        title: for reports.
        people: corpora that detectors learn from and are judged on, by different people.
        measured_only: corpora that detectors are only judged on.
        victims: corpora whose people are attacked; their keys must be known.
        bpcer: share of people's windows that a threshold may call machine input.
        line: nats of a CUSUM over the windows of a session at which there would be an alarm.
        least: nats that one window adds to it at least.
        most: and at most.
        folds: parts of the development people; each is scored by a fit without it.
        development_streams: of each forger against development people; more is a slower fit.
        streams: of each forger against evaluation people.
        stream_keystrokes: of each.
        early_keystrokes: of a look at the raw stream.
        keystrokes_per_hour: of office work, to turn rates a window into rates an hour.
        slow_ms: median press gap from which somebody counts as a slow typist.
        repeats: bootstrap draws.
        links: remote links for the hard cases.
    """

    title: str
    people: tuple[PeopleName, ...]
    measured_only: tuple[PeopleName, ...]
    victims: tuple[PeopleName, ...]
    bpcer: _Rate
    line: Annotated[float, msgspec.Meta(gt=0, le=100)]
    least: Annotated[float, msgspec.Meta(ge=-100, le=0)]
    most: Annotated[float, msgspec.Meta(gt=0, le=100)]
    folds: Annotated[int, msgspec.Meta(ge=2)]
    development_streams: _Count
    streams: _Count
    stream_keystrokes: _Count
    early_keystrokes: Annotated[int, msgspec.Meta(ge=2)]
    keystrokes_per_hour: _Count
    slow_ms: _Millis
    repeats: _Count
    links: tuple[NamedLink, ...] = ()

    def __post_init__(self) -> None:
        if not self.people or not set(self.victims) <= set(self.people) or not self.victims:
            raise SettingsError("victims", got="others, or none", due="some of the people")
        if set(self.measured_only) & set(self.people):
            raise SettingsError("measured_only", got="people learnt from", due="other corpora")


def load_protocol() -> Protocol:
    """Reads the protocol that comes with the laboratory.

    Raises:
        SettingsError: the file is not as it must be.

    >>> load_protocol().bpcer
    0.001
    """
    text = files("samehands.lab").joinpath("protocols", _FILE).read_bytes()
    return read_protocol(text, where=f"protocol {_FILE}")


def read_protocol(text: bytes, *, where: str = "protocol") -> Protocol:
    """A protocol from its TOML.

    Raises:
        SettingsError: it is no TOML, or not as described here.
    """
    try:
        return msgspec.toml.decode(text, type=Protocol)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise SettingsError(where, got=str(error), due="the protocol") from error
