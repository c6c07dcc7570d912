/**
 * Liveness scalars: the few numbers about order that leave the device, on a coarse grid.
 *
 * Whole numbers up to the last division, as in Python's `samehands.rhythm.scalars`; they are summed as
 * the flights come, so that only the flights dd of the window that is being filled are kept.
 */

import { abs, floor, max, min, sqrt } from "../primordials.js";
import type { Eighths, Micros, Sixteenths } from "../quantities.js";
import { SCORE_STEPS } from "./contexts.js";

/** Two dd in a row are equal when they differ by no more than this. */
const EQUAL_WITHIN = 2_000 as Micros;

/** Width of the bins in which equal dd are counted. */
const LATTICE_BIN = 2_000 as Micros;

/** Steps per unit of a liveness scalar: the 1/8 grid of the message's rules. */
const SCALAR_STEPS = 8;

/** Largest absolute value of a liveness scalar on its grid. */
const SCALAR_CLIP = 127;

/** Steps between the spreads that are sent: halves of a unit. */
const SPREAD_GRID = SCALAR_STEPS / 2;

/** How many numbers there are. */
export const SCALARS = 4;

/** The liveness numbers of the window that is being filled. */
export interface Scalars {
  /** Takes the next flight dd and its normal score; NaN where they are not known. */
  add(dd: Micros, score: Sixteenths): void;
  /** Rhythm memory, longest equal run, lattice, spread. */
  read(): Eighths[];
  clear(): void;
}

/** Nothing yet. `flights` is the most that a window has. */
export function createScalars(flights: number): Scalars {
  const bins = new Float64Array(flights);
  let known = 0; // flights in `bins`
  let ddBefore: number, run: number, longest: number;
  let scoreBefore: number;
  // Of pairs of neighbours, and of all scores: how many, sums, sums of squares and of products.
  let pairs: number, first: number, second: number, firsts: number, seconds: number, products: number;
  let scored: number, sum: number, squares: number;

  function clear(): void {
    while (known > 0) {
      bins[--known] = 0;
    }
    ddBefore = scoreBefore = NaN;
    run = longest = pairs = first = second = firsts = seconds = products = scored = sum = squares = 0;
  }

  function memory(): Eighths {
    // n² times covariance and variances: whole numbers.
    const covariance = pairs * products - first * second;
    const one = pairs * firsts - first * first;
    const other = pairs * seconds - second * second;
    return one > 0 && other > 0
      ? clipped(floor((covariance / (sqrt(one) * sqrt(other))) * SCALAR_STEPS + 0.5))
      : (0 as Eighths);
  }

  function spread(): Eighths {
    if (!scored) {
      return 0 as Eighths;
    }
    const deviation = sqrt(scored * squares - sum * sum) / (scored * SCORE_STEPS);
    return clipped(floor((deviation * SCALAR_STEPS) / SPREAD_GRID + 0.5) * SPREAD_GRID);
  }

  function commonest(): number {
    let most = 0;
    for (let place = 0; place < known; place++) {
      let same = 0;
      for (let other = place; other < known; other++) {
        same += bins[other] === bins[place] ? 1 : 0;
      }
      most = max(most, same);
    }
    return most;
  }

  clear();
  return {
    add(dd, score) {
      if (dd === dd) {
        run = abs(dd - ddBefore) <= EQUAL_WITHIN ? run + 1 : 1;
        longest = max(longest, run);
        bins[known++] = floor(dd / LATTICE_BIN);
      }
      ddBefore = dd;
      if (score === score) {
        scored++;
        sum += score;
        squares += score * score;
        if (scoreBefore === scoreBefore) {
          pairs++;
          first += scoreBefore;
          second += score;
          firsts += scoreBefore * scoreBefore;
          seconds += score * score;
          products += scoreBefore * score;
        }
      }
      scoreBefore = score;
    },
    read: () => [memory(), log2Eighths(longest), log2Eighths(commonest()), spread()],
    clear,
  };
}

/**
 * Eight times log2 of a count, rounded down: how often its eighth power can be halved.
 *
 * Exact for counts up to 1,000: the fourth power is a whole number below 2**53, so only the last
 * product is rounded, and a test holds that this never reaches the next power of two.
 */
export function log2Eighths(count: number): Eighths {
  const fourth = count * count * count * count;
  let steps = 0;
  for (let power = fourth * fourth; power >= 2; power /= 2) {
    steps++;
  }
  return clipped(steps);
}

function clipped(steps: number): Eighths {
  return min(max(steps, -SCALAR_CLIP), SCALAR_CLIP) as Eighths;
}
