// Cases: what happened, and what a person decides about it.

import type { CaseStatus, Decision } from "../api/cases";

const statuses: Readonly<Record<CaseStatus, string>> = {
  open: "Open",
  confirmed_compromised: "Compromised",
  confirmed_safe: "Safe",
  false_alarm: "False alarm",
};

interface Verb {
  readonly name: string;
  readonly meaning: string;
  readonly effects: readonly string[];
  readonly question: string;
}

const held =
  "Windows typed in doubt are held for 14 days, and learnt from only after a step-up by a security key or a passkey, if what is typed after it is like them.";
const goesOn = "The evidence is set to zero, and the session goes on as verified.";

// What each verb does is decided in the server (samehands.monitor.decision); this says it before.
const verbs: Readonly<Record<Decision, Verb>> = {
  confirm_compromised: {
    name: "Confirm compromised",
    meaning: "Somebody else was in control.",
    effects: [
      "The session, and the subject's others with their next input, are locked until a step-up is passed by a security key or a passkey.",
      "What the template has learnt since the estimated change is taken back, and nothing of this session is ever learnt from.",
      "Does not count against the budget of false alarms.",
    ],
    question: "Was somebody else in control of this session?",
  },
  confirm_safe: {
    name: "Confirm safe",
    meaning: "It was the owner, typing unlike themselves: an injury, another keyboard.",
    effects: [goesOn, held, "Does not count against the budget of false alarms."],
    question: "Was it the owner, with good reason for doubt?",
  },
  false_alarm: {
    name: "False alarm",
    meaning: "It was the owner, and there was no reason for an alarm.",
    effects: [goesOn, held, "Counts against the budget of false alarms."],
    question: "Was it the owner, with nothing to doubt?",
  },
};

export const cases = {
  title: "Cases",
  what: "A case opens when evidence reaches the alarm line. A person decides it; nothing is decided by itself.",
  caption: "Cases, the newest first",
  filter: "Show",
  all: "All",
  columns: { status: "Status", subject: "Seat", opened: "Opened", sentence: "What happened" },
  more: "Show older cases",
  noneAtAll: "There is no case",
  noneOf: (status: string) => `No case is “${status}”`,
  noneWhy: "A case opens when the evidence of a session reaches its alarm line.",

  caseOf: (subject: string) => `Case of ${subject}`,
  number: "Case",
  opened: "Opened",
  changed: "Estimated change",
  changedAfter: (moment: string) => `after ${moment}`,
  changedBetween: (after: string, by: string) => `between ${after} and ${by}`,
  changedUnknown: "before the session's first window, or not known",
  evidence: "Evidence when it opened",
  status: "Status",
  toSession: "Open the session",
  toCompare: "Compare with the usual",
  print: "Print",
  happened: "What happened",
  curve: "The evidence around the estimated change",
  changeHere: "the change came after here",
  chart: (from: string, to: string, threshold: string) =>
    `Evidence against the owner from ${from} to ${to}, with the alarm line at ${threshold}.`,
  noCurve: "The curve is shown to analysts only.",
  curveGone: "The session's points are no longer kept.",
  decide: "Decide",
  decideWhat: "Each decision has a fixed effect, and is written to the access log with your name.",
  readOnly: "Analysts decide cases; your account reads them.",
  note: "Note",
  noteHelp: "What you found out, and how. It is kept sealed; auditors do not see it.",
  noteTooLong: (most: number) => `At most ${most} characters.`,
  effectsBefore: "This will happen:",
  final: "A decision is not taken back.",
  decided: "Decided",
  decidedBy: (who: string, when: string) => `by ${who}, ${when}`,
  decidedByYou: (when: string) => `by you, ${when}`,
  effects: "What it did",
  printed: (when: string, zone: string) => `Printed ${when}, zone ${zone}`,
  statuses,
  verbs,
};
