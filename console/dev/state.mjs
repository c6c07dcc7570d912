// What the developers' server starts with: settings, accounts, keys, a log.

import { logOf } from "./answers.mjs";
import { MINUTE, World } from "./world.mjs";

const CHECK = { step_up_at: 1, lock_at: null, without_data: "allow", judged_within: null };

const POLICY = {
  checks: {
    session: CHECK,
    export: { step_up_at: 0.4, lock_at: 1.5, without_data: "step_up", judged_within: 600_000_000 },
  },
  marks: { unsure_from: 0.5, verified_below: 0.25 },
  findings: { device_changed: "step_up" },
  step_up_lasts: 15 * MINUTE,
};

export function startState({ seats, origin, setupNeeded }) {
  const clock = () => Date.now() * 1000;
  const world = new World({ seats, now: clock() });
  const account = (id, name, roles, subject = null) => ({
    id,
    name,
    roles,
    subject,
    disabled: false,
    created_at: clock() - 90 * 1440 * MINUTE,
    single_sign_on: name === "pia",
  });
  const key = (id, name, scopes, revoked) => ({
    id,
    name,
    scopes,
    created_at: clock() - 60 * 1440 * MINUTE,
    created_by: "a4",
    revoked_at: revoked ? clock() - 9 * 1440 * MINUTE : null,
    last_used_at: clock() - 3 * MINUTE,
  });
  return {
    clock,
    origin,
    setupNeeded,
    world,
    settings: {
      version: 4,
      budget: { false_alarms_per_person_month: 1 },
      policies: { default: POLICY, billing: { ...POLICY, findings: {} } },
      changed_by: "account:a9",
      at: clock() - 3 * 1440 * MINUTE,
    },
    accounts: [
      account("a2", "analyst", ["analyst"]),
      account("a3", "auditor", ["auditor"]),
      account("a4", "admin", ["admin"]),
      account("a5", "pia", ["privacy_officer"]),
      account("a6", "self", ["self"], "agent-017"),
    ],
    keys: [
      key("k27dq2", "crm production", ["sessions"], false),
      key("k19xzw", "prometheus", ["metrics"], false),
      key("k04mmp", "crm pilot", ["sessions", "subjects"], true),
    ],
    log: logOf(world, clock(), 240),
    erased: new Set(),
    listeners: new Set(),
    /** Tell everybody who listens that a seat has changed. */
    say: () => undefined,
  };
}
