// What /v1/me says: everything that is held about the viewer, and who looked.

import type { Micros } from "../quantities";
import type { AccessEntry } from "./administration";
import type { TrustState, VerdictKind } from "./judgement";
import type { TemplateState } from "./subjects";

/** What was agreed to before anything was observed: the text by its version and language, and when. */
export interface Consent {
  readonly version: string;
  readonly language: string;
  readonly at: Micros;
}

export interface OwnSession {
  readonly session: string;
  readonly origin: string;
  readonly started_at: Micros;
  readonly ended_at: Micros | null;
  readonly state: TrustState;
  readonly verdict: VerdictKind | null;
  readonly consent: Consent | null;
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
