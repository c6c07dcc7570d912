// A made-up office: seats, their sessions, cases. What the developers' server answers from.

import { chanceFrom, normal } from "./chance.mjs";
import { Evidence, MINUTE, SECOND, THRESHOLD } from "./evidence.mjs";

const GROUPS = ["service", "service", "service", "billing", "back office", "default"];
const DEVICES = ["keyboard, 1 ms clock", "keyboard, 8 ms clock", "remote desktop"];

const READINGS = [
  [
    "Hold, right hand",
    "ms",
    92,
    9,
    -2.9,
    "Keys under the right hand are held 26 ms shorter than usual.",
  ],
  [
    "Pause after the space bar",
    "ms",
    188,
    24,
    2.4,
    "The pause after the space bar is 58 ms longer than usual.",
  ],
  ["Roll-over", "%", 31, 5.5, -2.1, "Keys overlap less often than usual: 19 % instead of 31 %."],
  [
    "Pause between hands",
    "ms",
    134,
    17,
    1.7,
    "The pause from one hand to the other is 29 ms longer than usual.",
  ],
  [
    "Hold of the backspace key",
    "ms",
    104,
    16,
    -1.2,
    "The backspace key is held 19 ms shorter than usual.",
  ],
];

/** How many of the first seats are in which state, so that every state is on the first screen. */
const CAST = [
  "alarm",
  "alarm",
  "locked",
  "unsure",
  "unsure",
  "unsure",
  "paused",
  "learning",
  "learning",
  "learning",
];

export class World {
  constructor({ seats = 48, seed = 1, now }) {
    this.chance = chanceFrom(seed);
    this.now = now;
    this.seats = new Map();
    this.cases = [];
    for (let number = 0; number < seats; number += 1) this.#seat(number, CAST[number]);
    this.#pastCases();
  }

  #seat(number, wanted = "verified") {
    const session = `s-${(number + 4096).toString(16)}`;
    const startedAt = this.now - Math.round((70 + 150 * this.chance()) * MINUTE);
    const evidence = this.#acted(wanted, number * 7 + 11, startedAt);
    const seat = {
      session,
      subject: `agent-${String((number * 37) % 997).padStart(3, "0")}`,
      group: GROUPS[number % GROUPS.length],
      origin: "https://crm.example",
      collector: number % 5 === 0 ? "desktop_agent" : "browser",
      startedAt,
      endedAt: null,
      paused: wanted === "paused",
      since: evidence.points.findLast((point) => point.state !== evidence.state)?.at ?? startedAt,
      evidence,
      case: null,
    };
    this.seats.set(session, seat);
    if (evidence.openedAt !== null) this.#open(seat);
  }

  /** A session that ends in a wanted state, and about now. */
  #acted(wanted, seed, startedAt) {
    const evidence = new Evidence(seed, startedAt, { learning: wanted === "learning" });
    const owner = () => {
      while (evidence.at < this.now - 24 * MINUTE) evidence.window(true);
    };
    owner();
    evidence.finding("windows_missing", "Missing between the last window and this one: 2.");
    if (wanted === "unsure") {
      // Somebody types a little unlike the owner; so long as there is no alarm, it is doubt.
      for (let tries = 0; tries < 40 && evidence.state !== "unsure"; tries += 1) {
        const kept = { ...evidence, points: [...evidence.points] };
        evidence.window(false, evidence.at + 2 * MINUTE);
        if (evidence.state === "alarm") Object.assign(evidence, kept);
      }
    } else if (wanted === "alarm" || wanted === "locked") {
      while (evidence.state !== "alarm") evidence.window(false, evidence.at + 1.4 * MINUTE);
      evidence.window(false, evidence.at + 1.4 * MINUTE);
      if (wanted === "locked") evidence.stepUp(false);
    } else {
      while (evidence.at < this.now - 2 * MINUTE) evidence.window(true);
      while (evidence.state === "alarm" || evidence.state === "unsure") {
        if (evidence.state === "alarm") evidence.stepUp(true);
        evidence.openedAt = null;
        evidence.window(true);
      }
    }
    return evidence;
  }

  #open(seat) {
    const { evidence } = seat;
    const opened = {
      id: `c-${(this.cases.length + 700).toString(36)}`,
      subject: seat.subject,
      session: seat.session,
      opened_at: evidence.openedAt,
      changed_after: evidence.quietUntil,
      changed_by: evidence.points.find((point) => point.at > evidence.quietUntil)?.at ?? null,
      level: evidence.level,
      threshold: THRESHOLD,
      sentence: `The evidence that somebody else is typing reached the alarm line, gathered over ${evidence.points.filter((point) => point.at > (evidence.quietUntil ?? 0) && point.kind === "window").length} windows, mostly in how long keys are held down.`,
      status: "open",
      decided_at: null,
      decided_by: null,
      note: null,
      effects: [],
    };
    this.cases.unshift(opened);
    seat.case = opened.id;
  }

  #pastCases() {
    const past = ["false_alarm", "confirmed_compromised", "confirmed_safe", "confirmed_safe"];
    past.forEach((status, index) => {
      const opened = this.now - (index + 1) * 26 * 60 * MINUTE;
      this.cases.push({
        id: `c-${(index + 300).toString(36)}`,
        subject: `agent-${String(200 + 31 * index)}`,
        session: `s-old${index}`,
        opened_at: opened,
        changed_after: opened - 9 * MINUTE,
        changed_by: opened - 7 * MINUTE,
        level: 8.1 + index,
        threshold: THRESHOLD,
        sentence:
          "The evidence that somebody else is typing reached the alarm line, gathered over 6 windows, mostly in the pauses between keys.",
        status,
        decided_at: opened + 20 * MINUTE,
        decided_by: "a2",
        note: "Called back on the known number. New keyboard since Monday.",
        effects: [
          "The evidence was set to zero.",
          "12 windows typed in doubt are not learnt from.",
        ],
      });
    });
  }

  seatOf(session) {
    return this.seats.get(session);
  }

  caseOf(id) {
    return this.cases.find((each) => each.id === id);
  }

  /** As /v1/now says it. */
  seat(seat) {
    const { evidence } = seat;
    return {
      session: seat.session,
      subject: seat.subject,
      group: seat.group,
      state: seat.paused ? "paused" : evidence.state,
      verdict: evidence.verdict,
      share: evidence.share,
      since: seat.since,
      last_at: evidence.at,
      case: seat.case,
    };
  }

  /** Something happens at some seat; the seat is returned. */
  tick(at) {
    // What stands for a screenshot stands still: only seats without doubt go on typing.
    const all = [...this.seats.values()].filter(
      ({ paused, evidence }) => !paused && evidence.state === "verified",
    );
    const seat = all[Math.floor(this.chance() * all.length)];
    const before = seat.evidence.state;
    seat.evidence.window(this.chance() > 0.02, at);
    if (seat.evidence.state !== before) seat.since = at;
    if (seat.evidence.openedAt !== null && seat.case === null) this.#open(seat);
    return seat;
  }

  decide(id, decision, note, by, at) {
    const found = this.caseOf(id);
    const status = {
      confirm_compromised: "confirmed_compromised",
      confirm_safe: "confirmed_safe",
      false_alarm: "false_alarm",
    }[decision];
    Object.assign(found, { status, decided_at: at, decided_by: by, note: note ?? null });
    const safe = decision !== "confirm_compromised";
    found.effects = safe
      ? ["The evidence was set to zero.", "7 windows typed in doubt are not learnt from."]
      : [
          "The session is locked until a strong step-up is passed.",
          "Nothing of this session is learnt from.",
        ];
    const seat = this.seatOf(found.session);
    if (seat) {
      seat.evidence.decided(safe);
      seat.since = at;
      seat.case = null;
    }
    return found;
  }

  /** The five strongest differences of a session, of all of it or since the change. */
  comparison(seat, whole) {
    const { evidence } = seat;
    const doubtful = ["alarm", "locked", "unsure"].includes(evidence.state);
    const part = doubtful && !whole;
    const windows = evidence.points.filter((point) => point.kind === "window").length;
    const beside = {
      session: seat.session,
      since: part ? evidence.quietUntil : null,
      until: part ? evidence.openedAt : null,
      windows: part ? 7 : windows,
      substitute: false,
    };
    if (evidence.learning) {
      const missing = [
        { need: "enrolled windows", have: 31, due: 60 },
        { need: "enrolled sessions", have: 3, due: 6 },
      ];
      return { ...beside, readings: [], missing };
    }
    const readings = READINGS.map((reading, index) => this.#reading(reading, index, part));
    return { ...beside, readings, missing: [] };
  }

  #reading([title, unit, mean, sd, difference, sentence], index, part) {
    const chance = chanceFrom(index + 5);
    const shift = part ? difference : difference / 6;
    const values = Array.from({ length: part ? 7 : 40 }, () =>
      normal(chance, mean + shift * sd, sd * 0.8),
    );
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      name: `reading_${index}`,
      title,
      unit,
      sentence: part ? sentence : "About as usual.",
      usual: { mean, sd, windows: 200 },
      session: { mean: average, sd: sd * 0.8, windows: values.length, values },
      difference_sd: (average - mean) / sd,
      standard_error: 0.4,
      r_squared: 0.91 - 0.04 * index,
    };
  }
}

export const template = (ready) => ({
  state: ready ? "ready" : "enrolling",
  version: ready ? 4 : 0,
  windows: ready ? 640 : 31,
  windows_due: 60,
  sessions: ready ? 22 : 3,
  sessions_due: 6,
  devices: DEVICES.slice(0, ready ? 3 : 1).map((device, index) => ({
    device,
    windows: 400 - 170 * index,
  })),
  versions: ready ? [2, 3, 4] : [],
  held_windows: ready ? 12 : 0,
});

export { MINUTE, SECOND };
