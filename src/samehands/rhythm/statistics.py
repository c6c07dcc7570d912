"""Order-free statistics of windows of keystrokes: sums over everything, by channel and context.

Every number here is an integer (times in µs, normal scores in sixteenths), so that another
language reproduces it bit for bit. Sums forget order; what they still tell about the text is
nulled by the projection, and they never leave the device.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.capture.keystrokes import MISSING, Keystrokes
from samehands.quantities import MICROS_PER_MILLI
from samehands.rhythm.contexts import (
    CHANNELS,
    GAIN_STEPS,
    LOWEST_MS,
    NO_SCORE,
    RANGE_MS,
    SCORE_LIMIT,
    Channel,
    Contexts,
)

HISTOGRAM_BINS: Final = 9
"""Bins of the histogram of normal scores, of equal width over [-2.5, 2.5]."""

_BIN_OF_SCORE: Final = (
    np.arange(2 * SCORE_LIMIT + 1) * HISTOGRAM_BINS // (2 * SCORE_LIMIT + 1)
).astype(np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """Keystrokes as the sums see them: a context and a normal score per channel.

    Args:
        context: shape (channels, n).
        score: shape (channels, n), sixteenths, or `NO_SCORE`.
        plain: shape (n,), the score of ud before the two keys had a say in it, sixteenths;
            anything where there is no score.
        usual: shape (n,), the mean of everybody's `plain` on these two keys.
    """

    context: NDArray[np.int8] = field(repr=False)
    score: NDArray[np.int8] = field(repr=False)
    plain: NDArray[np.int8] = field(repr=False)
    usual: NDArray[np.int8] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class ChannelSums:
    """One channel's sums over w windows.

    Args:
        count: shape (w, contexts), how many durations.
        total: shape (w, contexts), the sum of their scores, in sixteenths.
        square: shape (w, contexts), the sum of the squares, in 256ths.
        histogram: shape (w, contexts, HISTOGRAM_BINS), how many in each bin of scores.
    """

    count: NDArray[np.int64] = field(repr=False)
    total: NDArray[np.int64] = field(repr=False)
    square: NDArray[np.int64] = field(repr=False)
    histogram: NDArray[np.int64] = field(repr=False)


def durations(keystrokes: Keystrokes) -> NDArray[np.int64]:
    """Hold, dd, ud and uu of each keystroke, flights from the one before.

    Returns:
        Shape (channels, n), µs; `MISSING` where unknown.
    """
    press, release = keystrokes.press, keystrokes.release
    result = np.full((CHANNELS, len(keystrokes)), MISSING, np.int64)
    result[Channel.HOLD] = keystrokes.hold
    joined = ~keystrokes.starts_run[1:]
    before, after = release[:-1] != MISSING, release[1:] != MISSING
    result[Channel.DD, 1:] = np.where(joined, press[1:] - press[:-1], MISSING)
    result[Channel.UD, 1:] = np.where(joined & before, press[1:] - release[:-1], MISSING)
    result[Channel.UU, 1:] = np.where(joined & before & after, release[1:] - release[:-1], MISSING)
    return result


def timed(keystrokes: Keystrokes, contexts: Contexts) -> Timed:
    """Looks up the context and the normal score of each duration."""
    zone = keystrokes.zone
    context = np.zeros((CHANNELS, len(zone)), np.int8)
    context[Channel.HOLD] = contexts.hold[zone]
    context[1:, 1:] = contexts.flight[zone[:-1], zone[1:]]
    values = durations(keystrokes)
    score = np.empty(values.shape, np.int8)
    plain = np.empty(len(zone), np.int8)
    usual = np.empty(len(zone), np.int8)
    for channel in Channel:
        low, high = RANGE_MS[channel]
        value = values[channel]
        inside = (value >= low * MICROS_PER_MILLI) & (value <= high * MICROS_PER_MILLI)
        column = np.where(inside, value // MICROS_PER_MILLI, low) - LOWEST_MS
        table = contexts.scores[channel]
        shift, gain = (
            _on_keys(by_key[channel], keystrokes.position)
            for by_key in (contexts.shift, contexts.gain)
        )
        plainly = table[context[channel], column]
        if channel is Channel.UD:
            plain[:], usual[:] = plainly, shift
        apart = (plainly.astype(np.int64) - shift) * gain
        found = (apart + GAIN_STEPS // 2) // GAIN_STEPS
        score[channel] = np.where(inside, np.clip(found, -SCORE_LIMIT, SCORE_LIMIT), NO_SCORE)
    return Timed(context, score, plain, usual)


def _on_keys(by_key: NDArray[np.int8], position: NDArray[np.int16]) -> NDArray[np.int64]:
    """What a table says of the key of each keystroke, or of it and the one before, shape (n,)."""
    if by_key.ndim == 1:
        of_key: NDArray[np.int64] = by_key[position].astype(np.int64)
        return of_key
    # The first of all has no flight, whatever its pair.
    before = np.concatenate([position[:1], position[:-1]])
    of_pair: NDArray[np.int64] = by_key[before, position].astype(np.int64)
    return of_pair


def window_sums(
    stream: Timed, rows: NDArray[np.int64], contexts: Contexts
) -> tuple[ChannelSums, ...]:
    """Sums the scores of windows.

    The flight into a window's first keystroke belongs to no window, so that windows share nothing.

    Args:
        stream: of all keystrokes.
        rows: shape (w, n), the keystrokes of each window.
        contexts: the tables that `stream` was made with.

    Returns:
        One per channel.
    """
    windows = len(rows)
    window = np.broadcast_to(np.arange(windows)[:, None], rows.shape)
    sums = []
    for channel in Channel:
        score = stream.score[channel][rows]
        present = score != NO_SCORE
        if channel is not Channel.HOLD:
            present[:, 0] = False
        kept = score[present].astype(np.int64)
        which = window[present]
        size = contexts.contexts(channel)
        cells, shape = windows * size, (windows, size)
        cell = which * size + stream.context[channel][rows][present]
        bins = cell * HISTOGRAM_BINS + _BIN_OF_SCORE[kept + SCORE_LIMIT]
        sums.append(
            ChannelSums(
                np.bincount(cell, minlength=cells).reshape(shape),
                _weighted(cell, kept, cells).reshape(shape),
                _weighted(cell, kept * kept, cells).reshape(shape),
                np.bincount(bins, minlength=cells * HISTOGRAM_BINS).reshape(
                    *shape, HISTOGRAM_BINS
                ),
            )
        )
    return tuple(sums)


def _weighted(cell: NDArray[np.int64], weight: NDArray[np.int64], cells: int) -> NDArray[np.int64]:
    # bincount adds in float64, exact here: the sums stay far below 2**53.
    return np.bincount(cell, weights=weight, minlength=cells).astype(np.int64)
