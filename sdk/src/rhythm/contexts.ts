/** Contexts: which durations are summed together, and how a duration becomes a normal score. */

import { floor, max, min } from "../primordials.js";
import { MICROS_PER_MILLI, type Micros, type Sixteenths } from "../quantities.js";

/** What is timed; the values are the order in a projection's file. */
export const enum Channel {
  HOLD = 0,
  DD = 1,
  UD = 2,
  UU = 3,
}

/** How many channels there are. */
export const CHANNELS = 4;

/** Durations that count, in ms, both ends included; outside them a duration is missing. */
const RANGE_MS = [
  [1, 1500],
  [0, 2000],
  [-600, 2000],
  [-2000, 2000],
] as const;

/** The lowest duration in any range: where the tables of normal scores begin, ms. */
export const LOWEST_MS = -2000;

/** The highest duration in any range: where the tables of normal scores end, ms. */
export const HIGHEST_MS = 2000;

/** Steps of a normal score per unit. */
export const SCORE_STEPS = 16;

/** Largest absolute normal score, in sixteenths: 2.5. */
export const SCORE_LIMIT = 40;

/** Steps of a gain per unit. */
const GAIN_STEPS = 32;

/** Positions that the tables by key have; a key beyond is like its whole context. */
export const SHIFTED_POSITIONS = 64;

/** One channel's tables. */
export interface ChannelTable {
  /** How many contexts there are. */
  readonly size: number;
  /** The context of a duration: by the zone of a key, or by zone before × zones + zone. */
  readonly context: Float64Array;
  /** The group of a context, for its histogram. */
  readonly group: Float64Array;
  /** How many groups there are. */
  readonly groups: number;
  /** The share of a context in the population's typing. */
  readonly share: Float64Array;
  /** Context × bins + bin → normal score, in sixteenths. */
  readonly scores: Int8Array;
  /** By position, or `pairOf`: the mean score of everybody's durations on these very keys; it is taken off. */
  readonly usual: ByKey;
  /** By position, or `pairOf`: what a score is then multiplied with, in 32nds. */
  readonly gain: ByKey;
}

/** A table by key, of those keys that it has. */
type ByKey = ArrayLike<number | undefined>;

/** The tables that turn timed keystrokes into sums; public, part of a projection. */
export interface Contexts {
  readonly channels: readonly ChannelTable[];
  readonly bins: number;
  /** Duration in ms, less `LOWEST_MS` → bin. */
  readonly bin: Uint16Array;
}

/** Where two positions stand in the tables of flights by key, or past their end. */
export function pairOf(before: number, position: number): number {
  return position < SHIFTED_POSITIONS ? before * SHIFTED_POSITIONS + position : SHIFTED_POSITIONS ** 2;
}

/** The score of a duration in a context, before its keys have a say in it; NaN where it does not count. */
export function plainScoreOf(
  contexts: Contexts,
  channel: Channel,
  context: number,
  duration: Micros,
): Sixteenths {
  const range = RANGE_MS[channel];
  return (
    duration >= range[0] * MICROS_PER_MILLI && duration <= range[1] * MICROS_PER_MILLI
      ? contexts.channels[channel].scores[
          context * contexts.bins + contexts.bin[floor(duration / MICROS_PER_MILLI) - LOWEST_MS]
        ]
      : NaN
  ) as Sixteenths;
}

/** The normal score that a plain one is on a key or pair of keys; NaN of NaN. */
export function scoreOf({ usual, gain }: ChannelTable, key: number, plain: Sixteenths): Sixteenths {
  const apart = (plain - (usual[key] ?? 0)) * (gain[key] ?? GAIN_STEPS);
  return max(min(floor(apart / GAIN_STEPS + 0.5), SCORE_LIMIT), -SCORE_LIMIT) as Sixteenths;
}
