/** Messages that wait to be sent: bounded, in memory only, and what is dropped is counted. */

import { BATCH_WINDOWS } from "../wire/batch.js";
import { numbered } from "../wire/message.js";

/** Most messages that wait: one batch. What comes beyond pushes out the oldest. */
export const QUEUE_WINDOWS = BATCH_WINDOWS;

export interface Queue {
  /** How many wait. */
  readonly size: number;
  /** How many were pushed out. */
  readonly dropped: number;
  add(message: Uint8Array): void;
  /**
   * Takes all that wait, numbered from `first`; a message that was dropped leaves out its number, so
   * that the server sees the gap. Fills `into` and returns the next free number.
   */
  take(first: number, into: Uint8Array[]): number;
}

/** Stands where a message was: what was sent is not kept. */
const NONE = new Uint8Array(0);

/** An empty queue. */
export function createQueue(): Queue {
  const ring: Uint8Array[] = [];
  let added = 0; // those that wait stand before this one, modulo the ring
  let size = 0;
  let dropped = 0;
  let gap = 0; // dropped since the last take: they were older than all that wait
  return {
    get size() {
      return size;
    },
    get dropped() {
      return dropped;
    },
    add(message) {
      ring[added++ % QUEUE_WINDOWS] = message;
      if (size < QUEUE_WINDOWS) {
        size++;
      } else {
        dropped++;
        gap++;
      }
    },
    take(first, into) {
      let next = first + gap;
      for (let place = 0; place < size; place++) {
        const slot = (added - size + place) % QUEUE_WINDOWS;
        numbered(ring[slot], next++);
        into[place] = ring[slot];
        ring[slot] = NONE;
      }
      size = gap = 0;
      return next;
    },
  };
}
