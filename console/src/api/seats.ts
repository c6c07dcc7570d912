// What /v1/now says: one seat per open session.

import type { Micros, Share } from "../quantities";
import type { Exposure } from "./exposure";
import type { SeatState, VerdictKind } from "./judgement";

export interface Seat {
  readonly session: string;
  readonly subject: string;
  readonly group: string;
  readonly state: SeatState;
  readonly verdict: VerdictKind | null;
  readonly share: Share;
  /** When the state began. */
  readonly since: Micros;
  /** When anything last happened. Tells what time it is at the server, and is never shown: when
   * somebody last typed is nobody's business, and a measure of presence. */
  readonly last_at: Micros;
  readonly case: string | null;
  /** Null while there is no doubt. */
  readonly exposure: Exposure | null;
}

export interface BudgetNow {
  readonly allowed_per_month: number;
  readonly actual: number | null;
}

export interface Now {
  readonly at: Micros;
  readonly budget: BudgetNow;
  readonly seats: readonly Seat[];
  /** Open sessions that are not among them: the server sends so many and no more. */
  readonly left_off: number;
}
