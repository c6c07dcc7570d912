// What the server says about a session: the words of the trust and policy layers.

import type { Micros, Share } from "../quantities";

export type TrustState = "learning" | "verified" | "unsure" | "alarm" | "locked";
export type SeatState = TrustState | "paused";
export type VerdictKind = "allow" | "step_up" | "lock";

export interface Finding {
  readonly kind: string;
  readonly sentence: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Reason {
  readonly code: string;
  readonly asks_for: VerdictKind;
  readonly sentence: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly reasons: readonly Reason[];
}

export interface SessionVerdict {
  readonly session: string;
  readonly revision: number;
  readonly state: TrustState;
  readonly verdict: Verdict;
  readonly share: Share;
  readonly at: Micros;
}
