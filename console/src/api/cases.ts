// What /v1/cases says.

import type { Micros, Nats } from "../quantities";
import type { Exposure } from "./exposure";

export type CaseStatus = "open" | "confirmed_compromised" | "confirmed_safe" | "false_alarm";
export type Decision = "confirm_compromised" | "confirm_safe" | "false_alarm";

export interface Case {
  readonly id: string;
  readonly subject: string;
  readonly session: string;
  readonly opened_at: Micros;
  /** The estimated change came after this; null where the evidence never was zero before. */
  readonly changed_after: Micros | null;
  readonly level: Nats;
  readonly threshold: Nats;
  readonly sentence: string;
  readonly status: CaseStatus;
  readonly decided_at: Micros | null;
  /** Id of the account. */
  readonly decided_by: string | null;
  readonly decided_by_name: string | null;
  /** Null for those who may not read notes. */
  readonly note: string | null;
}

/** A case in full. */
export interface CaseDetail extends Case {
  /** The estimated change had come by then; null where that is not known any more. */
  readonly changed_by: Micros | null;
  /** As it last stood before the decision; null where nothing was read in doubt. */
  readonly exposure: Exposure | null;
  /** What the decision did, a sentence for each effect. */
  readonly effects: readonly string[];
}

export interface Cases {
  readonly cases: readonly Case[];
}
