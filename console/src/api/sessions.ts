// What /v1/sessions/{session} says: one session, its evidence point by point, and a comparison.

import type { Micros, Nats, Share } from "../quantities";
import type { Exposure } from "./exposure";
import type { Finding, TrustState, VerdictKind } from "./judgement";

export type PointKind = "started" | "window" | "records" | "step_up" | "ended" | "case_decided";

export type ChannelName = "holds" | "flights" | "typing";

/** One input of a session, and what it led to. */
export interface Point {
  readonly ordinal: number;
  readonly at: Micros;
  readonly kind: PointKind;
  /** Of the window, positive for the owner; null where nothing was scored. */
  readonly llr: Nats | null;
  /** Evidence of another person after it. */
  readonly level: Nats;
  readonly threshold: Nats;
  readonly state: TrustState | null;
  readonly verdict: VerdictKind | null;
  /** Channel → its part of the window's llr, positive for the owner. */
  readonly channels: Readonly<Partial<Record<ChannelName, Nats>>> | null;
  readonly sentence: string | null;
  readonly findings: readonly Finding[];
}

export interface SessionView {
  readonly session: string;
  readonly subject: string;
  readonly origin: string;
  readonly collector: string;
  readonly group: string;
  readonly started_at: Micros;
  readonly ended_at: Micros | null;
  readonly state: TrustState;
  readonly verdict: VerdictKind | null;
  readonly share: Share;
  readonly threshold: Nats;
  readonly case: string | null;
  readonly why: string;
  readonly points: readonly Point[];
  /** Whether there are later points; they are asked for with `after`. */
  readonly more: boolean;
  /** Null while there is no doubt. */
  readonly exposure: Exposure | null;
}

/** A reading in one place: how it usually is, and how it is in this session. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
  readonly windows: number;
}

export interface Reading {
  /** One word, for machines. */
  readonly name: string;
  readonly title: string;
  readonly sentence: string;
  readonly unit: string;
  readonly usual: Spread;
  readonly session: Spread & { readonly values: readonly number[] };
  /** How far this session is from the usual, in the usual's standard deviations. */
  readonly difference_sd: number;
  /** How well the reading is known to read, from 0 to 1. */
  readonly r_squared: number;
}

/** Something of which there is too little to compare. */
export interface Lack {
  readonly need: string;
  readonly have: number;
  readonly due: number;
}

export interface Comparison {
  /** Only windows after this were compared, as the change came after it; null for all. */
  readonly since: Micros | null;
  /** Only windows up to this; null for all since. */
  readonly until: Micros | null;
  readonly windows: number;
  /** Whether the template of another kind of device stood in. */
  readonly substitute: boolean;
  readonly missing: readonly Lack[];
  readonly readings: readonly Reading[];
}
