// The console's part of the API, version 1, answered from a made-up world.

import { MINUTE, SECOND, template } from "./world.mjs";

/** Status and body of an answer. */
export const ok = (body, status = 200) => ({ status, body });

export const problem = (status, kind, title, remedy = "Read the schema.") => ({
  status,
  body: { type: `urn:samehands:problem:${kind}`, title, status, detail: title, remedy },
});

const ROLES = ["analyst", "privacy_officer", "auditor", "admin", "self"];

export const forbidden = () =>
  problem(403, "forbidden", "This may not be done with these rights.", "Ask an administrator.");
const missing = (what) => problem(404, `${what}_unknown`, `There is no such ${what}.`);

/** Routes: method, pattern, roles that may, and what answers. */
export function routesOf(state) {
  const { world } = state;
  const session = (handler) => (request) => {
    const seat = world.seatOf(request.path[0]);
    return seat ? handler(seat, request) : missing("session");
  };
  return [
    ["GET", "/v1/now", ["analyst"], () => ok(now(state))],
    ["GET", "/v1/sessions/:session", ["analyst"], session((seat) => ok(view(world, seat)))],
    [
      "GET",
      "/v1/sessions/:session/comparison",
      ["analyst"],
      session((seat, { query }) => ok(world.comparison(seat, query.get("whole") === "true"))),
    ],
    [
      "GET",
      "/v1/cases",
      ["analyst", "privacy_officer", "auditor"],
      (request) => cases(state, request),
    ],
    [
      "GET",
      "/v1/cases/:case",
      ["analyst", "privacy_officer"],
      ({ path }) => (world.caseOf(path[0]) ? ok(world.caseOf(path[0])) : missing("case")),
    ],
    ["POST", "/v1/cases/:case/decision", ["analyst"], (request) => decide(state, request)],
    [
      "GET",
      "/v1/health",
      ["analyst", "privacy_officer", "auditor", "admin"],
      () => ok(health(state)),
    ],
    ["GET", "/v1/settings", ["admin", "privacy_officer", "auditor"], () => ok(state.settings)],
    ["PUT", "/v1/settings", ["admin"], (request) => change(state, request)],
    ["GET", "/v1/accounts", ["admin", "auditor"], () => ok({ accounts: state.accounts })],
    ["POST", "/v1/accounts", ["admin"], (request) => addAccount(state, request)],
    ["PATCH", "/v1/accounts/:account", ["admin"], (request) => changeAccount(state, request)],
    ["GET", "/v1/keys", ["admin", "auditor"], () => ok({ keys: state.keys })],
    ["POST", "/v1/keys", ["admin"], (request) => addKey(state, request)],
    ["DELETE", "/v1/keys/:key", ["admin"], (request) => revokeKey(state, request)],
    ["GET", "/v1/access-log", ["auditor", "privacy_officer"], (request) => log(state, request)],
    [
      "GET",
      "/v1/subjects/:subject",
      ["privacy_officer", "analyst"],
      ({ path }) => subject(state, path[0]),
    ],
    ["DELETE", "/v1/subjects/:subject", ["privacy_officer"], ({ path }) => erase(state, path[0])],
    ["GET", "/v1/me", ["self"], () => ok(me(state))],
    ["POST", "/v1/password", ROLES, () => ok({})],
  ];
}

const budgetOf = (state) => ({
  allowed_per_month: state.settings.budget.false_alarms_per_person_month,
  actual: 0.62,
  persons: 41,
  interval: [0.38, 1.14],
});

const now = (state) => ({
  at: state.clock(),
  budget: budgetOf(state),
  seats: [...state.world.seats.values()].map((seat) => state.world.seat(seat)),
  left_off: 0,
});

function view(world, seat) {
  const { evidence } = seat;
  const last = evidence.points.findLast((point) => point.sentence !== null);
  const why = {
    alarm: `The alarm threshold was reached and no step-up has been passed since. ${last?.sentence}`,
    locked: "A step-up was failed. The session is locked until one is passed.",
    unsure: `The evidence that somebody else is typing stands at ${Math.round(evidence.share * 100)} % of the alarm threshold. ${last?.sentence}`,
    learning:
      "There is nothing yet to judge this session's typing by: the template is being learnt.",
    verified: `The strongest evidence against the owner stands at ${Math.round(evidence.share * 100)} % of the alarm threshold. ${last?.sentence}`,
  }[evidence.state];
  return {
    ...world.seat(seat),
    origin: seat.origin,
    collector: seat.collector,
    started_at: seat.startedAt,
    ended_at: seat.endedAt,
    threshold: evidence.points[0].threshold,
    points: evidence.points,
    more: false,
    why,
  };
}

function cases({ world }, { query, roles }) {
  const status = query.get("status");
  const limit = Number(query.get("limit") ?? 50);
  const before = query.get("before");
  const start = before ? world.cases.findIndex((each) => each.id === before) + 1 : 0;
  const found = world.cases
    .slice(start)
    .filter((each) => status === null || each.status === status)
    .slice(0, limit);
  const noted = roles.includes("analyst") || roles.includes("privacy_officer");
  return ok({ cases: found.map((each) => (noted ? each : { ...each, note: null })) });
}

function decide(state, { path, body, account }) {
  const found = state.world.caseOf(path[0]);
  if (!found) return missing("case");
  if (found.status !== "open") return problem(409, "case_decided", "The case is decided already.");
  const decided = state.world.decide(
    path[0],
    body.decision,
    body.note,
    account.name,
    state.clock(),
  );
  const seat = state.world.seatOf(decided.session);
  if (seat) state.say(seat);
  return ok(decided);
}

const health = (state) => ({
  budget: budgetOf(state),
  coverage: { sessions: state.world.seats.size, judged: state.world.seats.size - 5, learning: 3 },
  sees: [
    "Another person at an unlocked session: 95 of 100 are noticed within 200 keystrokes.",
    "Stolen credentials on another machine, from the first window on.",
    "A keyboard or a way in that was not enrolled.",
  ],
  cannot_see: [
    "Whoever does not type: nothing is known of a session without keystrokes.",
    "Somebody whose template is not ready yet.",
    "Scripted input that copies a person's timing: detectors for it are not part of this version.",
  ],
  store: {
    database: "sqlite",
    schema: "0003",
    bytes: 48_300_000,
    waiting: 0,
    writing: true,
  },
});

function change(state, { body, account }) {
  if (body.version !== state.settings.version) {
    return problem(409, "version_conflict", "Somebody else changed this first.");
  }
  state.settings = {
    ...body,
    version: body.version + 1,
    changed_by: `account:${account.id}`,
    at: state.clock(),
  };
  return ok(state.settings);
}

function addAccount(state, { body }) {
  if (state.accounts.some((each) => each.name === body.name)) {
    return problem(409, "name_taken", "The name is taken.", "Choose another.");
  }
  const made = {
    id: `a${state.accounts.length + 1}`,
    disabled: false,
    created_at: state.clock(),
    single_sign_on: false,
    ...body,
  };
  state.accounts.push(made);
  return ok({ ...made, link: `${state.origin}/console/#/setup/rT6vQ0uJ2mYx8nPz` }, 201);
}

function changeAccount(state, { path, body }) {
  const found = state.accounts.find((each) => each.id === path[0]);
  if (!found) return missing("account");
  const { new_link, ...rights } = body;
  Object.assign(found, rights);
  return ok({ ...found, link: new_link ? `${state.origin}/console/#/setup/kW3nB7xQ` : null });
}

function addKey(state, { body, account }) {
  const id = `k${state.keys.length + 1}7dq2`;
  const made = {
    id,
    ...body,
    created_at: state.clock(),
    created_by: account.id,
    revoked_at: null,
    last_used_at: null,
  };
  state.keys.unshift(made);
  return ok({ ...made, secret: `sh_${id}_made-up-secret-of-the-developers-server` }, 201);
}

function revokeKey(state, { path }) {
  const found = state.keys.find((each) => each.id === path[0]);
  if (!found) return missing("key");
  found.revoked_at = state.clock();
  return { status: 204 };
}

function log(state, { query }) {
  const before = Number(query.get("before") ?? Infinity);
  const limit = Number(query.get("limit") ?? 100);
  return ok({ entries: state.log.filter((each) => each.number < before).slice(0, limit) });
}

function subject(state, name) {
  if (state.erased.has(name)) return problem(410, "subject_erased", "The subject was erased.");
  const seat = [...state.world.seats.values()].find((each) => each.subject === name);
  if (!seat) return missing("subject");
  return ok({ subject: name, group: seat.group, template: template(!seat.evidence.learning) });
}

function erase(state, name) {
  state.erased.add(name);
  return ok({
    subject: name,
    id: "e-19",
    at: state.clock(),
    by: "account:a5",
    inputs: 2210,
    sessions: 14,
    cases: 1,
    signature: "8d0f0e3f6d2d1b9c3f7a58f4c6b1a7e2",
  });
}

function me(state) {
  const seat = [...state.world.seats.values()].at(-1);
  const session = {
    session: seat.session,
    origin: seat.origin,
    started_at: seat.startedAt,
    ended_at: null,
    state: seat.evidence.state,
    verdict: seat.evidence.verdict,
  };
  const yesterday = {
    ...session,
    session: "s-old",
    started_at: seat.startedAt - 1440 * MINUTE,
    ended_at: seat.startedAt - 1000 * MINUTE,
  };
  return {
    subject: seat.subject,
    template: template(true),
    records_today: 17,
    sessions: [session, yesterday],
    looks: state.log.filter((each) => each.subject !== null).slice(0, 4),
  };
}

/** An access log of so many entries, the newest first. */
export function logOf(world, at, count) {
  const seats = [...world.seats.values()];
  const did = [
    ["looked at a session", "analyst", "account:a2"],
    ["looked at a comparison", "analyst", "account:a2"],
    ["decided a case", "analyst", "account:a2"],
    ["changed the settings", "admin", "account:a4"],
    ["looked at the access log", "auditor", "account:a3"],
  ];
  return Array.from({ length: count }, (_, index) => {
    const [action, role, actor] = did[(index * 7) % did.length];
    const seat = seats[index % seats.length];
    const person = role === "analyst";
    return {
      number: count - index,
      at: at - index * 71 * SECOND,
      actor,
      role,
      action,
      subject: person ? seat.subject : null,
      session: person ? seat.session : null,
      reason: action === "changed the settings" ? "version 3 → 4" : null,
      previous: "00",
      hash: "00",
    };
  });
}
