/** Events as the golden files spell them, and how a test hands them to a pairing. */

import { Action, Mark } from "../capture/events.js";
import type { Pairing } from "../capture/pairing.js";
import { positionOf } from "../capture/positions.js";
import type { Micros } from "../quantities.js";

/** Time in µs, code, what happened, and 1 where an input method was composing. */
export type EventRow = readonly [number, string, "down" | "up" | "repeat" | "gap", 1?];

const ACTIONS = { up: Action.UP, down: Action.DOWN, repeat: Action.REPEAT, gap: Action.GAP } as const;

/** Hands an event to a pairing. */
export function takeRow(pairing: Pairing, row: EventRow): void {
  const [at, code, action, composing] = row;
  pairing.take(at as Micros, positionOf(code), ACTIONS[action], composing ? Mark.COMPOSING : Mark.NONE);
}
