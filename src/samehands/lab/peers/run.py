"""The comparison from the files to the report: same people, same probes, one run."""

from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np

from samehands.errors import InputError
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.peers.environment import NotInstalled, environment
from samehands.lab.peers.peer import PEERS, Peer
from samehands.lab.peers.process import PeerProcess, ask_peer
from samehands.lab.peers.report import (
    Absent,
    PeerLine,
    PeerReport,
    System,
    measured,
)
from samehands.lab.peers.systems import of_keystrokes
from samehands.lab.peers.trials import Scores, Trials
from samehands.lab.references import GunettiPicardiScorer, LogZScorer
from samehands.lab.split import Role, monaco_roles

CHECKOUT: Final = Path(__file__).parents[4]
"""Where the drivers and the environments are: peers are run from a source checkout only."""

REFERENCES: Final[dict[str, Scores]] = {
    "Gunetti-Picardi": of_keystrokes(GunettiPicardiScorer()),
    "log-z": of_keystrokes(LogZScorer()),
}
"""References from the literature, which need the key."""


def run_peers(
    data_root: Path,
    ours: Mapping[str, Scores],
    seed: int = 0,
    *,
    role: Role = Role.EVALUATION,
    checkout: Path = CHECKOUT,
) -> PeerReport:
    """Compares our systems, the references and the peers on the free text of monaco-pohmm.

    A peer that cannot be installed or that fails is a line of the report that says so.

    Args:
        data_root: the folder with `keystroke/monaco-pohmm`.
        ours: name → scores, as `held_out_systems` gives them; none of these people may have been
            in the training.
        seed: of the resamples, of the probes drawn for slow peers, and of the peers.
        role: which people.
        checkout: with `benchmarks/peers`, and where the folder `.bench` is made.

    Raises:
        DataSetError: the data set is absent or not as described.
        EmptyScoresError: one of ours judged nobody.
    """
    trials = Trials.of(load_free_text(data_root), monaco_roles().of(role))
    lines = [
        _own_line(System(name=name, kind="ours"), scores, trials, seed)
        for name, scores in ours.items()
    ]
    lines += [
        _own_line(System(name=name, kind="reference"), scores, trials, seed)
        for name, scores in REFERENCES.items()
    ]
    lines += [_peer_line(peer, trials, seed, checkout) for peer in PEERS]
    corpus = trials.corpus
    return PeerReport(
        corpus=corpus.name,
        people=tuple(corpus.people[owner] for owner in trials.owners),
        enrolled=int(np.diff(corpus.bounds)[trials.enrolment[0]].sum()),
        keystrokes=trials.keystrokes,
        left_out=trials.left_out,
        seed=seed,
        lines=tuple(lines),
    )


def _own_line(system: System, scores: Scores, trials: Trials, seed: int) -> PeerLine:
    began = process_time()
    score = scores(trials)
    milliseconds = 1000 * (process_time() - began) / int(trials.asked.sum())
    rng = np.random.default_rng(seed)
    return PeerLine(system, measured(trials, score, rng, milliseconds=milliseconds))


def _peer_line(peer: Peer, trials: Trials, seed: int, checkout: Path) -> PeerLine:
    system = System(name=peer.name, kind="peer", licence=peer.licence, note=peer.note)
    drivers = checkout / "benchmarks" / "peers"
    python = environment(peer.package, drivers, checkout / ".bench")
    if isinstance(python, NotInstalled):
        return PeerLine(system, absent=Absent("not installed", python.reason))
    rng = np.random.default_rng(seed)
    if peer.impostors_each is not None:
        trials = trials.with_fewer_impostors(peer.impostors_each, rng)
    driver = drivers / f"{peer.package}_driver.py"
    try:
        with PeerProcess(python, driver, (*peer.arguments, str(seed))) as process:
            answers = ask_peer(process, trials)
        figures = measured(
            trials,
            answers.score,
            rng,
            milliseconds=answers.milliseconds,
            accepted=answers.accepted,
        )
    except InputError as error:
        return PeerLine(system, absent=Absent("failed", str(error)))
    return PeerLine(system, figures)
