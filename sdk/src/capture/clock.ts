/**
 * The clock that timed the keys: how coarse its grid is, told from the times alone.
 *
 * Browsers make their clocks coarse on purpose: 0.1 ms or 5 µs in Chromium, 1 ms in Firefox and Safari,
 * a display frame where fingerprinting is resisted. The same table as Python's `samehands.capture.clock`.
 */

import { min } from "../primordials.js";
import type { Micros } from "../quantities.js";

/** How fine the clock ticks; scores across classes are not alike. The values are the message's. */
export const enum ClockClass {
  TENTH_MS = 0,
  ONE_MS = 1,
  EIGHT_MS = 2,
  SIXTEEN_MS = 3,
}

/**
 * Each grid: so many ticks, last so many µs; how far off an interval may lie; the share that has to lie
 * there; the class. Coarse first: what lies on a coarse grid of whole ms lies on the finer one too.
 */
const GRIDS: readonly (readonly [number, number, number, number, ClockClass])[] = [
  [1, 15_625, 1_000, 0.6, ClockClass.SIXTEEN_MS],
  [3, 50_000, 1_000, 0.6, ClockClass.SIXTEEN_MS],
  [1, 10_000, 1_000, 0.7, ClockClass.EIGHT_MS],
  [1, 8_000, 1_000, 0.7, ClockClass.EIGHT_MS],
  [1, 1_000, 0, 0.9, ClockClass.ONE_MS],
];

/** Intervals beyond say nothing: a clock that runs 0.3 % fast has left its own grid. */
const LONGEST_INTERVAL = 300_000 as Micros;

/** Fewer cannot tell. */
const ENOUGH_INTERVALS = 30;

/** Counts of a window's intervals on each grid. */
export interface ClockEvidence {
  /** Takes a hold or a flight dd; NaN, none and long ones say nothing. */
  add(interval: Micros): void;
  /** The coarsest grid that fits, and 1 ms while there are too few intervals to tell. */
  clock(): ClockClass;
  clear(): void;
}

/** Evidence of nothing yet. */
export function createClockEvidence(): ClockEvidence {
  const onGrid = new Float64Array(GRIDS.length);
  let intervals = 0;
  return {
    add(interval) {
      if (!(interval > 0 && interval <= LONGEST_INTERVAL)) {
        return;
      }
      intervals++;
      for (let index = 0; index < GRIDS.length; index++) {
        const grid = GRIDS[index];
        const past = (interval * grid[0]) % grid[1];
        if (min(past, grid[1] - past) <= grid[2] * grid[0]) {
          onGrid[index]++;
        }
      }
    },
    clock() {
      if (intervals < ENOUGH_INTERVALS) {
        return ClockClass.ONE_MS;
      }
      for (let index = 0; index < GRIDS.length; index++) {
        if (onGrid[index] >= GRIDS[index][3] * intervals) {
          return GRIDS[index][4];
        }
      }
      return ClockClass.TENTH_MS;
    },
    clear() {
      intervals = 0;
      for (let index = 0; index < GRIDS.length; index++) {
        onGrid[index] = 0;
      }
    },
  };
}
