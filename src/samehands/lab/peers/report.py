"""What a comparison says, as plain data that becomes JSON, and as a table."""

from collections.abc import Callable
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from samehands.lab.metrics import (
    DetCurve,
    Interval,
    PersonScores,
    bootstrap_mean,
    bootstrap_over_people,
)
from samehands.lab.peers.trials import ScoreMatrix, Trials

FALSE_ALARM: Final = 0.01
"""Share of owners' decisions that may be refused where the detection is read."""

EASIER_FALSE_ALARM: Final = 0.05
"""The same, where enough owners may be refused for the figure to be steady: with 82 decisions of
owners one per cent allows none at all, five allow four."""

REPEATS: Final = 1000
"""Resamples of people behind an interval: its ends then move by about a tenth of its width."""


class System(msgspec.Struct, frozen=True, kw_only=True):
    """Which system a line is about.

    Args:
        name: as the table has it.
        kind: ours, a reference from the literature, or a peer.
        licence: of a peer.
        note: what the reader must know about how it was used.
    """

    name: str
    kind: Literal["ours", "reference", "peer"]
    licence: str = ""
    note: str = ""


class OwnThreshold(msgspec.Struct, frozen=True):
    """What a system decides by itself, at the threshold it comes with.

    Args:
        owners_refused: share of owners' decisions, averaged over people.
        impostors_accepted: share of impostors' decisions, averaged over owners.
    """

    owners_refused: Interval
    impostors_accepted: Interval


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured of a system.

    Args:
        genuine: owners' decisions judged.
        impostor: impostors' decisions judged.
        not_judged: decisions asked for that got no score: left out of the rates.
        equal_error_rate: at one threshold for everybody.
        detection: share of impostors' decisions caught where `FALSE_ALARM` of the owners' are
            refused.
        easier_detection: the same at `EASIER_FALSE_ALARM`.
        own_threshold: where the system has one.
        milliseconds: computing time per decision on one core. For a peer the peer's own only; for
            ours everything from the keystrokes on, enrolment and features included.
    """

    genuine: int
    impostor: int
    not_judged: int
    equal_error_rate: Interval
    detection: Interval
    easier_detection: Interval
    own_threshold: OwnThreshold | None
    milliseconds: float


class Absent(msgspec.Struct, frozen=True):
    """Why there are no figures.

    Args:
        status: what went wrong.
        reason: the circumstances.
    """

    status: Literal["not installed", "failed"]
    reason: str


class PeerLine(msgspec.Struct, frozen=True):
    """One row: a system, and its figures or why there are none."""

    system: System
    measured: Measured | None = None
    absent: Absent | None = None


class PeerReport(msgspec.Struct, frozen=True, kw_only=True):
    """All that `run_peers` measured.

    Args:
        corpus: whose keystrokes.
        people: names of the owners, who are each other's impostors.
        enrolled: keystrokes per owner.
        keystrokes: per decision.
        left_out: probes that were no normal typing, which nobody was asked about.
        seed: of the resamples, of what is drawn, and of the peers.
        lines: the table.
    """

    corpus: str
    people: tuple[str, ...]
    enrolled: int
    keystrokes: int
    left_out: int
    seed: int
    lines: tuple[PeerLine, ...]

    def line(self, name: str) -> PeerLine:
        """The row of a system.

        Raises:
            KeyError: there is none of that name.
        """
        return {line.system.name: line for line in self.lines}[name]


def measured(
    trials: Trials,
    score: ScoreMatrix,
    rng: np.random.Generator,
    *,
    milliseconds: float,
    accepted: NDArray[np.bool_] | None = None,
) -> Measured:
    """The figures of one system.

    Args:
        trials: what was asked.
        score: shape (o, d), NaN where it did not judge.
        rng: where the resamples come from.
        milliseconds: per decision.
        accepted: shape (o, d), its own yes or no, where it has one.

    Raises:
        EmptyScoresError: it judged no owner or no impostor.
    """
    judged = trials.asked & ~np.isnan(score)
    genuine, impostor = judged & trials.genuine, judged & ~trials.genuine
    owner = np.broadcast_to(np.arange(len(score))[:, np.newaxis], score.shape)
    people = PersonScores(score[genuine], owner[genuine], score[impostor], owner[impostor])
    own_threshold = None
    if accepted is not None:
        own_threshold = OwnThreshold(
            _mean_share(~accepted, genuine, rng), _mean_share(accepted, impostor, rng)
        )

    def interval(statistic: Callable[[DetCurve], float]) -> Interval:
        return bootstrap_over_people(statistic, people, rng, repeats=REPEATS)

    return Measured(
        genuine=int(genuine.sum()),
        impostor=int(impostor.sum()),
        not_judged=int(trials.asked.sum() - judged.sum()),
        equal_error_rate=interval(DetCurve.equal_error_rate),
        detection=interval(lambda curve: curve.detection_at(FALSE_ALARM)),
        easier_detection=interval(lambda curve: curve.detection_at(EASIER_FALSE_ALARM)),
        own_threshold=own_threshold,
        milliseconds=milliseconds,
    )


def markdown(report: PeerReport) -> str:
    """The table as Markdown, one system a row; per cents with 95 % intervals over people.

    >>> empty = PeerReport(
    ...     corpus="c",
    ...     people=("a", "b"),
    ...     enrolled=1500,
    ...     keystrokes=200,
    ...     left_out=0,
    ...     seed=0,
    ...     lines=(
    ...         PeerLine(System(name="x", kind="peer"), absent=Absent("not installed", "no net")),
    ...     ),
    ... )
    >>> print(markdown(empty).splitlines()[-1])
    | x | not installed: no net | | | | | | |
    """
    heading = (
        "system",
        "EER",
        "impostors caught at 1 % false alarms",
        "at 5 %",
        "impostors accepted, own threshold",
        "owners refused, own threshold",
        "ms a decision",
        "decisions (owner + impostor)",
    )
    rows = [f"| {' | '.join(heading)} |", "|---" * len(heading) + "|"]
    rows += [_row(line) for line in report.lines]
    return "\n".join(rows)


def _row(line: PeerLine) -> str:
    figures, absent = line.measured, line.absent
    if figures is None:
        why = "not measured" if absent is None else f"{absent.status}: {absent.reason}"
        return f"| {line.system.name} | {why} | | | | | | |"
    own = figures.own_threshold
    cells = (
        line.system.name,
        _percent(figures.equal_error_rate),
        _percent(figures.detection),
        _percent(figures.easier_detection),
        "none" if own is None else _percent(own.impostors_accepted),
        "none" if own is None else _percent(own.owners_refused),
        f"{figures.milliseconds:.{0 if figures.milliseconds > 10 else 2}f}",
        f"{figures.genuine} + {figures.impostor}"
        + (f", {figures.not_judged} not judged" if figures.not_judged else ""),
    )
    return f"| {' | '.join(cells)} |"


def _percent(interval: Interval) -> str:
    estimate, low, high = (100 * end for end in (interval.estimate, interval.low, interval.high))
    return f"{estimate:.1f} % [{low:.1f}-{high:.1f}]"


def _mean_share(
    of: NDArray[np.bool_], among: NDArray[np.bool_], rng: np.random.Generator
) -> Interval:
    """The share of a row's comparisons for which something holds, averaged over the rows."""
    count = among.sum(axis=1)
    rows = count > 0
    return bootstrap_mean((of & among).sum(axis=1)[rows] / count[rows], rng, repeats=REPEATS)
