"""The protocol of exposure as data: which thefts, at what pace, by whose hands."""

from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Final

import msgspec

from samehands.access import Scale
from samehands.errors import SettingsError
from samehands.trust import Budget

FILE: Final = "exposure.toml"
"""The protocol that comes with the laboratory, in `lab/protocols`."""

_Above = Annotated[float, msgspec.Meta(gt=0)]
_NotBelow = Annotated[float, msgspec.Meta(ge=0)]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]


class Hands(StrEnum):
    """Whose hands are at the keyboard while records are read."""

    OWNER = "owner"
    STRANGER = "stranger"
    INJECTOR = "injector"
    NOBODY = "nobody"
    """A program with the session's cookie: nothing is typed at all."""


class Begins(StrEnum):
    """When a theft begins."""

    MID_SESSION = "mid_session"
    """Somewhere in the owner's working day."""
    LOGIN = "login"
    """With a session of its own, from its first minute."""
    MORNING = "morning"
    """When the owner's day begins, and again each day after."""
    NIGHT = "night"
    """At ten in the evening, and again each night after."""


class Pace(StrEnum):
    """How fast records are read."""

    EVEN = "even"
    """A gap drawn evenly between two bounds."""
    BROWSING = "browsing"
    """Gaps as people have them between two records, drawn from the quicker half of theirs."""
    TYPED = "typed"
    """As fast as the injector types what opens a record."""
    OWN_WORST = "own_worst"
    """Per hour as many as in the owner's own hours at their 99th percentile, evenly."""


class Injector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An injector's settings.

    Args:
        gap_ms: after each key.
        jitter_ms: added to it, drawn evenly from zero to this.
        hold_ms: how long a key is down.
        wait_ms: after each command, for the page to come.
        keystrokes_per_record: of a command, which opens one record.
    """

    gap_ms: _NotBelow
    jitter_ms: _NotBelow
    hold_ms: _NotBelow
    wait_ms: _NotBelow
    keystrokes_per_record: _Count


class Attack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One theft.

    Args:
        name: short, for tables.
        title: a sentence.
        hands: whose.
        begins: when.
        pace: how fast.
        keystrokes_per_record: that are typed to open one record; the injector's are its own.
        seconds: bounds of an even gap between two records.
        injector: its settings, where it types.
        records: most that are taken; who takes more without being noticed is never found.
        days: on how many days, where it comes again each day.
        goal: records exposed at the median that would be good; None where the goal is a time.

    Raises:
        SettingsError: a pace without what it needs.
    """

    name: str
    title: str
    hands: Hands
    begins: Begins
    pace: Pace
    keystrokes_per_record: _NotBelow = 0.0
    seconds: tuple[_Above, _Above] | None = None
    injector: Injector | None = None
    records: _Count = 1000
    days: _Count = 1
    goal: _Count | None = None

    def __post_init__(self) -> None:
        if (self.pace is Pace.EVEN) != (self.seconds is not None):
            raise SettingsError(f"attack {self.name}", got=f"pace {self.pace}", due="its seconds")
        typed = self.hands is Hands.INJECTOR
        if (self.injector is not None) != typed or (self.pace is Pace.TYPED) != typed:
            raise SettingsError(
                f"attack {self.name}", got=f"hands {self.hands}", due="an injector's settings"
            )


class Watching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is set against habit, chosen on development agents.

    Args:
        factors: mass reading is reading this many times as much.
        weights: of the time scales, the shortest first.
        between_windows: records that may be read without a window of typing in between.
    """

    factors: tuple[_Above, ...]
    weights: dict[Scale, _Above]
    between_windows: _Count


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How exposure is measured.

    Args:
        title: for reports.
        budget: of false alarms a person and month, for everything that alarms together.
        development: share of the agents on whom priors and thresholds are made.
        history_days: days worked from which a habit is learnt before a theft.
        work_days_per_month: days worked that make a month.
        draws: thefts of each kind against each agent.
        watching: what is set against habit.
        attacks: the thefts.

    Raises:
        SettingsError: two attacks of one name.
    """

    title: str
    budget: Budget
    development: _Share
    history_days: _Count
    work_days_per_month: _Count
    draws: _Count
    watching: Watching
    attacks: Annotated[tuple[Attack, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        names = [attack.name for attack in self.attacks]
        if len(set(names)) < len(names):
            raise SettingsError("attacks", got="two of one name", due="names that differ")


def load_protocol() -> Protocol:
    """The protocol that comes with the laboratory.

    Raises:
        SettingsError: it is not as described here.

    >>> load_protocol().budget.false_alarms
    1.0
    """
    return read_protocol(files("samehands.lab").joinpath("protocols", FILE).read_bytes())


def read_protocol(text: bytes) -> Protocol:
    """A protocol from its TOML.

    Raises:
        SettingsError: it is no TOML, or not as described here.
    """
    try:
        return msgspec.toml.decode(text, type=Protocol)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise SettingsError("protocol exposure", got=str(error), due="a protocol") from error
