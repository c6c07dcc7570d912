// Sessions made up window by window, with evidence that behaves as the engine's does.

import { chanceFrom, normal } from "./chance.mjs";

export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const THRESHOLD = 7.6;
const UNSURE = 0.5;
const VERIFIED = 0.25;

const CHANNEL_WORDS = {
  holds: "how long keys are held down",
  flights: "the pauses between keys",
};

/** Next state and verdict of a session after its level changed. */
function stateAfter(before, level) {
  if (before === "locked" || before === "alarm") return before;
  const share = level / THRESHOLD;
  if (share >= 1) return "alarm";
  if (share >= UNSURE) return "unsure";
  return share < VERIFIED || before === "learning" ? "verified" : before;
}

const verdictIn = (state) =>
  state === "alarm" ? "step_up" : state === "locked" ? "lock" : "allow";

function sentenceOf(holds, flights) {
  const llr = holds + flights;
  if (Math.abs(llr) < 0.5) {
    return "Nothing in the typing speaks clearly for or against the owner.";
  }
  const [like, other] = llr > 0 ? ["like", "unlike"] : ["unlike", "like"];
  const way = Math.sign(llr);
  const [most, least] = way * holds > way * flights ? ["holds", "flights"] : ["flights", "holds"];
  const parts = { holds, flights };
  if (way * parts[least] <= -0.5) {
    return `Typed ${like} the owner in ${CHANNEL_WORDS[most]}, though ${other} in ${CHANNEL_WORDS[least]}.`;
  }
  const share = Math.round((100 * parts[most]) / llr);
  return `Typed ${like} the owner, mostly in ${CHANNEL_WORDS[most]} (${Math.min(share, 100)} % of the evidence).`;
}

/** A session that grows: `window()` adds one of the owner's or of somebody else's. */
export class Evidence {
  constructor(seed, startedAt, { learning = false } = {}) {
    this.chance = chanceFrom(seed);
    this.learning = learning;
    this.level = 0;
    this.state = "learning";
    this.at = startedAt;
    this.quietUntil = null;
    this.openedAt = null;
    this.points = [];
    this.#add("started", {});
  }

  window(mine, at = this.at + (1.2 + 2 * this.chance()) * MINUTE) {
    this.at = Math.round(at);
    if (this.learning) return this.#add("window", { llr: null });
    const holds = mine ? normal(this.chance, 2.6, 1.9) : normal(this.chance, -1.3, 1.2);
    const flights = mine ? normal(this.chance, 1.9, 1.7) : normal(this.chance, -0.7, 1.1);
    const llr = holds + flights;
    this.level = Math.max(0, this.level - llr);
    if (this.level === 0) this.quietUntil = this.at;
    const before = this.state;
    this.state = stateAfter(before, this.level);
    if (this.state === "alarm" && before !== "alarm") this.openedAt = this.at;
    return this.#add("window", {
      llr,
      channels: { holds, flights },
      sentence: sentenceOf(holds, flights),
    });
  }

  finding(kind, sentence) {
    this.points.at(-1).findings.push({ kind, sentence, numbers: {} });
  }

  stepUp(passed) {
    this.at += Math.round(40 * SECOND);
    this.level = passed ? 0 : this.level;
    this.state = passed ? "verified" : "locked";
    this.#add("step_up", {});
    this.finding(
      passed ? "step_up_passed" : "step_up_failed",
      passed
        ? "A step-up was passed; the evidence against the owner was set to zero, and 4 windows typed in doubt will not be learnt from."
        : "A step-up was failed.",
    );
  }

  decided(safe) {
    this.at += Math.round(90 * SECOND);
    if (safe) {
      this.level = 0;
      this.state = "verified";
    } else {
      this.state = "locked";
    }
    this.#add("case_decided", {});
  }

  get share() {
    return this.level / THRESHOLD;
  }

  get verdict() {
    return this.learning ? "allow" : verdictIn(this.state);
  }

  #add(kind, { llr = null, channels = null, sentence = null }) {
    const point = {
      ordinal: this.points.length + 1,
      at: Math.round(this.at),
      kind,
      llr,
      level: this.level,
      threshold: THRESHOLD,
      state: this.state,
      verdict: this.verdict,
      channels,
      sentence,
      findings: [],
    };
    this.points.push(point);
    return point;
  }
}
