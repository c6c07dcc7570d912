import { describe, expect, it } from "vitest";
import type { SettingsView } from "../api/settings";
import { micros } from "../quantities";
import { differences } from "./differences";
import {
  changeOf,
  type Draft,
  type DraftCheck,
  draftOf,
  newCheck,
  newPolicy,
  numberIn,
} from "./draft";
import { faultsOf, nameFault, placeOf } from "./faults";

const SETTINGS: SettingsView = {
  version: 3,
  budget: { false_alarms_per_person_month: 0.5 },
  policies: {
    default: {
      checks: {
        session: { step_up_at: 1, lock_at: null, without_data: "allow", judged_within: null },
        export: {
          step_up_at: 0.4,
          lock_at: 1.5,
          without_data: "step_up",
          judged_within: micros(600_000_000),
        },
      },
      marks: { unsure_from: 0.5, verified_below: 0.25 },
      findings: { device_changed: "step_up" },
      step_up_lasts: micros(900_000_000),
    },
  },
  changed_by: null,
  changed_by_name: null,
  at: null,
};

const draft = draftOf(SETTINGS);

const withCheck = (what: Partial<DraftCheck>): Draft => ({
  ...draft,
  policies: draft.policies.map((policy) => ({
    ...policy,
    checks: policy.checks.map((check) => (check.name === "export" ? { ...check, ...what } : check)),
  })),
});

describe("settings as fields", () => {
  it("come back as they were: nothing is lost on the way", () => {
    const { version, budget, policies } = SETTINGS;
    expect(changeOf(draft, 3)).toEqual({ version, budget, policies });
  });

  it("are in the units of the fields", () => {
    expect(draft.policies[0]?.checks[1]).toEqual({
      name: "export",
      stepUpAt: "40",
      lockAt: "150",
      withoutData: "step_up",
      judgedWithin: "600",
    });
    expect(draft.policies[0]?.stepUpLasts).toBe("15");
  });

  it("take a comma for a point, and nothing for no number", () => {
    expect([numberIn("1,5"), numberIn(" 2 "), numberIn(""), numberIn("much")]).toEqual([
      1.5,
      2,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("start closed for a new action, and like the first group for a new one", () => {
    expect(newCheck("delete")).toMatchObject({ stepUpAt: "100", withoutData: "step_up" });
    const [first] = draft.policies;
    if (!first) throw new Error("there is a policy");
    expect(newPolicy("billing", first)).toEqual({ ...first, group: "billing" });
  });
});

describe("faults of settings", () => {
  it("are none where all is well", () => {
    expect(faultsOf(draft).size).toBe(0);
  });

  it.each([
    ["stepUpAt", "0"],
    ["stepUpAt", "101"],
    ["stepUpAt", "much"],
    ["lockAt", "39"],
    ["lockAt", "x"],
    ["judgedWithin", "0"],
    ["judgedWithin", "soon"],
  ] as const)("are said beside the field: %s of %s", (field, value) => {
    const faults = faultsOf(withCheck({ [field]: value }));
    expect([...faults.keys()]).toEqual([placeOf("default", "export", field)]);
  });

  it.each([
    [{ unsureFrom: "100" }, "unsureFrom"],
    [{ verifiedBelow: "60" }, "verifiedBelow"],
    [{ verifiedBelow: "0" }, "verifiedBelow"],
    [{ stepUpLasts: "-1" }, "stepUpLasts"],
  ])("are said of marks and times: %o", (what, field) => {
    const policies = draft.policies.map((policy) => ({ ...policy, ...what }));
    expect([...faultsOf({ ...draft, policies }).keys()]).toEqual([placeOf("default", field)]);
  });

  it.each(["", "0", "-1", "1001", "none"])("are said of a budget of “%s”", (budget) => {
    expect(faultsOf({ ...draft, budget }).has("budget")).toBe(true);
  });

  it("are said of a name that is empty or taken", () => {
    expect([nameFault(" ", []), nameFault("a ", ["a"]), nameFault("b", ["a"])]).toEqual([
      expect.any(String),
      expect.any(String),
      undefined,
    ]);
  });
});

describe("two drafts", () => {
  it("do not differ where only spaces do", () => {
    expect(differences(draft, { ...draft, budget: " 0.5 " })).toEqual([]);
  });

  it("differ field by field, also where one has what the other has not", () => {
    const other = withCheck({ lockAt: "" });
    const fewer = { ...draft, policies: [] };
    expect(differences(draft, other)).toEqual([
      { field: "Group default: Check “export”, Lock at", one: "150", other: "" },
    ]);
    expect(differences(draft, fewer).every(({ other: value }) => value === undefined)).toBe(true);
  });
});
