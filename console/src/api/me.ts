// What /v1/me says: everything that is held about the viewer, and who looked.

import type { Micros } from "../quantities";
import type { AccessEntry } from "./administration";
import type { TrustState, VerdictKind } from "./judgement";
import type { TemplateState } from "./subjects";

export interface OwnSession {
  readonly session: string;
  readonly origin: string;
  readonly started_at: Micros;
  readonly ended_at: Micros | null;
  readonly state: TrustState;
  readonly verdict: VerdictKind | null;
}

export interface Me {
  readonly subject: string;
  readonly template: TemplateState | null;
  /** Different records that the viewer has opened since midnight UTC. */
  readonly records_today: number;
  readonly sessions: readonly OwnSession[];
  /** By others; the actor is said by name. */
  readonly looks: readonly Omit<AccessEntry, "hash" | "name">[];
}
