/**
 * The projection: a public file that turns a window's features into 64 numbers.
 *
 * Exact: features are rounded to integers, weights are int8, so that the products sum to integers in
 * any order and in any language.
 */

import { floor, max, min } from "../primordials.js";
import type { Contexts } from "./contexts.js";
import { features } from "./features.js";
import type { ChannelSums } from "./sums.js";

/** Numbers in an embedding. */
export const DIMENSIONS = 64;

/** Largest absolute value in an embedding: 4 σ. */
export const EMBEDDING_CLIP = 124;

/** Largest absolute value of a rounded feature. It bounds the sums: 128 × 4096 × 1000 features < 2**31. */
const FEATURE_LIMIT = 4096;

/** A trained projection, as its file says. */
export interface Projection {
  /** What messages call it: the first 8 bytes of its file's SHA-256. */
  readonly ref: Uint8Array;
  /** N, keystrokes in a window. */
  readonly keystrokes: number;
  readonly contexts: Contexts;
  /** Subtracted from the features. */
  readonly centre: Float64Array;
  /** Multiplied on; steps per unit of the feature. */
  readonly scale: Float64Array;
  /** Dimension × features + feature. */
  readonly weights: Int8Array;
  /** Steps of the embedding per unit of the weighted sum. */
  readonly weightScale: Float64Array;
  /** Steps: where the training population's mean lies. */
  readonly offset: Float64Array;
}

/** A window's embedding: 64 numbers, 31 steps per σ, clipped at 4 σ. */
export function embed(projection: Projection, sums: readonly ChannelSums[]): Int8Array {
  const { centre, scale, weights, weightScale, offset } = projection;
  const wide = centre.length;
  const row = new Float64Array(wide);
  features(sums, projection.contexts, row);
  for (let place = 0; place < wide; place++) {
    row[place] = clipped(floor((row[place] - centre[place]) * scale[place] + 0.5), FEATURE_LIMIT);
  }
  const embedding = new Int8Array(DIMENSIONS);
  for (let dimension = 0; dimension < DIMENSIONS; dimension++) {
    let summed = 0;
    for (let place = 0; place < wide; place++) {
      summed += row[place] * weights[dimension * wide + place];
    }
    const step = summed * weightScale[dimension] - offset[dimension];
    embedding[dimension] = clipped(floor(step + 0.5), EMBEDDING_CLIP);
  }
  return embedding;
}

function clipped(value: number, limit: number): number {
  return min(max(value, -limit), limit);
}
