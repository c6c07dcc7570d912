// Seats, points and cases for tests, with only what a test is about said.

import type { CaseDetail } from "../api/cases";
import type { Seat } from "../api/seats";
import type { Point } from "../api/sessions";
import { micros, MICROS_PER_SECOND, nats, share } from "../quantities";

/** Seconds after an arbitrary start. */
export const at = (seconds: number) => micros((1_790_000_000 + seconds) * MICROS_PER_SECOND);

export const seat = (session: string, what: Partial<Seat> = {}): Seat => ({
  session,
  subject: `agent-${session}`,
  group: "service",
  state: "verified",
  verdict: "allow",
  share: share(0),
  since: at(0),
  last_at: at(0),
  case: null,
  exposure: null,
  ...what,
});

export const point = (ordinal: number, what: Partial<Point> = {}): Point => ({
  ordinal,
  at: at(60 * ordinal),
  kind: "window",
  llr: nats(1),
  level: nats(0),
  threshold: nats(8),
  state: "verified",
  verdict: "allow",
  channels: null,
  sentence: null,
  findings: [],
  ...what,
});

/** What was read in doubt. */
export const exposed = (records: number, low: number, high: number) => ({
  records,
  low,
  high,
  since: at(0),
});

export const finding = (kind: string, sentence = `A ${kind}.`) => ({ kind, sentence, numbers: {} });

export const openCase = (what: Partial<CaseDetail> = {}): CaseDetail => ({
  id: "c1",
  subject: "agent-7",
  session: "s7",
  opened_at: at(600),
  changed_after: at(120),
  changed_by: at(180),
  level: nats(8.2),
  threshold: nats(8),
  sentence: "Somebody else seems to be typing.",
  status: "open",
  decided_at: null,
  decided_by: null,
  decided_by_name: null,
  note: null,
  exposure: null,
  effects: [],
  ...what,
});
