// What is wrong with a draft, by the place where it is wrong. The server checks again; this says
// it beside the field, before anything is sent.

import { text } from "../text";
import { type Draft, type DraftCheck, type DraftPolicy, numberIn } from "./draft";

/** Place → what is wrong there. */
export type Faults = ReadonlyMap<string, string>;

/** False alarms per person and month at most; the server's own limit. */
const MOST_FALSE_ALARMS = 1000;

const said = text.settings.fault;

/** The place of a field, the same here and where the field is shown. */
export const placeOf = (...path: readonly (string | number)[]): string => path.join(" › ");

export function faultsOf(draft: Draft): Faults {
  const faults = new Map<string, string>();
  const note = (place: string, fault: string | undefined): void => {
    if (fault !== undefined) faults.set(place, fault);
  };
  note(placeOf("budget"), positive(draft.budget, MOST_FALSE_ALARMS));
  for (const policy of draft.policies) notePolicy(policy, note);
  return faults;
}

type Note = (place: string, fault: string | undefined) => void;

function notePolicy(policy: DraftPolicy, note: Note): void {
  const at = (field: string): string => placeOf(policy.group, field);
  note(at("unsureFrom"), unsure(policy.unsureFrom));
  note(at("verifiedBelow"), verified(policy.verifiedBelow, policy.unsureFrom));
  note(at("stepUpLasts"), zeroOrMore(policy.stepUpLasts));
  for (const check of policy.checks) {
    const inCheck = (field: string): string => placeOf(policy.group, check.name, field);
    note(inCheck("stepUpAt"), share(check.stepUpAt));
    note(inCheck("lockAt"), lock(check));
    note(
      inCheck("judgedWithin"),
      check.judgedWithin.trim() === "" ? undefined : positive(check.judgedWithin),
    );
  }
}

function positive(field: string, most = Infinity): string | undefined {
  const value = numberIn(field);
  if (!Number.isFinite(value)) return said.number;
  if (value <= 0) return said.aboveZero;
  return value > most ? said.atMost(most) : undefined;
}

function zeroOrMore(field: string): string | undefined {
  const value = numberIn(field);
  return Number.isFinite(value) && value >= 0 ? undefined : said.number;
}

function share(field: string): string | undefined {
  const value = numberIn(field);
  if (!Number.isFinite(value)) return said.number;
  return value > 0 && value <= 100 ? undefined : said.share;
}

function lock(check: DraftCheck): string | undefined {
  if (check.lockAt.trim() === "") return undefined;
  const value = numberIn(check.lockAt);
  if (!Number.isFinite(value)) return said.number;
  return value < numberIn(check.stepUpAt) ? said.lockBelow : undefined;
}

function unsure(field: string): string | undefined {
  const fault = share(field);
  return fault ?? (numberIn(field) < 100 ? undefined : said.unsure);
}

function verified(field: string, unsureFrom: string): string | undefined {
  const value = numberIn(field);
  if (!Number.isFinite(value)) return said.number;
  return value > 0 && value < 100 && !(value > numberIn(unsureFrom)) ? undefined : said.marks;
}

/** Why a new name cannot be taken. */
export const nameFault = (name: string, taken: readonly string[]): string | undefined =>
  name.trim() === "" || taken.includes(name.trim()) ? said.name : undefined;
