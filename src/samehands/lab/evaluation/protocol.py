"""The protocols of the open-set evaluation as data: who is enrolled on what, and tested on what."""

from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Final

import msgspec

from samehands.errors import SettingsError
from samehands.trust import Budget

PROTOCOLS: Final = (
    "typenet",
    "kvc",
    "monitor",
    "cross_session",
    "one_visit",
    "take_over",
    "take_over_aligned",
)
"""Names of the protocols that come with the laboratory."""

ALL_SPLITS: Final = "all splits"
"""The headline of a protocol whose splits are taken together."""

_Rate = Annotated[float, msgspec.Meta(gt=0, lt=1)]
_Index = Annotated[int, msgspec.Meta(ge=0)]
_Keystrokes = Annotated[int, msgspec.Meta(ge=1)]


class CorpusName(StrEnum):
    """The data sets that people are held out of."""

    AALTO = "aalto"
    MONACO = "monaco"
    BBMAS = "bbmas"


class Part(StrEnum):
    """What the numbers of a split count."""

    RECORDING = "recording"
    """A person's recordings in the order in which they were made, from 0."""
    SESSION = "session"
    """A person's sessions, as the corpus numbers them."""
    WINDOW = "window"
    """The windows of a person's stream, from 0."""


class Unit(StrEnum):
    """What becomes an embedding."""

    WINDOW = "window"
    """N keystrokes of the stream of a session, wherever they fall: as on a device."""
    RECORDING = "recording"
    """A whole recording, whatever its length: only a laboratory does this."""


class ThresholdOf(StrEnum):
    """Whose threshold a rate is read at."""

    ALL = "all"
    OWN = "own"


class ImpostorProbes(StrEnum):
    """How many decisions of an impostor a template meets."""

    ONE = "one"
    ALL = "all"


class ReFit(StrEnum):
    """What of the back-end is fitted to the enrolled windows of the run, as a site would."""

    NONE = "none"
    MEAN = "mean"
    """Where the population lies."""


class Axes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Axes of their own for pieces that are no windows, learnt from training people.

    Args:
        nu: degrees of freedom of the t along them.
    """

    nu: Annotated[float, msgspec.Meta(gt=0)]


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What enrols and what is tested.

    Args:
        name: for reports.
        enrol: numbers of the parts that make the template.
        probe: numbers of the parts that are tested; none: all that do not enrol.

    Raises:
        SettingsError: nothing enrols, or a part enrols and is tested.
    """

    name: str
    enrol: tuple[_Index, ...]
    probe: tuple[_Index, ...] = ()

    def __post_init__(self) -> None:
        if not self.enrol or set(self.enrol) & set(self.probe):
            raise SettingsError(
                f"split {self.name}",
                got=f"{len(self.enrol)} parts that enrol, some of them tested too",
                due="at least one, and none that is tested",
            )


class Verification(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="verification"
):
    """Decisions about single pieces of typing: is it the owner's?

    Args:
        title: for reports.
        corpus: whose people.
        part: what the splits number.
        splits: what enrols and what is tested.
        headline: the split that is quoted, or "all splits": then all decisions are pooled.
        unit: what becomes an embedding.
        decision_keystrokes: lengths of decisions, in keystrokes of whole windows; without any, a
            decision is one unit. Lengths below a projection's N are left out.
        impostors: other people that each template meets; none: everybody else of the group.
        impostor_probes: how many of their decisions.
        threshold: whose threshold rates are read at.
        false_alarm_rates: at which detection is reported.
        false_match_rates: at which FNMR is reported.
        re_fit: what of the back-end is fitted to the enrolled windows.
        axes: other axes than the projection's, for a unit that is no window.

    Raises:
        SettingsError: the headline is no split, or two splits have one name.
    """

    title: str
    corpus: CorpusName
    part: Part
    splits: Annotated[tuple[Split, ...], msgspec.Meta(min_length=1)]
    headline: str
    unit: Unit = Unit.WINDOW
    decision_keystrokes: tuple[_Keystrokes, ...] = ()
    impostors: Annotated[int, msgspec.Meta(ge=1)] | None = None
    impostor_probes: ImpostorProbes = ImpostorProbes.ALL
    threshold: ThresholdOf = ThresholdOf.ALL
    false_alarm_rates: tuple[_Rate, ...] = ()
    false_match_rates: tuple[_Rate, ...] = ()
    re_fit: ReFit = ReFit.NONE
    axes: Axes | None = None

    def __post_init__(self) -> None:
        names = [split.name for split in self.splits]
        if self.headline not in (*names, ALL_SPLITS) or len(set(names)) < len(names):
            raise SettingsError(
                "protocol", got="a headline or splits that are not told apart", due="one split"
            )


class TakeOver(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="take-over"
):
    """Another person sits down in mid-session: how long until the alarm?

    Args:
        title: for reports.
        corpus: whose people.
        splits: sessions that enrol, and sessions that are taken over.
        budget: of false alarms, from which the threshold is made.
        owner_keystrokes: fewest and most that the owner types in the session before.
        horizon: keystrokes of the impostor within which an alarm must come.
        re_fit: what of the back-end is fitted to the enrolled windows.

    Raises:
        SettingsError: the owner's keystrokes are no range, or a split takes over no session.
    """

    title: str
    corpus: CorpusName
    splits: Annotated[tuple[Split, ...], msgspec.Meta(min_length=1)]
    budget: Budget
    owner_keystrokes: tuple[_Index, _Index]
    horizon: _Keystrokes
    re_fit: ReFit = ReFit.NONE

    def __post_init__(self) -> None:
        low, high = self.owner_keystrokes
        if low > high:
            raise SettingsError("owner_keystrokes", got=f"{low} to {high}", due="a range")
        if not all(split.probe for split in self.splits):
            raise SettingsError("splits", got="one without a probe", due="sessions to take over")


Protocol = Verification | TakeOver


def load_protocol(name: str) -> Protocol:
    """Reads a protocol that comes with the laboratory.

    Raises:
        SettingsError: there is none of that name.

    >>> load_protocol("kvc").impostors
    20
    """
    if name not in PROTOCOLS:
        raise SettingsError("protocol", got=f"{name!r}", due=" or ".join(PROTOCOLS))
    path = files("samehands.lab").joinpath("protocols", f"{name}.toml")
    return read_protocol(path.read_bytes(), where=f"protocol {name}")


def read_protocol(text: bytes, *, where: str = "protocol") -> Protocol:
    """A protocol from its TOML.

    Raises:
        SettingsError: it is no TOML, or not as described here.
    """
    try:
        protocol: Protocol = msgspec.toml.decode(text, type=Verification | TakeOver)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise SettingsError(where, got=str(error), due="a protocol") from error
    return protocol
