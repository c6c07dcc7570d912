"""The registry: every forger by name, what it learns from, and what a detector has to see in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.datasets.ducky import Skeleton
from samehands.lab.forgers.conditional import ConditionalSampler
from samehands.lab.forgers.copula import CopulaSampler
from samehands.lab.forgers.hidden_markov import HiddenMarkovSampler
from samehands.lab.forgers.histogram import HistogramSampler
from samehands.lab.forgers.injector import ONE_REPORT, Delay, Injector, Shape
from samehands.lab.forgers.learnt import Learnt, learn
from samehands.lab.forgers.log_normal import LogNormalSampler
from samehands.lab.forgers.mean import MeanSampler
from samehands.lab.forgers.normal import NormalSampler
from samehands.lab.forgers.payload import Payload
from samehands.lab.forgers.replay import Replay
from samehands.lab.forgers.script import Forger


class Family(StrEnum):
    """What is left out together: forgers that work alike."""

    CONSTANT = "constant injector"
    JITTERED = "jittered injector"
    CAREFUL = "careful injector"
    PAYLOAD = "payload"
    TOOL = "tool"
    MEAN = "mean"
    NORMAL = "normal"
    LOG_NORMAL = "log-normal"
    HISTOGRAM = "histogram"
    CONDITIONAL = "conditional"
    COPULA = "copula"
    HIDDEN_MARKOV = "hidden Markov"
    REPLAY = "replay"


class Learns(StrEnum):
    """What an attacker has before the attack."""

    NOTHING = "nothing"
    POPULATION = "a population"
    VICTIM = "the victim"
    """The victim's own enrolment, as somebody learns it who has watched the victim type."""
    RECORDING = "a recording"
    """One stream of the victim, key by key, that the monitor saw too."""
    UNSEEN = "an unseen recording"
    """One stream of the victim, typed where the monitor did not look: somewhere else."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What an attacker works from.

    Args:
        typing: to learn from: of a population, of the victim, or the recording itself.
        skeletons: payloads.
    """

    typing: Keystrokes = field(default_factory=Keystrokes.none, repr=False)
    skeletons: tuple[Skeleton, ...] = field(default=(), repr=False)
    _learnt: dict[bool, Learnt] = field(default_factory=dict, repr=False, compare=False)

    def learnt(self, *, by_key: bool) -> Learnt:
        """What there is to learn from the typing, once for all who ask.

        Raises:
            DataSetError: too little of it.
        """
        if by_key not in self._learnt:
            self._learnt[by_key] = learn(self.typing, by_key=by_key)
        return self._learnt[by_key]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make one forger.

    Args:
        name: as protocols and the command call it.
        family: with which it is left out.
        learns: from what.
        make: a forger from the materials; fitting may take a second.
        corrects: whether it types the mistakes of the text and takes them back.
        typed: whether keys are pressed, which the victim's clock times anew; else messages are
            sent again as they were.
    """

    name: str
    family: Family
    learns: Learns
    make: Callable[[Materials], Forger] = field(repr=False)
    corrects: bool = False
    typed: bool = True


PACES: Final = (2, 5, 10, 20, 35, 50, 100, 150)
"""Constant paces, ms a key: a report each, firmware presets, and past every speed rule."""

HUMAN_HOLD: Final = Delay(95.0, 22.0, Shape.GAUSSIAN)
"""What a careful attacker sets: the level and the spread of most people's holds, ms.

At a pace below it keys overlap as a fast typist's do."""


def _injector(name: str, family: Family, pace: Delay, hold: Delay = ONE_REPORT) -> Recipe:
    return Recipe(name, family, Learns.NOTHING, lambda _: Injector(pace, hold))


def _constant() -> list[Recipe]:
    recipes = [_injector(f"constant-{pace}", Family.CONSTANT, Delay(pace)) for pace in PACES]
    recipes += [
        _injector(f"constant-{pace}-hold-{hold}", Family.CONSTANT, Delay(pace), Delay(hold))
        for pace, hold in ((35, 30), (50, 40), (100, 60), (150, 120))
    ]
    return recipes


def _jittered() -> list[Recipe]:
    uniform, gaussian = Shape.UNIFORM, Shape.GAUSSIAN
    paces = {
        "ducky3": Delay(0, 20, uniform),
        "uniform-20-10": Delay(20, 10, uniform),
        "uniform-50-50": Delay(50, 50, uniform),
        "gaussian-35-5": Delay(35, 5, gaussian),
        "gaussian-100-20": Delay(100, 20, gaussian),
        "gaussian-150-50": Delay(150, 50, gaussian),
        "p4wnp1": Delay(100, 150, uniform),
    }
    recipes = [_injector(name, Family.JITTERED, pace) for name, pace in paces.items()]
    steady = Delay(80)
    return [*recipes, _injector("p4wnp1-hold-80", Family.JITTERED, paces["p4wnp1"], steady)]


def _careful() -> list[Recipe]:
    paces = {
        "p4wnp1": Delay(100, 150, Shape.UNIFORM),
        "fast": Delay(60, 80, Shape.UNIFORM),
        "gaussian": Delay(160, 60, Shape.GAUSSIAN),
        "slow": Delay(150, 300, Shape.UNIFORM),
    }
    return [
        _injector(f"careful-{name}", Family.CAREFUL, pace, HUMAN_HOLD)
        for name, pace in paces.items()
    ]


def _payload(name: str, pace: Delay, hold: Delay = ONE_REPORT) -> Recipe:
    return Recipe(
        name, Family.PAYLOAD, Learns.NOTHING, lambda given: Payload(given.skeletons, pace, hold)
    )


_SAMPLERS: Final[dict[Family, Callable[[Learnt], Forger]]] = {
    Family.MEAN: MeanSampler,
    Family.NORMAL: NormalSampler,
    Family.LOG_NORMAL: LogNormalSampler,
    Family.HISTOGRAM: HistogramSampler,
    Family.CONDITIONAL: ConditionalSampler.of,
    Family.COPULA: CopulaSampler.of,
    Family.HIDDEN_MARKOV: HiddenMarkovSampler.of,
}


def _sampler(family: Family, learns: Learns, *, by_key: bool) -> Recipe:
    fit = _SAMPLERS[family]
    whose = "population" if learns is Learns.POPULATION else "victim"
    words = [family.value.lower().replace(" ", "-"), *(["keys"] if by_key else []), whose]
    return Recipe(
        "-".join(words),
        family,
        learns,
        lambda given: fit(given.learnt(by_key=by_key)),
        corrects=True,
    )


def _replay(
    name: str,
    jitter: float = 0.0,
    stretch: float = 0.0,
    most_cut: int = 0,
    *,
    learns: Learns = Learns.RECORDING,
    typed: bool = True,
) -> Recipe:
    return Recipe(
        f"replay-{name}",
        Family.REPLAY,
        learns,
        lambda given: Replay(given.typing, jitter, stretch, most_cut),
        corrects=True,
        typed=typed,
    )


_ALL: Final = (
    *_constant(),
    *_jittered(),
    *_careful(),
    _payload("payload-report", Delay(2)),
    _payload("payload-20", Delay(20)),
    _payload("payload-ducky3", Delay(0, 20, Shape.UNIFORM)),
    _payload("payload-careful", Delay(100, 150, Shape.UNIFORM), HUMAN_HOLD),
    *(
        _sampler(family, learns, by_key=by_key)
        for family in _SAMPLERS
        for by_key in (False, True)
        for learns in (Learns.POPULATION, Learns.VICTIM)
    ),
    _replay("verbatim", typed=False),
    _replay("typed"),
    _replay("jitter-3", jitter=3.0),
    _replay("jitter-10", jitter=10.0),
    _replay("stretch", stretch=0.1),
    _replay("cut", most_cut=99),
    _replay("cut-jitter-stretch", jitter=5.0, stretch=0.1, most_cut=99),
    _replay("unseen", learns=Learns.UNSEEN),
)

FORGERS: Final[dict[str, Recipe]] = {recipe.name: recipe for recipe in _ALL}
"""Name → recipe, from the plainest to the most careful."""
