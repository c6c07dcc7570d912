/**
 * Pairing: key events in, keystrokes out, one event at a time.
 *
 * The same rules as Python's `samehands.capture.pairing`, which takes in many events at once. The
 * stream falls into *runs*: a gap or a clock that goes backwards ends one, and what was open is lost.
 * Inside a run times never fall and a key is on its own:
 *
 * - a press is an auto-repeat when the key's event before it is a press or repeat close enough;
 * - a release belongs to the key's press before it when no release came between and the press is not
 *   given up on: held for at most `HOLD_LIMIT`, followed by at most `PENDING_LIMIT` presses;
 * - a press without such a release is a keystroke whose release is NaN.
 *
 * Keystrokes come out in order of their presses, each as soon as all before it are settled. Until then
 * they wait in a ring that is overwritten; it is the only place where raw times and keys are kept.
 */

import type { Micros } from "../quantities.js";
import { type EventCounts, noCounts } from "./counts.js";
import { Action, Mark } from "./events.js";
import { POSITION_COUNT, UNKNOWN_POSITION } from "./positions.js";

/**
 * A press of a key that is down is an auto-repeat when it comes this soon after the last one.
 *
 * The longest delay before auto-repeat that common systems offer is 1 s; a tenth for jitter.
 */
export const REPEAT_WITHIN = 1_100_000 as Micros;

/** A press whose release has not come by then is given up on, so that it blocks nothing. */
export const HOLD_LIMIT = 5_000_000 as Micros;

/** A press that this many presses have followed is given up on too: it bounds the ring. */
export const PENDING_LIMIT = 256;

/** Times end here: 285 years, the last integer that a number still holds. */
export const TIME_LIMIT = 2 ** 53;

/** Slots of the ring: the next power of two that holds `PENDING_LIMIT` + 1. */
const RING = 512;
const MASK = RING - 1;

/** The key is not down. */
const NONE = -1;

/**
 * Takes a keystroke: its press, its release or NaN, its position, whether a run starts, its marks.
 *
 * What an input method was composing has the unknown position.
 */
export type KeystrokeSink = (
  press: Micros,
  release: Micros,
  position: number,
  startsRun: boolean,
  marks: number,
) => void;

/** What pairs; bounded, however long it is used. */
export interface Pairing {
  readonly counts: EventCounts;
  /** Takes in an event. `at` is a whole number in 0 to `TIME_LIMIT` and `position` one of the table. */
  readonly take: (at: Micros, position: number, action: Action, marks: number) => void;
  /** Nothing joins across now: what is down is given up on. */
  readonly gap: () => void;
}

/** A pairing that hands its keystrokes to `sink`. */
export function createPairing(sink: KeystrokeSink): Pairing {
  const counts = noCounts();
  const press = new Float64Array(RING);
  const release = new Float64Array(RING);
  const pressed = new Uint8Array(RING);
  const position = new Uint8Array(RING);
  const starts = new Uint8Array(RING);
  const marked = new Uint8Array(RING);
  let out = 0; // keystrokes that have come out
  let presses = 0; // keystrokes that have begun

  // Of each key, valid in the run that `runOf` names: its last press or repeat without a release
  // since, and the keystroke that it is down for.
  const runOf = new Float64Array(POSITION_COUNT);
  const downAt = new Float64Array(POSITION_COUNT);
  const opened = new Float64Array(POSITION_COUNT);
  let run = 1;
  let fresh = true;
  let lastAt = 0 as Micros;

  function givenUp(which: number): boolean {
    return lastAt - press[which & MASK] > HOLD_LIMIT || presses - 1 - which > PENDING_LIMIT;
  }

  function down(key: number, marks: number): void {
    const slot = presses & MASK;
    press[slot] = lastAt;
    release[slot] = NaN;
    pressed[slot] = key;
    position[slot] = marks & Mark.COMPOSING ? UNKNOWN_POSITION : key;
    starts[slot] = fresh ? 1 : 0;
    marked[slot] = marks;
    fresh = false;
    downAt[key] = lastAt;
    opened[key] = presses++;
    counts.presses++;
    counts.composing += marks & Mark.COMPOSING;
  }

  function up(key: number, marks: number): void {
    const which = opened[key];
    opened[key] = downAt[key] = NONE;
    if (which === NONE) {
      counts.orphanRelease++;
    } else if (givenUp(which)) {
      counts.lateRelease++;
    } else {
      counts.releases++;
      release[which & MASK] = lastAt;
      marked[which & MASK] |= marks;
    }
  }

  function settle(): void {
    for (; out < presses; out++) {
      const slot = out & MASK;
      const key = pressed[slot];
      if (runOf[key] === run && opened[key] === out && !givenUp(out)) {
        return;
      }
      counts.lostReleases += release[slot] !== release[slot] ? 1 : 0;
      sink(press[slot] as Micros, release[slot] as Micros, position[slot], starts[slot] > 0, marked[slot]);
      press[slot] = release[slot] = pressed[slot] = position[slot] = 0;
    }
  }

  function endRun(): void {
    run++;
    fresh = true;
  }

  function take(at: Micros, key: number, action: Action, marks: number): void {
    counts.received++;
    if (at < lastAt) {
      counts.clockJumps++;
      endRun();
    }
    lastAt = at;
    if (action === Action.GAP) {
      counts.gaps++;
      endRun();
    } else {
      if (runOf[key] !== run) {
        runOf[key] = run;
        opened[key] = downAt[key] = NONE;
      }
      if (action === Action.UP) {
        up(key, marks);
      } else if (
        action === Action.REPEAT ||
        (downAt[key] !== NONE && at - downAt[key] <= REPEAT_WITHIN)
      ) {
        counts.repeat++;
        downAt[key] = at;
      } else {
        down(key, marks);
      }
    }
    settle();
  }

  return {
    counts,
    take,
    gap: () => {
      take(lastAt, 0, Action.GAP, Mark.NONE);
    },
  };
}
