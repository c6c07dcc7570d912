// Settings while they are edited: what stands in the fields, as text, in the units of the fields.

import type { VerdictKind } from "../api/judgement";
import type { Check, Policy, SettingsView } from "../api/settings";
import { micros, MICROS_PER_SECOND } from "../quantities";

export interface DraftCheck {
  readonly name: string;
  /** Percent of the alarm line. */
  readonly stepUpAt: string;
  /** Percent of the alarm line; "" for never. */
  readonly lockAt: string;
  readonly withoutData: VerdictKind;
  /** Seconds; "" for the whole session. */
  readonly judgedWithin: string;
}

export interface DraftFinding {
  readonly kind: string;
  readonly verdict: VerdictKind;
}

export interface DraftPolicy {
  readonly group: string;
  readonly checks: readonly DraftCheck[];
  /** Percent of the alarm line. */
  readonly unsureFrom: string;
  readonly verifiedBelow: string;
  /** Minutes. */
  readonly stepUpLasts: string;
  readonly findings: readonly DraftFinding[];
}

export interface Draft {
  /** False alarms per person and month. */
  readonly budget: string;
  readonly policies: readonly DraftPolicy[];
}

/** What PUT /v1/settings takes. */
export type SettingsChange = Pick<SettingsView, "version" | "budget" | "policies">;

/** The check that every policy has. */
export const SESSION_CHECK = "session";
/** The group of sessions that name none. */
export const DEFAULT_GROUP = "default";

const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

/** A number as it stands in a field; two digits are more than anybody sets. */
const written = (value: number): string => String(Number(value.toFixed(2)));
const percentOf = (share: number): string => written(share * 100);

export const draftOf = (settings: SettingsView): Draft => ({
  budget: String(settings.budget.false_alarms_per_person_month),
  policies: Object.entries(settings.policies).map(([group, policy]) => draftPolicy(group, policy)),
});

const draftPolicy = (group: string, policy: Policy): DraftPolicy => ({
  group,
  checks: Object.entries(policy.checks).map(([name, check]) => draftCheck(name, check)),
  unsureFrom: percentOf(policy.marks.unsure_from),
  verifiedBelow: percentOf(policy.marks.verified_below),
  stepUpLasts: written(policy.step_up_lasts / MICROS_PER_MINUTE),
  findings: Object.entries(policy.findings).map(([kind, verdict]) => ({ kind, verdict })),
});

const draftCheck = (name: string, check: Check): DraftCheck => ({
  name,
  stepUpAt: percentOf(check.step_up_at),
  lockAt: check.lock_at === null ? "" : percentOf(check.lock_at),
  withoutData: check.without_data,
  judgedWithin:
    check.judged_within === null ? "" : written(check.judged_within / MICROS_PER_SECOND),
});

/** What is sent. Only a draft without faults may be. */
export const changeOf = (draft: Draft, version: number): SettingsChange => ({
  version,
  budget: { false_alarms_per_person_month: numberIn(draft.budget) },
  policies: Object.fromEntries(draft.policies.map((policy) => [policy.group, policyOf(policy)])),
});

const policyOf = (draft: DraftPolicy): Policy => ({
  checks: Object.fromEntries(draft.checks.map((check) => [check.name, checkOf(check)])),
  marks: {
    unsure_from: numberIn(draft.unsureFrom) / 100,
    verified_below: numberIn(draft.verifiedBelow) / 100,
  },
  findings: Object.fromEntries(draft.findings.map(({ kind, verdict }) => [kind, verdict])),
  step_up_lasts: micros(Math.round(numberIn(draft.stepUpLasts) * MICROS_PER_MINUTE)),
});

const checkOf = (draft: DraftCheck): Check => ({
  step_up_at: numberIn(draft.stepUpAt) / 100,
  lock_at: draft.lockAt.trim() === "" ? null : numberIn(draft.lockAt) / 100,
  without_data: draft.withoutData,
  judged_within:
    draft.judgedWithin.trim() === ""
      ? null
      : micros(Math.round(numberIn(draft.judgedWithin) * MICROS_PER_SECOND)),
});

/** The number in a field; NaN where there is none. A comma is a point, as half the world types it. */
export const numberIn = (field: string): number =>
  field.trim() === "" ? Number.NaN : Number(field.trim().replace(",", "."));

/** A check as a new one starts: as strict as the alarm, and closed while nothing is known. */
export const newCheck = (name: string): DraftCheck => ({
  name,
  stepUpAt: "100",
  lockAt: "",
  withoutData: "step_up",
  judgedWithin: "",
});

/** A group as a new one starts: as another one is. */
export const newPolicy = (group: string, like: DraftPolicy): DraftPolicy => ({ ...like, group });
