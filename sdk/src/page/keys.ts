/**
 * Key events of a window become events for pairing.
 *
 * Read are `code`, `timeStamp`, `repeat`, `isComposing`, `isTrusted` and where the event happened; never
 * `key`. Of an event that may not be observed not even the time is read.
 */

import { Action, Mark } from "../capture/events.js";
import { type Pairing, TIME_LIMIT } from "../capture/pairing.js";
import { positionOf } from "../capture/positions.js";
import { floor } from "../primordials.js";
import { type Micros, MICROS_PER_MILLI } from "../quantities.js";
import { all, listen, type Stop } from "./dom.js";
import type { Fields } from "./fields.js";

/**
 * Observes the keys of a window.
 *
 * `later` is how much later the window's clock began than the one that all times are brought to: frames
 * count from when each was loaded.
 */
export function observeKeys(view: EventTarget, pairing: Pairing, fields: Fields, later: Micros): Stop {
  function onKey(event: KeyboardEvent, action: Action): void {
    let at = NaN;
    try {
      if (fields.mayObserve(event)) {
        at = microsOf(event.timeStamp) + later;
      }
    } finally {
      if (at >= 0 && at <= TIME_LIMIT) {
        const marks =
          (event.isComposing ? Mark.COMPOSING : Mark.NONE) | (event.isTrusted ? Mark.NONE : Mark.UNTRUSTED);
        pairing.take(at as Micros, positionOf(event.code), action, marks);
      } else {
        // What is not observed hides how long it took: no flight joins across it.
        pairing.gap();
      }
    }
  }
  return all([
    listen(view, "keydown", (event) => {
      onKey(event as KeyboardEvent, (event as KeyboardEvent).repeat ? Action.REPEAT : Action.DOWN);
    }),
    listen(view, "keyup", (event) => {
      onKey(event as KeyboardEvent, Action.UP);
    }),
  ]);
}

/** Milliseconds of a browser's clock as whole microseconds, the nearest. */
export function microsOf(millis: number): Micros {
  return floor(millis * MICROS_PER_MILLI + 0.5) as Micros;
}
