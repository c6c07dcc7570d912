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

/** Width of the bins in which equal dd, and equal holds, are counted. */
const LATTICE_BIN = 2_000 as Micros;

/** Steps per unit of a liveness scalar: the 1/8 grid of the message's rules. */
const SCALAR_STEPS = 8;

/** Largest absolute value of a liveness scalar on its grid. */
const SCALAR_CLIP = 127;

/** Steps between the spreads of holds that are sent: quarters of a unit. */
const HOLD_SPREAD_GRID = SCALAR_STEPS / 4;

/** Steps per unit of the fit to the keys, and the highest that is told. */
const KEY_FIT_STEPS = 16;
const KEY_FIT_CAP = 1;

/** Flights between keys of which something is usual that a fit needs; the cap stands for fewer. */
const KEY_FIT_PAIRS = 20;

/** Median holds at which the level rises, in bins: 16 and 40 ms. */
const HOLD_LEVELS = [8, 20] as const;

/** How many numbers there are. */
export const SCALARS = 7;

/** The liveness numbers of the window that is being filled. */
export interface Scalars {
  /** Takes the next hold and its normal score; NaN where they are not known. */
  readonly hold: (hold: Micros, score: Sixteenths) => void;
  /** Takes the next flight dd and its normal score; NaN where they are not known. */
  flight(dd: Micros, score: Sixteenths): void;
  /** Takes the plain score of the next flight ud, NaN where it has none, and what is usual on its keys, if anything. */
  fit(plain: Sixteenths, usual: number | undefined): void;
  /** Rhythm memory, longest equal run, lattice; key fit; level, lattice, spread of holds. */
  read(): Eighths[];
  clear(): void;
}

/** Nothing yet. `most` is how many keystrokes a window has. */
export function createScalars(most: number): Scalars {
  const flights = createTrack(most);
  const holds = createTrack(most);
  const fit = createPairs();
  let ddBefore: number, run: number, longest: number;

  function clear(): void {
    flights.clear();
    holds.clear();
    fit.clear();
    ddBefore = NaN;
    run = longest = 0;
  }

  clear();
  return {
    hold: holds.add,
    flight(dd, score) {
      flights.add(dd, score);
      if (dd === dd) {
        run = abs(dd - ddBefore) <= EQUAL_WITHIN ? run + 1 : 1;
        longest = max(longest, run);
      }
      ddBefore = dd;
    },
    fit(plain, usual) {
      if (usual) {
        fit.add(plain, usual);
      }
    },
    read: () => [
      flights.memory(),
      log2Eighths(longest),
      flights.lattice(),
      (fit.size() < KEY_FIT_PAIRS ? KEY_FIT_CAP : min(fit.correlation(KEY_FIT_STEPS), KEY_FIT_CAP)) as Eighths,
      (holds.upTo(HOLD_LEVELS[0]) + holds.upTo(HOLD_LEVELS[1])) as Eighths,
      holds.lattice(),
      holds.spread(),
    ],
    clear,
  };
}

/** What is asked of holds and of flights alike: durations in order, with their normal scores. */
function createTrack(most: number) {
  const bins = new Float64Array(most);
  const neighbours = createPairs();
  const own = createPairs();
  let count = 0; // of durations in `bins`
  let scoreBefore = NaN;
  return {
    add: (duration: number, score: number): void => {
      if (duration === duration) {
        bins[count++] = floor(duration / LATTICE_BIN);
      }
      neighbours.add(scoreBefore, score);
      own.add(score, score);
      scoreBefore = score;
    },
    memory: () => neighbours.correlation(SCALAR_STEPS),
    spread: () =>
      clipped(floor((own.deviation() * SCALAR_STEPS) / HOLD_SPREAD_GRID / SCORE_STEPS + 0.5) * HOLD_SPREAD_GRID),
    /** How many share the commonest 2 ms. */
    lattice(): Eighths {
      let commonest = 0;
      for (let place = 0; place < count; place++) {
        let same = 0;
        for (let other = place; other < count; other++) {
          same += bins[other] === bins[place] ? 1 : 0;
        }
        commonest = max(commonest, same);
      }
      return log2Eighths(commonest);
    },
    /** 1 where at most half of the durations are in bins below this one, else 0. */
    upTo(level: number): number {
      let below = 0;
      for (let place = 0; place < count; place++) {
        below += bins[place] < level ? 1 : 0;
      }
      return 2 * below <= count ? 1 : 0;
    },
    clear(): void {
      while (count > 0) {
        bins[--count] = 0;
      }
      neighbours.clear();
      own.clear();
      scoreBefore = NaN;
    },
  };
}

/** Pairs of numbers, summed as they come: whole numbers. */
function createPairs() {
  let n: number, first: number, second: number, firsts: number, seconds: number, products: number;

  function clear(): void {
    n = first = second = firsts = seconds = products = 0;
  }

  clear();
  return {
    /** Takes a pair; nothing where one is NaN. */
    add: (one: number, other: number): void => {
      const product = one * other;
      if (product === product) {
        n++;
        first += one;
        second += other;
        firsts += one * one;
        seconds += other * other;
        products += product;
      }
    },
    /** The correlation in so many steps a unit; 0 where there is none. */
    correlation(steps: number): Eighths {
      // n² times covariance and variances: whole numbers.
      const one = n * firsts - first * first;
      const other = n * seconds - second * second;
      return one > 0 && other > 0
        ? clipped(floor(((n * products - first * second) / (sqrt(one) * sqrt(other))) * steps + 0.5))
        : (0 as Eighths);
    },
    /** The standard deviation of the first ones; 0 where there are none. */
    deviation: () => (n ? sqrt(n * firsts - first * first) / n : 0),
    size: () => n,
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
