// Now: one line per seat.

import { counted, decimal, percent } from "../format/number";

export const now = {
  what: "One line for each open session, in the order in which they need somebody.",
  caption: "Open sessions",
  filters: "Filter",
  search: "Pseudonym or group",
  states: "States",
  columns: {
    state: "State",
    subject: "Seat",
    group: "Group",
    evidence: "Evidence",
    since: "For",
    verdict: "Verdict",
    case: "Case",
  },
  evidenceHelp: "how far on the way to the alarm line",
  share: percent,
  shareSpoken: " of the way to the alarm line",
  notJudged: "nothing to judge by yet",
  openCase: "Open case",
  caseOf: (subject: string) => ` of ${subject}`,
  shown: (shown: number, all: number) =>
    shown === all ? counted(all, "seat") : `${shown} of ${counted(all, "seat")}`,
  leftOff: (count: number) =>
    `${counted(count, "more session")} open; those in doubt are all here. Filter by group in the application to see fewer.`,
  empty: "No session is open",
  emptyWhy:
    "A line appears here when the protected application starts a session. If it should have, check the API key and the address that the application uses.",
  nothingFits: "No seat fits this filter",
  clear: "Clear the filter",
  budget: (actual: number, allowed: number) =>
    `False alarms: ${decimal(actual, 2)} per person and month; the budget is ${decimal(allowed, 2)}.`,
  budgetOnly: (allowed: number) =>
    `False alarms: the budget is ${decimal(allowed, 2)} per person and month; none measured yet.`,
  alarmAt: (subjects: readonly string[]) =>
    subjects.length === 1
      ? `Alarm at ${String(subjects[0])}.`
      : `Alarms at ${subjects.length} seats: ${subjects.slice(0, 5).join(", ")}.`,
};
