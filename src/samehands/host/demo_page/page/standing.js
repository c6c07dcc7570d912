/** How the visitor stands: verdict, evidence, and how far the template is. */

import { at, draw, make } from "./dom.js";

const STATES = {
  off: "Not collecting",
  paused: "Paused",
  learning: "Learning",
  verified: "Verified",
  unsure: "Unsure",
  alarm: "Alarm",
  locked: "Locked",
};
const VERDICTS = {
  allow: "Allow: the records are open",
  step_up: "Step-up: the records ask for proof",
  lock: "Lock: the records are closed",
};

/** Most verdicts in the chart. */
const SHOWN = 40;
/** Share of the alarm line at the chart's top; more is drawn there. */
const TOP = 1.5;

let shares = [];
let revision = -1;
let session = "";

/** The state of the collector, or of the session. */
export function showState(state) {
  at("state").dataset.state = state;
  at("state").textContent = STATES[state] ?? state;
}

/** A verdict; one that was shown already changes nothing. */
export function showVerdict(verdict) {
  if (verdict.session !== session) {
    [session, shares, revision] = [verdict.session, [], -1];
  }
  if (verdict.revision < revision) return;
  if (verdict.revision > revision) {
    shares = [...shares, verdict.share].slice(-SHOWN);
  }
  revision = verdict.revision;
  const { kind, reasons } = verdict.verdict;
  at("verdict").dataset.kind = kind;
  at("verdict").replaceChildren(make("b", {}, VERDICTS[kind] ?? kind), reasons[0]?.sentence ?? "");
  at("chart-text").textContent =
    `Evidence that somebody else is typing: ${Math.round(verdict.share * 100)} % of the alarm line, which is dashed.`;
  chart();
}

function chart() {
  const y = (share) => 115 - (Math.min(share, TOP) / TOP) * 100;
  const x = (place) => 48 + (340 * place) / Math.max(1, shares.length - 1);
  const points = shares.map((share, place) => `${x(place).toFixed(1)},${y(share).toFixed(1)}`);
  const last = points.at(-1).split(",");
  at("chart").replaceChildren(
    draw("line", { x1: 48, x2: 390, y1: y(1), y2: y(1), class: "alarm-line" }),
    draw("text", { x: 6, y: y(1) + 4, class: "axis" }, "alarm"),
    draw("text", { x: 6, y: y(0) + 4, class: "axis" }, "none"),
    draw("polyline", { points: points.join(" "), class: "curve" }),
    draw("circle", { cx: last[0], cy: last[1], r: 4, class: "dot" }),
  );
}

/** How far the template is, and what to do next. `made` windows were made in this session. */
export function showTemplate(template, made) {
  const { state, windows, windows_due, sessions, sessions_due } =
    template ?? { state: "none", windows: 0, windows_due: 10, sessions: 0, sessions_due: 2 };
  bar("windows", windows, windows_due);
  bar("sessions", sessions, sessions_due);
  at("advice").textContent =
    state === "ready"
      ? "Your template is ready. Type on and stay verified, or hand the keyboard to somebody else."
      : sessions + (made ? 1 : 0) < sessions_due
        ? `A template needs ${windows_due} windows out of ${sessions_due} sessions. Answer some tickets, then begin the next session.`
        : `A session counts when it ends. ${made} window${made === 1 ? "" : "s"} of this one so far.`;
}

/** Keystrokes towards the next window. */
export function showKeys(count, due) {
  bar("keys", count, due);
}

function bar(name, value, due) {
  at(name).max = due;
  at(name).value = Math.min(value, due);
  at(`${name}-text`).textContent = value > due ? `${value} (${due} due)` : `${value} of ${due}`;
}
