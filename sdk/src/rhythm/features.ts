/**
 * Features: the sums of a window, smoothed, as numbers that a linear projection can use.
 *
 * The same doubles as Python's `samehands.rhythm.features`: only additions, subtractions,
 * multiplications, divisions and square roots, in the order written there. IEEE 754 rounds each
 * correctly, and ECMAScript allows no fused or wider arithmetic. It says so of the operators; of
 * `Math.sqrt` it does not, but every engine compiles it to the processor's correctly rounded one, and
 * tests hold it to the exact root, in Node and in the browser.
 */

import { sqrt } from "../primordials.js";
import { CHANNELS, type ChannelTable, type Contexts, SCORE_STEPS } from "./contexts.js";
import { Cell, CELLS, type ChannelSums, HISTOGRAM_BINS } from "./sums.js";

/** Durations of score 0 that a level is smoothed with, and of level score that a mean is. */
const LEVEL_PRIOR = 2;

/** Durations of variance 1 that a spread is smoothed with. */
const SPREAD_PRIOR = 4;

/** Durations added to each bin of a channel's histogram. */
const BIN_PRIOR = 0.5;

/** Durations, spread like the whole channel's, added to a context's histogram. */
const CONTEXT_PRIOR = 4;

/** How many features a window has. */
export function featureCount(contexts: Contexts): number {
  let wide = 0;
  for (let channel = 0; channel < CHANNELS; channel++) {
    const table = contexts.channels[channel];
    wide += 2 * table.size + 1 + (table.groups + 1) * HISTOGRAM_BINS;
  }
  return wide;
}

/** Writes a window's features, channel by channel, into `out`: `featureCount` numbers, none of them NaN. */
export function features(sums: readonly ChannelSums[], contexts: Contexts, out: Float64Array): void {
  let at = 0;
  for (let channel = 0; channel < CHANNELS; channel++) {
    at = ofChannel(sums[channel], contexts.channels[channel], out, at);
  }
}

function ofChannel(sums: ChannelSums, table: ChannelTable, out: Float64Array, start: number): number {
  const { size, group, groups, share } = table;
  // Over all contexts, cell by cell: whole numbers, exact in any order.
  const whole = new Float64Array(CELLS);
  for (let place = 0; place < sums.length; place++) {
    whole[place % CELLS] += sums[place];
  }
  const rough = whole[Cell.TOTAL] / SCORE_STEPS / (whole[Cell.COUNT] + LEVEL_PRIOR);

  const levelAt = start + 2 * size;
  const binsAt = levelAt + 1;
  const allAt = binsAt + groups * HISTOGRAM_BINS;
  const end = allAt + HISTOGRAM_BINS;
  for (let place = levelAt; place < end; place++) {
    out[place] = 0;
  }
  for (let context = 0; context < size; context++) {
    const cells = context * CELLS;
    const n = sums[cells + Cell.COUNT];
    const mean = (sums[cells + Cell.TOTAL] / SCORE_STEPS + LEVEL_PRIOR * rough) / (n + LEVEL_PRIOR);
    out[start + context] = mean;
    out[start + size + context] = (sums[cells + Cell.SQUARE] / SCORE_STEPS ** 2 - n) / (n + SPREAD_PRIOR);
    out[levelAt] += share[context] * mean;
    const groupAt = binsAt + group[context] * HISTOGRAM_BINS;
    for (let bin = 0; bin < HISTOGRAM_BINS; bin++) {
      const all = (whole[Cell.BINS + bin] + BIN_PRIOR) / (whole[Cell.COUNT] + BIN_PRIOR * HISTOGRAM_BINS);
      const smoothed = (sums[cells + Cell.BINS + bin] + CONTEXT_PRIOR * all) / (n + CONTEXT_PRIOR);
      out[groupAt + bin] += share[context] * smoothed;
      out[allAt + bin] += share[context] * smoothed;
    }
  }
  for (let place = binsAt; place < end; place++) {
    out[place] = sqrt(out[place]);
  }
  return end;
}
