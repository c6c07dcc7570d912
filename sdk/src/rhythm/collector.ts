/**
 * The collector: keystrokes in, windows out. The privacy boundary.
 *
 * What goes in is as good as the text; what comes out is all that may leave the device. A keystroke is
 * added to the sums as it comes and forgotten: only the one before it is kept, with its key, and the
 * holds and flights dd of the window that is being filled. A window that is not full never comes out.
 */

import { createClockEvidence } from "../capture/clock.js";
import { Mark } from "../capture/events.js";
import type { KeystrokeSink } from "../capture/pairing.js";
import { UNKNOWN_POSITION, ZONE_OF_POSITION, ZONES } from "../capture/positions.js";
import type { Micros, Sixteenths } from "../quantities.js";
import { Channel, pairOf, plainScoreOf, scoreOf } from "./contexts.js";
import { createLookout } from "./early.js";
import { embed, type Projection } from "./projection.js";
import { createScalars } from "./scalars.js";
import { add, clear, noSums } from "./sums.js";
import { PathFlag, type Window } from "./window.js";

/** Press gaps below this are hardly ever typed: two keys at once, or a program. */
const QUICK_GAP = 20_000 as Micros;

/** Share of quick gaps above which a window is no normal typing, and is discarded. */
const QUICK_GAPS_TOLERATED = 0.05;

/**
 * Share of keystrokes with an untrusted event above which a window counts as injected.
 *
 * Helpers in a page (spelling, shortcuts) dispatch a key now and then. Lower: such a page is never
 * scored. Higher: more of a forged window passes for typed.
 */
export const UNTRUSTED_TOLERATED = 0.05;

/** What fills windows. */
export interface Collector {
  readonly take: KeystrokeSink;
  /** How many windows were discarded as no normal typing. */
  readonly discarded: number;
  /** Forgets the window that is being filled. */
  clear(): void;
}

/**
 * A collector. `emit` gets the windows, `sign` the `SignFlag`s of early signs, added up.
 *
 * `path` is what is known of the whole session's path; windows get their own flags besides.
 */
export function createCollector(
  projection: Projection,
  emit: (window: Window) => void,
  sign: (signs: number) => void,
  path: number = PathFlag.NONE,
): Collector {
  const { contexts, keystrokes } = projection;
  const sums = noSums(contexts);
  const scalars = createScalars(keystrokes);
  const lookout = createLookout(keystrokes, sign);
  const clock = createClockEvidence();
  let filled = 0;
  let quick = 0;
  let untrusted = 0;
  let pressBefore = NaN as Micros;
  let releaseBefore = NaN as Micros;
  let positionBefore = UNKNOWN_POSITION;
  let discardedBefore: number = PathFlag.NONE;
  let discarded = 0;

  function score(channel: Channel, context: number, key: number, duration: number): Sixteenths {
    const table = contexts.channels[channel];
    const plain = plainScoreOf(contexts, channel, context, duration as Micros);
    const found = scoreOf(table, key, plain);
    if (channel === Channel.UD) {
      scalars.fit(plain, table.usual[key]);
    }
    add(sums, channel, context, found);
    return found;
  }

  function flights(press: Micros, release: Micros, position: number, startsRun: boolean): void {
    const dd = (startsRun ? NaN : press - pressBefore) as Micros;
    const zones = ZONE_OF_POSITION[positionBefore] * ZONES + ZONE_OF_POSITION[position];
    const context = contexts.channels[Channel.DD].context[zones];
    const key = pairOf(positionBefore, position);
    scalars.flight(dd, score(Channel.DD, context, key, dd));
    clock.add(dd);
    quick += dd < QUICK_GAP ? 1 : 0;
    if (!startsRun) {
      score(Channel.UD, context, key, press - releaseBefore);
      score(Channel.UU, context, key, release - releaseBefore);
    }
  }

  function close(): void {
    // Whole numbers over N - 1: the same share as the mean that Python takes.
    if (quick / (keystrokes - 1) > QUICK_GAPS_TOLERATED) {
      discarded++;
      discardedBefore = PathFlag.DISCARDED;
    } else {
      const injected = untrusted > UNTRUSTED_TOLERATED * keystrokes ? PathFlag.INJECTED : PathFlag.NONE;
      emit({
        embedding: embed(projection, sums),
        scalars: scalars.read(),
        clock: clock.clock(),
        path: path | injected | discardedBefore,
      });
      discardedBefore = PathFlag.NONE;
    }
    forget();
  }

  function forget(): void {
    clear(sums);
    scalars.clear();
    clock.clear();
    filled = quick = untrusted = positionBefore = 0;
    pressBefore = releaseBefore = NaN as Micros;
  }

  return {
    take(press, release, position, startsRun, marks) {
      const zone = ZONE_OF_POSITION[position];
      const hold = (release - press) as Micros;
      scalars.hold(hold, score(Channel.HOLD, contexts.channels[Channel.HOLD].context[zone], position, hold));
      clock.add(hold);
      lookout.take(press, hold, startsRun);
      if (filled) {
        // The flight into a window's first keystroke belongs to no window.
        flights(press, release, position, startsRun);
      }
      pressBefore = press;
      releaseBefore = release;
      positionBefore = position;
      untrusted += marks & Mark.UNTRUSTED ? 1 : 0;
      if (++filled === keystrokes) {
        close();
      }
    },
    get discarded() {
      return discarded;
    },
    clear() {
      forget();
      lookout.clear();
    },
  };
}
