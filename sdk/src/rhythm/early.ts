/**
 * The early sign: what may leave the device about a machine before a window is full.
 *
 * The same counts as Python's `samehands.rhythm.early`, which says why. None of them is about speed.
 */

import { abs, max } from "../primordials.js";
import type { Micros } from "../quantities.js";

/** Keystrokes in a row that a sign needs. */
const SIGN_KEYSTROKES = 20;

/** A hold below this is no finger's. */
const SHORT_HOLD = 40_000 as Micros;

/** Two holds, or two gaps, in a row are equal when they differ by no more than this. */
const EQUAL_WITHIN = 2_000 as Micros;

/** What was seen on so many keystrokes in a row; the values are the message's. */
export const enum SignFlag {
  SHORT_HOLDS = 1,
  EQUAL_HOLDS = 2,
  EQUAL_GAPS = 4,
}

/** What looks for signs. */
export interface Lookout {
  /** Takes the next keystroke; NaN where its release, or the press before it, is not known. */
  take(press: Micros, hold: Micros, startsRun: boolean): void;
  clear(): void;
}

/** Gives `SignFlag`s, added up, to `emit`: no sooner than `every` keystrokes after the last time. */
export function createLookout(every: number, emit: (signs: number) => void): Lookout {
  let before: number, holdBefore: number, gapBefore: number;
  let short: number, holds: number, gaps: number;
  let wait = 0;

  function clear(): void {
    before = holdBefore = gapBefore = NaN;
    short = holds = gaps = 0;
  }

  clear();
  return {
    take(press, hold, startsRun) {
      const gap = startsRun ? NaN : press - before;
      short = hold < SHORT_HOLD ? short + 1 : 0;
      holds = abs(hold - holdBefore) <= EQUAL_WITHIN ? holds + 1 : 0;
      gaps = abs(gap - gapBefore) <= EQUAL_WITHIN ? gaps + 1 : 0;
      before = press;
      holdBefore = hold;
      gapBefore = gap;
      wait = max(wait - 1, 0);
      // n equal ones have n - 1 equal neighbours, and n keystrokes n - 1 gaps.
      const signs =
        (short >= SIGN_KEYSTROKES ? SignFlag.SHORT_HOLDS : 0) +
        (holds >= SIGN_KEYSTROKES - 1 ? SignFlag.EQUAL_HOLDS : 0) +
        (gaps >= SIGN_KEYSTROKES - 2 ? SignFlag.EQUAL_GAPS : 0);
      if (signs && !wait) {
        wait = every;
        emit(signs);
      }
    },
    clear,
  };
}
