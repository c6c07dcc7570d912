// Session: the evidence of one session, and what it led to.

import { decimal, percent, signed } from "../format/number";
import type { ChannelName, PointKind } from "../api/sessions";
import type { MarkerKind } from "../session/markers";

const channels: Readonly<Record<ChannelName, string>> = {
  holds: "Holds: how long keys are held down",
  flights: "Flights: the pauses between keys",
  typing: "The rhythm of typing as a whole",
};

const channelNames: Readonly<Record<ChannelName, string>> = {
  holds: "Holds",
  flights: "Flights",
  typing: "Typing",
};

const markers: Readonly<Record<MarkerKind, string>> = {
  started: "Session started",
  asked: "Step-up asked",
  passed: "Step-up passed",
  failed: "Step-up failed",
  alarm: "Alarm",
  locked: "Locked",
  decided: "Case decided",
  finding: "Finding",
  ended: "Session ended",
};

const points: Readonly<Record<PointKind, string>> = {
  started: "Started",
  window: "Window",
  records: "Records",
  step_up: "Step-up",
  ended: "Ended",
  case_decided: "Case decided",
};

export const session = {
  title: (subject: string) => `Session of ${subject}`,
  why: "Why",
  started: "Started",
  ended: "Ended",
  open: "open",
  origin: "Application",
  collector: "Collector",
  collectors: { browser: "browser", desktop_agent: "desktop agent" } as Readonly<
    Record<string, string>
  >,
  group: "Group",
  verdict: "Verdict",
  evidence: "Evidence",
  compare: "Compare with the usual",
  toSubject: "The subject's template",
  toCase: "Open the case",
  toSession: "Back to the session",

  curve: "Evidence against the owner",
  curveWhat:
    "Evidence that somebody else is typing, gathered over the session. It falls while the typing is like the owner's and raises an alarm at the line.",
  nats: "Evidence is counted in nats: 2.3 nats are odds of ten to one.",
  alarmLine: "alarm line",
  level: "evidence",
  channelsWhat:
    "Below, a bar for each window of typing: up speaks against the owner, down for the owner.",
  up: "↑",
  down: "↓",
  chartLabel: (level: number, threshold: number) =>
    `Evidence curve. It stands at ${decimal(level, 1)} nats; the alarm line is at ${decimal(threshold, 1)} nats. Use the left and right arrow keys to go from point to point, or show it as a table.`,
  asTable: "As table",
  asChart: "As chart",
  ranges: "Show",
  range: { all: "Whole session", hour: "Last hour", quarter: "Last 15 min" },
  hint: "Point at the chart, or use the arrow keys in it, to read single values. Drag to look closer.",
  levelOf: (level: number, threshold: number) =>
    `${decimal(level, 1)} of ${decimal(threshold, 1)} nats (${percent(level / threshold)})`,
  speaks: (llr: number) =>
    llr >= 0
      ? `this window speaks for the owner, ${signed(llr, 1)} nats`
      : `this window speaks against the owner, ${signed(llr, 1)} nats`,
  notScored: "this window was not judged",
  happened: "What happened",
  nothingHappened: "Nothing but typing so far.",
  noPoints: "No window of typing has come yet",
  noPointsWhy:
    "A point appears for each window, about a hundred keystrokes. Until then there is nothing to judge by.",
  table: {
    caption: "The session point by point",
    at: "Time",
    kind: "What",
    llr: "This window, nats",
    level: "Evidence, nats",
    ofLine: "Of the alarm line",
    state: "State",
    sentence: "In words",
  },
  channels,
  channelNames,
  markers,
  points,
};
