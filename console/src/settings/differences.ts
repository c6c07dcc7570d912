// Where two drafts differ, field by field, in the words of the fields.

import { text } from "../text";
import type { Draft } from "./draft";

export interface Difference {
  readonly field: string;
  readonly one: string | undefined;
  readonly other: string | undefined;
}

const words = text.settings;

export function differences(one: Draft, other: Draft): readonly Difference[] {
  const first = flat(one);
  const second = flat(other);
  const fields = new Set([...first.keys(), ...second.keys()]);
  return [...fields]
    .map((field) => ({ field, one: first.get(field), other: second.get(field) }))
    .filter((difference) => difference.one !== difference.other);
}

function flat(draft: Draft): ReadonlyMap<string, string> {
  const fields = new Map([[words.perMonth, draft.budget.trim()]]);
  for (const policy of draft.policies) {
    const group = words.policyOf(policy.group);
    const put = (field: string, value: string): void =>
      void fields.set(`${group}: ${field}`, value.trim());
    put(words.unsureFrom, policy.unsureFrom);
    put(words.verifiedBelow, policy.verifiedBelow);
    put(words.stepUpLasts, policy.stepUpLasts);
    for (const check of policy.checks) {
      const of = words.checkOf(check.name);
      put(`${of}, ${words.stepUpAt}`, check.stepUpAt);
      put(`${of}, ${words.lockAt}`, check.lockAt);
      put(`${of}, ${words.withoutData}`, words.verdicts[check.withoutData]);
      put(`${of}, ${words.judgedWithin}`, check.judgedWithin);
    }
    for (const { kind, verdict } of policy.findings) {
      put(`${words.finding} ${words.findingNames[kind] ?? kind}`, words.verdicts[verdict]);
    }
  }
  return fields;
}
