/** When to send: on a timer of our own, never because of what somebody does. */

import { floor, isFinite, min, parseDate } from "../primordials.js";
import type { Millis } from "../quantities.js";

/**
 * Mean time between two looks at the queue.
 *
 * Shorter: the time of a send tells when a window was full, so how fast somebody types. Longer: more
 * is lost with a page that goes, and a verdict comes later.
 */
export const SEND_EVERY = 10_000 as Millis;

/** Share of `SEND_EVERY` that the next look may come earlier or later. */
const JITTER = 0.5;

/** First wait after a failure; it doubles with each. */
export const BACK_OFF = 5_000 as Millis;

/** Longest wait of our own after failures: a server that is back is found within it. */
export const LONGEST_BACK_OFF = 300_000 as Millis;

/** Longest wait that a server may ask for: a slip of its clock must not silence a day. */
export const LONGEST_RETRY_AFTER = 3_600_000 as Millis;

/** When to look again. */
export function nextLook(luck: number): Millis {
  return (SEND_EVERY * (1 + JITTER * (2 * luck - 1))) as Millis;
}

/** How long to wait after so many failures in a row (from 1): doubling, half of it by luck. */
export function backOff(failures: number, luck: number): Millis {
  const most = min(BACK_OFF * 2 ** (failures - 1), LONGEST_BACK_OFF);
  return (most * (0.5 + luck / 2)) as Millis;
}

/** What a `Retry-After` asks for: seconds, or a date; 0 where it asks for nothing that makes sense. */
export function askedFor(header: string | null, now: number): Millis {
  const seconds = header ? +header : NaN;
  const wait = isFinite(seconds) ? seconds * 1_000 : parseDate(header ?? "") - now;
  return (wait > 0 ? min(floor(wait), LONGEST_RETRY_AFTER) : 0) as Millis;
}
