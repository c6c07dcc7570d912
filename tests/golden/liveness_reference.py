"""Liveness in plain Python, as `rhythm_reference`: the scalars of a window, and early signs."""

import math
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from golden.rhythm_reference import (
    NOT_STORED,
    Record,
    Stroke,
    durations_of,
    score_tables,
    scored,
)


def correlation(pairs: Sequence[tuple[int, int]], steps: int) -> int:
    """A correlation in so many steps a unit; 0 where there is none."""
    n = len(pairs)
    first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    one = n * sum(a * a for a, _ in pairs) - first**2
    other = n * sum(b * b for _, b in pairs) - second**2
    if one <= 0 or other <= 0:
        return 0
    covariance = n * sum(a * b for a, b in pairs) - first * second
    return math.floor(covariance / (math.sqrt(one) * math.sqrt(other)) * steps + 0.5)


def memory_of(scores: Sequence[int | None]) -> int:
    """The lag-1 autocorrelation, in eighths."""
    return correlation([(a, b) for a, b in pairwise(scores) if a is not None and b is not None], 8)


def spread_of(scores: Sequence[int | None], a_unit: int) -> int:
    """The standard deviation in so many places a unit, on the grid of eighths."""
    kept = [score for score in scores if score is not None]
    if not kept:
        return 0
    variance = len(kept) * sum(score**2 for score in kept) - sum(kept) ** 2
    places = math.floor(math.sqrt(variance) / (len(kept) * 16) * a_unit + 0.5)
    return 8 // a_unit * places


def commonest_of(durations: Sequence[int | None]) -> int:
    """How many share the commonest 2 ms, in eighths of a power of two."""
    counts: dict[int, int] = {}
    for value in durations:
        if value is not None:
            counts[value // 2000] = counts.get(value // 2000, 0) + 1
    return log2_eighths(max(counts.values(), default=0))


def key_fit_of(window: Sequence[Stroke], record: Record) -> int:
    """The correlation of the scores of ud with what is usual on their keys, up to 1 sixteenth, and 1 of too few."""
    table, starts = score_tables(record)[2], record["bin_starts_ms"]
    shifts = [byte - 256 if byte > 127 else byte for byte in b64decode(record["shift"][2])]
    pairs = []
    for (before, now), values in zip(pairwise(window), durations_of(window)[1:], strict=True):
        ud = values[2]
        if ud is not None and -600_000 <= ud <= 2_000_000:
            context = record["flight"][before.zone * 14 + now.zone]
            plain = table[context][bisect_right(starts, ud // 1000) - 1]
            stored = NOT_STORED not in {before.position, now.position}
            usual = shifts[64 * before.position + now.position] if stored else 0
            if usual:
                pairs.append((plain, usual))
    return min(correlation(pairs, 16), 1) if len(pairs) >= 20 else 1


def scalars_of(window: Sequence[Stroke], record: Record) -> list[int]:
    """The seven scalars, in the order of the message."""
    durations = durations_of(window)
    holds, dd = [values[0] for values in durations], [values[1] for values in durations][1:]
    hold_scores, scores = (
        [None if each is None else each[1] for each in row] for row in scored(window, record)[:2]
    )
    scores = scores[1:]
    longest = run = 0
    for place, gap in enumerate(dd):
        before = dd[place - 1] if place else None
        equal = gap is not None and before is not None and abs(gap - before) <= 2000
        run = run + 1 if equal else int(gap is not None)
        longest = max(longest, run)
    known = [hold for hold in holds if hold is not None]
    level = sum(2 * sum(hold < top for hold in known) <= len(known) for top in (16_000, 40_000))
    return [
        *(memory_of(scores), log2_eighths(longest), commonest_of(dd)),
        *(key_fit_of(window, record), level),
        *(commonest_of(holds), spread_of(hold_scores, 4)),
    ]


def log2_eighths(count: int) -> int:
    """⌊8 log₂ count⌋, and 0 for none."""
    return min((count**8).bit_length() - 1, 127) if count else 0


def signs_of(strokes: Sequence[Stroke], every: int) -> dict[int, int]:
    """The early signs of a session, by the index of the keystroke that gives each."""
    found: dict[int, int] = {}
    last = -every
    durations = durations_of(strokes)
    for place in range(19, len(strokes)):
        lately = durations[place - 19 : place + 1]
        holds, gaps = [values[0] for values in lately], [values[1] for values in lately][1:]
        signs = sum(
            (
                1 * all(hold is not None and hold < 40_000 for hold in holds),
                2 * all_equal(holds),
                4 * all_equal(gaps),
            )
        )
        if signs and place - last >= every:
            found[place], last = signs, place
    return found


def all_equal(durations: Sequence[int | None]) -> bool:
    """Whether all are known, and each within 2 ms of the one before."""
    return all(
        a is not None and b is not None and abs(a - b) <= 2000 for a, b in pairwise(durations)
    )
