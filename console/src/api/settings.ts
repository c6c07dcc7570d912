// What /v1/settings says: the budget and the policies, as the server checks them.

import type { Micros } from "../quantities";
import type { VerdictKind } from "./judgement";

export interface Check {
  readonly step_up_at: number;
  readonly lock_at: number | null;
  readonly without_data: VerdictKind;
  readonly judged_within: Micros | null;
}

export interface Marks {
  readonly unsure_from: number;
  readonly verified_below: number;
}

export interface Policy {
  readonly checks: Readonly<Record<string, Check>>;
  readonly marks: Marks;
  readonly findings: Readonly<Record<string, VerdictKind>>;
  readonly step_up_lasts: Micros;
}

export interface SettingsView {
  readonly version: number;
  readonly budget: { readonly false_alarms_per_person_month: number };
  readonly policies: Readonly<Record<string, Policy>>;
  /** Null for what came with the service. */
  readonly changed_by: string | null;
  readonly changed_by_name: string | null;
  readonly at: Micros | null;
}
