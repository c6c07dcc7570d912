"""Whom it fails for, and what is different about them."""

from collections import Counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.clock import clock_class
from samehands.capture.keystrokes import MISSING
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.evaluation.cases import threshold_at
from samehands.lab.evaluation.decisions import Decisions
from samehands.lab.evaluation.result import Habits, PersonRow
from samehands.lab.evaluation.samples import stream_windows
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.collector import normal_typing
from samehands.rhythm.contexts import Channel
from samehands.rhythm.statistics import durations

LISTED: Final = 40
"""Most people in a table. More: nobody reads it; those left out are refused least."""

REFUSED_SHARE: Final = 0.01
"""The share of all genuine decisions below the threshold of the table."""

FAR: Final = 3.0
"""Robust deviations from the others' median at which a habit is unlike: one of 370 if normal."""

MAD_TO_SIGMA: Final = 1.4826
"""A normal variable's standard deviation over its median absolute deviation."""

_WORDS: Final = {
    "hold_ms": ("median hold", "{:.0f} ms"),
    "flight_ms": ("median dd", "{:.0f} ms"),
    "hold_change_ms": ("median hold moves between parts by", "{:.0f} ms"),
    "flight_change": ("log of median dd moves between parts by", "{:.2f}"),
    "discarded": ("share of discarded windows", "{:.1%}"),
}


def person_rows(decisions: Decisions, corpus: Corpus, n: int) -> tuple[PersonRow, ...]:
    """One row a person, worst first: most refused, then most impostors accepted.

    Args:
        decisions: of the headline.
        corpus: of everybody in the run; habits are unlike in comparison with all of them.
        n: keystrokes in a window.
    """
    genuine = decisions.is_genuine
    threshold = threshold_at(decisions.llr[genuine], REFUSED_SHARE)
    people = np.unique(decisions.owner[genuine])
    habits = _habits_of(corpus, np.unique(corpus.person).astype(np.int64), n)
    far = _unlike(habits)
    rows = []
    for person in people.tolist():
        own = decisions.llr[genuine & (decisions.owner == person)]
        others = decisions.llr[~genuine & (decisions.owner == person)]
        rows.append(
            PersonRow(
                person=corpus.people[person],
                genuine=len(own),
                refused=int((own < threshold).sum()),
                worst=float(own.min()),
                impostor=len(others),
                accepted=int((others >= threshold).sum()),
                habits=habits[person],
                unlike=far[person],
            )
        )
    rows.sort(key=lambda row: (-row.refused / row.genuine, -row.accepted, row.worst))
    return tuple(rows[:LISTED])


def _habits_of(corpus: Corpus, people: NDArray[np.int64], n: int) -> dict[int, Habits]:
    values = durations(corpus.keystrokes)
    person_of = corpus.person[corpus.recording_of_row()]
    session_of = corpus.session[corpus.recording_of_row()]
    rows = stream_windows(corpus, n)
    normal = normal_typing(values[Channel.DD][rows])
    typist = person_of[rows[:, 0]]
    edges = np.searchsorted(person_of, [*people.tolist(), int(people[-1]) + 1])
    result = {}
    for index, person in enumerate(people.tolist()):
        span = slice(int(edges[index]), int(edges[index + 1]))
        hold = values[Channel.HOLD, span] / MICROS_PER_MILLI
        flight = values[Channel.DD, span] / MICROS_PER_MILLI
        known = (values[Channel.HOLD, span] != MISSING, values[Channel.DD, span] != MISSING)
        part = _parts(session_of[span])
        holds = _medians(hold, known[0], part)
        flights = _medians(flight, known[1], part)
        mine = normal[typist == person]
        clock = clock_class(corpus.keystrokes[span])
        result[person] = Habits(
            hold_ms=_median(hold[known[0]]),
            flight_ms=_median(flight[known[1]]),
            hold_change_ms=float(np.ptp(holds)) if len(holds) else 0.0,
            flight_change=float(np.ptp(np.log(np.maximum(flights, 1.0)))) if len(flights) else 0.0,
            discarded=float((~mine).mean()) if len(mine) else 0.0,
            clock=clock.name.lower() if clock is not None else "",
        )
    return result


def _parts(session: NDArray[np.integer]) -> NDArray[np.int64]:
    """Sessions; of a single one its two halves, to have something that can move."""
    number = np.unique(session, return_inverse=True)[1]
    return number if number.max(initial=0) else np.arange(len(session)) * 2 // len(session)


def _medians(
    value: NDArray[np.float64], known: NDArray[np.bool_], part: NDArray[np.int64]
) -> NDArray[np.float64]:
    present = np.unique(part[known])
    return np.array([np.median(value[known & (part == one)]) for one in present])


def _median(value: NDArray[np.float64]) -> float:
    return float(np.median(value)) if len(value) else 0.0


def _unlike(habits: dict[int, Habits]) -> dict[int, tuple[str, ...]]:
    """What is far from everybody's median, person by person, in words."""
    result: dict[int, tuple[str, ...]] = dict.fromkeys(habits, ())
    for name, (words, form) in _WORDS.items():
        value = np.array([getattr(one, name) for one in habits.values()])
        middle = float(np.median(value))
        deviation = MAD_TO_SIGMA * float(np.median(np.abs(value - middle)))
        for person, own in zip(habits, value.tolist(), strict=True):
            if abs(own - middle) > FAR * deviation:
                said = f"{words} {form.format(own)} (median {form.format(middle)})"
                result[person] = (*result[person], said)
    commonest = Counter(sorted(one.clock for one in habits.values())).most_common(1)[0][0]
    for person, one in habits.items():
        if one.clock != commonest:
            result[person] = (
                *result[person],
                f"clock {one.clock or 'unknown'} (most {commonest})",
            )
    return result
