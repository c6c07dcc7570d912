"""The attacks run on Boğaziçi: its recordings are fine enough to be made coarser."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from samehands.lab.datasets.pointer_corpus import CONFOUND
from samehands.lab.pointer.attack import PointerAttack, attack_pointer
from samehands.lab.pointer.plan import load_pointer_plan
from samehands.lab.pointer.runs import PointerProtocol, load_pointer_sets
from samehands.lab.pointer.stroked import Stroked
from samehands.lab.split import Role


class PointerAttacked(msgspec.Struct, frozen=True):
    """What attackers read off windows of people never seen.

    Args:
        role: of the victims.
        seed: of every draw.
        attacks: each secret.
        confound: what the figures do not show.
    """

    role: str
    seed: int
    attacks: tuple[PointerAttack, ...]
    confound: str = CONFOUND

    def sentences(self) -> list[str]:
        """For a terminal; a secret that leaks more than it may says so."""
        return [
            *(
                f"{one.sentence}{'; MORE THAN IT MAY' if one.leaks else ''}"
                for one in self.attacks
            ),
            self.confound,
        ]


def run_pointer_attack(
    root: Path, role: Role, seed: int, say: Callable[[str], None]
) -> PointerAttacked:
    """Attacks a projection trained without the victims.

    Args:
        root: the data folder.
        role: of the victims, development or evaluation.
        seed: of every draw.
        say: told of each stage.

    Raises:
        DataSetError: a data set is absent.
    """
    plan = load_pointer_plan()
    say("reading the pointer sets")
    sets = load_pointer_sets(root, plan.rate_ms)
    victims = sets.split(PointerProtocol.BOGAZICI).of(role)
    say("training without the victims")
    trained = sets.trained(plan, {PointerProtocol.BOGAZICI: victims})
    corpus = sets.bogazici.corpus
    own = Stroked.of(corpus.selected(corpus.kind == 0), trained.projection.rate)
    say("attacking")
    attacks = attack_pointer(own, victims, trained.projection, np.random.default_rng(seed))
    return PointerAttacked(str(role), seed, attacks)
