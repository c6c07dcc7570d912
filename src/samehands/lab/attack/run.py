"""The text-recovery attack on a projection: everything that its message sends, on real people."""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.capture import ClockEvidence
from samehands.capture.keystrokes import Keystrokes
from samehands.lab.attack.baselines import Baselines, blank_messages
from samehands.lab.attack.protocol import SizeName
from samehands.lab.attack.recovery import AttackReport, attack_text, leaks, run_controls
from samehands.lab.attack.scores import Reading
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.results import DataFile, code_commit, data_files
from samehands.lab.split import SPLIT_SEED, aalto_roles, load_whole_aalto
from samehands.rhythm.projection import Projection
from samehands.rhythm.scalars import scalars_of
from samehands.rhythm.statistics import durations, timed
from samehands.wire.schema import SCALARS

FRESH_PROMPTS: Final = 0.2
"""Share of Aalto's prompts that no projection is trained on: leaks are measured on these."""

AALTO_FILES: Final = tuple(
    f"keystroke/aalto136m-{part}/{name}.csv.zst"
    for part in "ab"
    for name in ("keystrokes", "sections")
)


class TextRecovery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What could be read from the messages of a projection.

    Args:
        projection: its name.
        sha256: of its file.
        attack: what was read, and what the same attackers read from the controls.
        leaks: a sentence for each limit that is broken; none where all hold.
        seed: of every draw.
        commit: of the code.
        data: what was read.
    """

    projection: str
    sha256: str
    attack: AttackReport
    leaks: tuple[str, ...]
    seed: int
    commit: str
    data: tuple[DataFile, ...]


def fresh_prompts(prompts: int) -> NDArray[np.bool_]:
    """Which of Aalto's prompts are kept from training, shape (prompts,)."""
    fresh = np.zeros(prompts, np.bool_)
    order = np.random.default_rng(SPLIT_SEED).permutation(prompts)
    fresh[order[: int(FRESH_PROMPTS * prompts)]] = True
    return fresh


def recover_text(
    projection: Projection, root: Path, *, seed: int = 0, size: SizeName = "full"
) -> TextRecovery:
    """Attacks the messages of Aalto's evaluation people, on prompts that no training has seen.

    The attacker learns from the training people, with all they sent.

    Args:
        projection: what made the messages.
        root: the data folder.
        seed: places the windows and starts the attackers.
        size: how hard the attackers work.

    Raises:
        DataSetError: the data set is absent.
    """
    whole = load_whole_aalto(root)
    roles = aalto_roles()
    corpus = whole.selected(~np.isin(whole.person, roles.development))
    fresh_people = np.zeros(len(corpus.people), np.bool_)
    fresh_people[roles.evaluation] = True
    blank = blank_messages(
        corpus,
        projection.keystrokes,
        np.random.default_rng(seed),
        fresh_people=fresh_people,
        fresh_prompts=fresh_prompts(len(corpus.prompts)),
    )
    controls = run_controls(Baselines.of(corpus, blank), seed=seed, size=size)
    message = blank.sending(projection.name, sent(corpus, blank.windows.rows(), projection))
    report = attack_text(message, controls, seed=seed, size=size)
    return TextRecovery(
        projection=projection.name,
        sha256=projection.digest.hex(),
        attack=report,
        leaks=leaks(report),
        seed=seed,
        commit=code_commit(),
        data=data_files(root, AALTO_FILES),
    )


def readings_of(report: AttackReport) -> Iterator[tuple[str, Reading]]:
    """Every reading of a report with the name of its message, controls first."""
    controls = report.controls
    yield "nothing", controls.prior
    for found in (controls.yardstick, controls.timing, controls.zone_pairs, report.reading):
        yield found.message, found.linear
        yield found.message, found.network


def sent(corpus: Corpus, rows: NDArray[np.int64], projection: Projection) -> NDArray[np.float32]:
    """All numbers of the messages: embedding, liveness scalars, clock class.

    The sequence number and the flags are left out: they are the same in all of these.

    Args:
        corpus: whose keystrokes.
        rows: shape (w, N).
        projection: what makes the windows.

    Returns:
        Shape (w, 74).
    """
    strokes = corpus.keystrokes
    stream = timed(strokes, projection.contexts)
    vectors = projection.embed_timed(stream, rows)
    values = durations(strokes)
    beside = np.empty((len(rows), len(SCALARS) + 1), np.float32)
    for index, window in enumerate(rows):
        clock = ClockEvidence().seen(_taken(strokes, window)).clock()
        scalars = scalars_of(stream, values, window)
        beside[index] = (*astuple(scalars), 1 if clock is None else clock)
    return np.concatenate([vectors.astype(np.float32), beside], axis=1)


def _taken(strokes: Keystrokes, window: NDArray[np.int64]) -> Keystrokes:
    return strokes[slice(int(window[0]), int(window[-1]) + 1)]
