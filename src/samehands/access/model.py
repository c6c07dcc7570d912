"""The model: how people of each role read records, as fitted from logs. Data, with a card."""

import math
from typing import Final

import msgspec
import numpy as np

from samehands.access.hours import HOURS
from samehands.access.scales import LENGTH, SCALES, Scale
from samehands.errors import SettingsError
from samehands.quantities import Micros, Nats

FORMAT: Final = 1
"""First thing in the file: another number is another meaning of the rest."""

MODEL_BYTES: Final = 1_048_576
"""Most bytes of a model file: hundreds of roles. Larger: costs more before it is refused."""

ROLE_CHARACTERS: Final = 64
"""Most characters of a role's name."""

FACTORS: Final = 8
"""Most factors that a model may set against habit; each costs five numbers of a subject's state."""


LEAST_ALARM: Final = Nats(2.0)
"""No alarm below this, whatever the budget: one busy minute must not be an alarm."""


class ScaleHabit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many records people of a role read in a bin in which they read any.

    The records beyond the first of a bin are negative binomial: Poisson with a rate that varies
    from bin to bin around the person's mean, and the means of people vary around the role's.

    Args:
        mean: records beyond the first, the mean over people.
        dispersion: r, of one person's bins: variance = mean + mean² / r. Small: bins vary much.
        alike: shape of the gamma distribution of people's means: their relative variance is
            1 / alike. Small: colleagues differ much, and a newcomer's own bins soon count most.
        weight: of this scale among all; the model's sum to one over the scales.
    """

    mean: float
    dispersion: float
    alike: float
    weight: float

    def __post_init__(self) -> None:
        numbers = (self.mean, self.dispersion, self.alike, self.weight)
        if not all(np.isfinite(number) and number > 0 for number in numbers):
            raise SettingsError("habit", got=f"{numbers}", due="finite numbers above zero")


class RoleHabit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is usual for people of one role, before anything is known of one of them.

    Args:
        scales: scale → how many records; all five.
        hours: for each hour of the week, from Monday midnight, the share of the role's
            working hours that lies in it; 168 numbers that sum to one.
        sequential: share of reads that are the neighbour by id of the one before, ]0, 1[.
        between_windows: records that may be read without a window of typing coming in between;
            None where the role does not type as it reads.
    """

    scales: dict[Scale, ScaleHabit]
    hours: tuple[float, ...]
    sequential: float
    between_windows: int | None = None

    def __post_init__(self) -> None:
        if set(self.scales) != set(SCALES):
            raise SettingsError("role, scales", got=f"{sorted(self.scales)}", due=f"{SCALES}")
        weight = sum(habit.weight for habit in self.scales.values())
        if not np.isclose(weight, 1.0, atol=1e-6):
            raise SettingsError("role, weights", got=f"a sum of {weight}", due="1")
        hours = np.array(self.hours, np.float64)
        sound = hours.shape == (HOURS,) and (hours >= 0).all() and np.isclose(hours.sum(), 1.0)
        if not sound:
            raise SettingsError(
                "role, hours", got=f"{len(self.hours)} numbers", due=f"{HOURS} that sum to one"
            )
        if not 0 < self.sequential < 1:
            raise SettingsError("role, sequential", got=f"{self.sequential}", due="in ]0, 1[")
        if self.between_windows is not None and self.between_windows < 1:
            raise SettingsError(
                "role, between windows", got=f"{self.between_windows}", due="1 or more, or null"
            )


class AccessModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Habits per role, what is set against them, and where that alarms.

    Args:
        format: of the file.
        id: its name.
        default: the role of whoever has none, or one that the model does not know.
        roles: name → habit.
        factors: mass reading is reading this many times as much; each is watched, rising.
        alarm_at: nats at which the evidence for mass reading alarms, for one false alarm per
            person and month, as measured; see the card.
        card: where it comes from: data, licence, command, what was measured and on whom.
        utc_offset: added to a time before its hour of the week is looked up, µs: the hours of
            the roles are those on the wall.
        tail_slope: fall of the logarithm of the rate of false alarms per nat, about `alarm_at`:
            1 if the evidence is calibrated, smaller if it is overconfident.

    Raises:
        SettingsError: a part that is missing or makes no sense.
    """

    format: int
    id: str
    default: str
    roles: dict[str, RoleHabit]
    factors: tuple[float, ...]
    alarm_at: Nats
    card: dict[str, str]
    utc_offset: Micros = Micros(0)
    tail_slope: float = 1.0

    def __post_init__(self) -> None:
        if self.format != FORMAT:
            raise SettingsError("access model, format", got=f"{self.format}", due=f"{FORMAT}")
        if self.default not in self.roles:
            raise SettingsError("access model, default", got="no role", due="one of its roles")
        if not all(0 < len(role) <= ROLE_CHARACTERS for role in (*self.roles, self.id)):
            raise SettingsError(
                "access model, names",
                got="one of no or many characters",
                due=f"1 to {ROLE_CHARACTERS}",
            )
        rising = sorted(set(self.factors)) == list(self.factors)
        finite = all(1 < factor < np.inf for factor in self.factors)
        if not (rising and finite and 1 <= len(self.factors) <= FACTORS):
            raise SettingsError(
                "access model, factors",
                got=f"{self.factors}",
                due=f"1 to {FACTORS} numbers above one, rising",
            )
        if not 0 < self.alarm_at < np.inf:
            raise SettingsError("access model, alarm", got=f"{self.alarm_at}", due="above zero")
        if not 0 < self.tail_slope < np.inf:
            raise SettingsError(
                "access model, tail slope", got=f"{self.tail_slope}", due="above zero"
            )
        if abs(self.utc_offset) > LENGTH[Scale.DAY]:
            raise SettingsError(
                "access model, UTC offset", got=f"{self.utc_offset} µs", due="a day at most"
            )

    def alarm_within(self, false_alarms: float) -> Nats:
        """Where it alarms at another budget, along the tail of false alarms.

        Args:
            false_alarms: allowed per person and month, above zero.
        """
        return Nats(max(self.alarm_at - math.log(false_alarms) / self.tail_slope, LEAST_ALARM))

    def role(self, name: str | None) -> RoleHabit:
        """The habit of a role; the default's where the model does not know it."""
        return self.roles.get(name or self.default, self.roles[self.default])


def model_from_json(data: bytes) -> AccessModel:
    """Read a model.

    Raises:
        SettingsError: no JSON, a field too many, or a value that makes no sense.
    """
    if len(data) > MODEL_BYTES:
        raise SettingsError("access model", got=f"{len(data)} bytes", due=f"at most {MODEL_BYTES}")
    try:
        return msgspec.json.decode(data, type=AccessModel)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SettingsError("access model", got=f"unreadable ({error})", due="JSON") from None


def model_to_json(model: AccessModel) -> bytes:
    """A model as its file: indented, ending in a new line."""
    return msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n"
