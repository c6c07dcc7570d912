/** The golden event streams, and how a test plays them. */

import captureText from "../../../tests/golden/capture.json?raw";
import rhythmText from "../../../tests/golden/rhythm.json?raw";
import { createPairing, type KeystrokeSink, type Pairing } from "../capture/pairing.js";
import { type EventRow, takeRow } from "./events.js";

export { type EventRow, takeRow };

export interface CaptureVector {
  readonly name: string;
  readonly events?: readonly EventRow[];
  readonly out_after?: readonly number[];
  readonly keystrokes: readonly (readonly [number, number | null, number, 0 | 1, number])[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface RhythmVectors {
  readonly projection: { readonly name: string; readonly sha256: string };
  readonly streams: readonly {
    readonly name: string;
    readonly events: readonly EventRow[];
    readonly messages: readonly string[];
    readonly discarded: number;
  }[];
  readonly sums: readonly {
    readonly name: string;
    readonly channels: readonly {
      readonly count: readonly number[];
      readonly total: readonly number[];
      readonly square: readonly number[];
      readonly histogram: readonly (readonly number[])[];
    }[];
  }[];
}

export const CAPTURE = JSON.parse(captureText) as readonly CaptureVector[];
export const RHYTHM = JSON.parse(rhythmText) as RhythmVectors;

/** The events of a golden stream. */
export function eventsOf(name: string): readonly EventRow[] {
  const own = CAPTURE.find((vector) => vector.name === name)?.events;
  return own ?? RHYTHM.streams.find((stream) => stream.name === name)!.events;
}

/**
 * Plays a whole session into a sink, its end included: as Python's `finish`, which a page has no use
 * for, since what is open when it goes is dropped. A gap gives up what is still down.
 */
export function play(events: readonly EventRow[], sink: KeystrokeSink): Pairing {
  const pairing = createPairing(sink);
  for (const row of events) {
    takeRow(pairing, row);
  }
  pairing.gap();
  return pairing;
}
