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

/** What is summed in each context: where it stands in the context's cells. */
export const enum Cell {
  /** How many durations. */
  COUNT = 0,
  /** The sum of their scores, in sixteenths. */
  TOTAL = 1,
  /** The sum of the squares, in 256ths. */
  SQUARE = 2,
  /** The first of `HISTOGRAM_BINS`: how many durations are in each. */
  BINS = 3,
}

/** Cells of each context. */
export const CELLS: number = Cell.BINS + HISTOGRAM_BINS;

/** One channel's sums: context × `CELLS` + cell. */
export type ChannelSums = Int32Array;

/** Nothing has been added yet. */
export function noSums(contexts: Contexts): ChannelSums[] {
  const sums: ChannelSums[] = [];
  for (let channel = 0; channel < CHANNELS; channel++) {
    sums[channel] = new Int32Array(contexts.channels[channel].size * CELLS);
  }
  return sums;
}

/** Adds a score; NaN adds nothing. */
export function add(sums: readonly ChannelSums[], channel: Channel, context: number, score: Sixteenths): void {
  if (score === score) {
    const cells = sums[channel];
    const at = context * CELLS;
    cells[at + Cell.COUNT]++;
    cells[at + Cell.TOTAL] += score;
    cells[at + Cell.SQUARE] += score * score;
    cells[at + Cell.BINS + floor(((score + SCORE_LIMIT) * HISTOGRAM_BINS) / (2 * SCORE_LIMIT + 1))]++;
  }
}

/** Overwrites everything that was added. */
export function clear(sums: readonly ChannelSums[]): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let place = 0; place < sums[channel].length; place++) {
      sums[channel][place] = 0;
    }
  }
}
