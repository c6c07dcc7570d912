// Health: is it within its budget, whom does it cover, what can it see.

import { counted, decimal } from "../format/number";

export const health = {
  what: "Whether the service keeps its promise, and what it cannot promise.",
  budget: "False alarms against the budget",
  allowed: "budget",
  axis: "false alarms per person and month",
  none: (allowed: number) =>
    `The budget is ${decimal(allowed, 2)} false alarms per person and month. Nothing has been measured yet.`,
  within: (actual: number, allowed: number, low: number, high: number, persons: number) =>
    `${decimal(actual, 2)} false alarms per person and month, measured on ${counted(persons, "person", "people")}. The true rate lies between ${decimal(low, 2)} and ${decimal(high, 2)}, 95 times of 100. ${judged(allowed, low, high)}`,
  chart: (actual: number, allowed: number, low: number, high: number) =>
    `Measured ${decimal(actual, 2)}, interval ${decimal(low, 2)} to ${decimal(high, 2)}, budget ${decimal(allowed, 2)}.`,
  coverage: "Coverage",
  coverageSentence: (judged: number, sessions: number) =>
    sessions === 0
      ? "There was no session in the last 30 days."
      : `In ${judged} of ${counted(sessions, "session")} of the last 30 days the typing was judged.`,
  judged: "judged",
  learning: "learning",
  neither: "nothing typed",
  sees: "What it can see",
  cannotSee: "What it cannot see",
  store: "Store",
  storeFields: {
    database: "Database",
    schema: "Schema version",
    bytes: "On the disk",
    waiting: "Inputs waiting to be written",
    writing: "Writer is running",
  } as Readonly<Record<string, string>>,
  yes: "yes",
  no: "no",
  unknown: "unknown",
  megabytes: (bytes: number) => `${decimal(bytes / 1_000_000, 1)} MB`,
};

function judged(allowed: number, low: number, high: number): string {
  if (high <= allowed) return "This is within the budget.";
  if (low > allowed) return "This is over the budget: raise the budget, or look into the cases.";
  return "Whether this is within the budget cannot be told yet.";
}
