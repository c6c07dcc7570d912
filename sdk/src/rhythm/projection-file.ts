/**
 * The file of a projection: JSON, named by its SHA-256, which is checked before a byte of it is read.
 *
 * The server that named the hash has verified what is in the file (`decode_projection`); the checks here
 * keep what is still read wrong, a file of another version say, from passing for a wild typist.
 */

import { ZONES } from "../capture/positions.js";
import { abs, binaryOf, charCodeAt, isFinite, max, parseJson, sha256, textOf } from "../primordials.js";
import {
  CHANNELS,
  type ChannelTable,
  type Contexts,
  HIGHEST_MS,
  LOWEST_MS,
  SCORE_LIMIT,
  SHIFTED_POSITIONS,
} from "./contexts.js";
import { featureCount } from "./features.js";
import { DIMENSIONS, type Projection } from "./projection.js";

const FORMAT = "samehands-projection/2";

/** Most bytes of a projection's file: ten times what the larger of the shipped ones takes. */
export const FILE_LIMIT = 1_000_000;

/** Fewest keystrokes in a window: below, the embedding tells more of the text (PRIVACY.md). */
const SMALLEST_WINDOW = 50;

/** Most keystrokes in a window: it bounds what a window's sums can hold. */
const LARGEST_WINDOW = 1_000;

/** Most features: what keeps the weighted sums exact. */
const MOST_FEATURES = 1_000;

/** Largest absolute value of a number in the file. */
const LARGEST_NUMBER = 1e9;

/** Bytes of a file's SHA-256 that a message carries. */
const REF_BYTES = 8;

/** The file is not the one that was named, or not of this format. */
export class ProjectionError extends Error {}

interface Record {
  readonly format: unknown;
  readonly keystrokes: number;
  readonly hold: unknown;
  readonly flight: unknown;
  readonly group: readonly unknown[];
  readonly share: readonly unknown[];
  readonly bin_starts_ms: readonly unknown[];
  readonly scores: readonly unknown[];
  readonly shift: readonly unknown[];
  readonly gain: readonly unknown[];
  readonly centre: unknown;
  readonly scale: unknown;
  readonly weights: unknown;
  readonly weight_scale: unknown;
  readonly offset: unknown;
}

/**
 * Verifies and reads the file of a projection.
 *
 * Throws where the hash is another one, where there is no WebCrypto to tell, or where the file is not
 * of this format. The page is only told that the projection was refused: the server knows more.
 */
export async function readProjection(file: Uint8Array<ArrayBuffer>, expected: string): Promise<Projection> {
  check(file.length <= FILE_LIMIT);
  check(sha256);
  const digest = new Uint8Array(await sha256(file));
  check(hex(digest) === expected);
  const ref = new Uint8Array(REF_BYTES);
  for (let place = 0; place < REF_BYTES; place++) {
    ref[place] = digest[place];
  }
  return projectionOf(parseJson(textOf(file)) as Record, ref);
}

/** Bytes in lower-case hex. */
export function hex(bytes: Uint8Array): string {
  const digits = "0123456789abcdef";
  let text = "";
  for (let place = 0; place < bytes.length; place++) {
    text += digits[bytes[place] >> 4] + digits[bytes[place] & 15];
  }
  return text;
}

function projectionOf(record: Record, ref: Uint8Array): Projection {
  const { keystrokes } = record;
  check(record.format === FORMAT);
  check(keystrokes >= SMALLEST_WINDOW && keystrokes <= LARGEST_WINDOW);
  const contexts = contextsOf(record);
  const wide = featureCount(contexts);
  check(wide <= MOST_FEATURES);
  return {
    ref,
    keystrokes,
    contexts,
    centre: numbers(record.centre, wide),
    scale: numbers(record.scale, wide),
    weights: int8s(record.weights, DIMENSIONS * wide),
    weightScale: numbers(record.weight_scale, DIMENSIONS),
    offset: numbers(record.offset, DIMENSIONS),
  };
}

function contextsOf(record: Record): Contexts {
  const hold = numbers(record.hold, ZONES);
  const flight = numbers(record.flight, ZONES * ZONES);
  const starts = numbers(record.bin_starts_ms, record.bin_starts_ms.length);
  const bins = starts.length;
  const channels: ChannelTable[] = [];
  for (let channel = 0; channel < CHANNELS; channel++) {
    const context = channel ? flight : hold;
    const size = largest(context) + 1;
    const group = numbers(record.group[channel], size);
    const share = numbers(record.share[channel], size);
    // In the file, each row of scores stands as steps from one bin to the next.
    const scores = int8s(record.scores[channel], size * bins);
    for (let place = 0; place < scores.length; place++) {
      scores[place] += place % bins ? scores[place - 1] : 0;
    }
    const keys = SHIFTED_POSITIONS ** (channel ? 2 : 1);
    // eslint-disable-next-line no-restricted-properties -- a field of the file
    const usual = int8s(record.shift[channel], keys, -SCORE_LIMIT, SCORE_LIMIT);
    const gain = int8s(record.gain[channel], keys, 1);
    channels[channel] = { size, context, group, groups: largest(group) + 1, share, scores, usual, gain };
  }
  return { channels, bins, bin: binsOf(starts) };
}

function binsOf(starts: Float64Array): Uint16Array {
  const bin = new Uint16Array(HIGHEST_MS - LOWEST_MS + 1);
  check(starts[0] === LOWEST_MS);
  let last = 0;
  for (let place = 0; place < bin.length; place++) {
    last += starts[last + 1] <= place + LOWEST_MS ? 1 : 0;
    bin[place] = last;
  }
  return bin;
}

function largest(table: Float64Array): number {
  let most = 0;
  for (let place = 0; place < table.length; place++) {
    check(table[place] >= 0);
    most = max(most, table[place]);
  }
  return most;
}

function numbers(list: unknown, due: number): Float64Array {
  const from = list as ArrayLike<unknown>;
  check(from.length === due);
  const to = new Float64Array(due);
  for (let place = 0; place < due; place++) {
    const value = from[place];
    check(isFinite(value) && abs(value) <= LARGEST_NUMBER);
    to[place] = value;
  }
  return to;
}

function int8s(base64: unknown, due: number, least = -128, most = 127): Int8Array {
  const bytes = binaryOf(base64 as string);
  check(bytes.length === due);
  const to = new Int8Array(due);
  for (let place = 0; place < due; place++) {
    to[place] = charCodeAt(bytes, place);
    check(to[place] >= least && to[place] <= most);
  }
  return to;
}

function check(holds: unknown): asserts holds {
  if (!holds) {
    throw new ProjectionError();
  }
}
