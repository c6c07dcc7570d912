/**
 * Order-free statistics of a window of keystrokes: sums over everything, by channel and context.
 *
 * Whole numbers only. Sums forget order; what they still tell about the text is nulled by the
 * projection, and they never leave the device.
 */

import { floor } from "../primordials.js";
import type { Sixteenths } from "../quantities.js";
import { type Channel, CHANNELS, type Contexts, SCORE_LIMIT } from "./contexts.js";

/** Bins of the histogram of normal scores, of equal width over [-2.5, 2.5]. */
export const HISTOGRAM_BINS = 9;

/** One channel's sums. */
export interface ChannelSums {
  /** Per context: how many durations. */
  readonly count: Int32Array;
  /** Per context: the sum of their scores, in sixteenths. */
  readonly total: Int32Array;
  /** Per context: the sum of the squares, in 256ths. */
  readonly square: Int32Array;
  /** Per context × `HISTOGRAM_BINS` + bin: how many. */
  readonly histogram: Int32Array;
}

/** Nothing has been added yet. */
export function noSums(contexts: Contexts): ChannelSums[] {
  const sums: ChannelSums[] = [];
  for (let channel = 0; channel < CHANNELS; channel++) {
    const { size } = contexts.channels[channel];
    sums[channel] = {
      count: new Int32Array(size),
      total: new Int32Array(size),
      square: new Int32Array(size),
      histogram: new Int32Array(size * HISTOGRAM_BINS),
    };
  }
  return sums;
}

/** Adds a score; NaN adds nothing. */
export function add(sums: readonly ChannelSums[], channel: Channel, context: number, score: Sixteenths): void {
  if (score === score) {
    const { count, total, square, histogram } = sums[channel];
    count[context]++;
    total[context] += score;
    square[context] += score * score;
    const bin = floor(((score + SCORE_LIMIT) * HISTOGRAM_BINS) / (2 * SCORE_LIMIT + 1));
    histogram[context * HISTOGRAM_BINS + bin]++;
  }
}

/** Overwrites everything that was added. */
export function clear(sums: readonly ChannelSums[]): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    const { count, total, square, histogram } = sums[channel];
    for (let place = 0; place < histogram.length; place++) {
      histogram[place] = 0;
      if (place < count.length) {
        count[place] = total[place] = square[place] = 0;
      }
    }
  }
}
