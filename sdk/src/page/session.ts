/** A session in a page: consent, projection, observation and sending, begun and ended together. */

import { bytesOf, sha256 } from "../primordials.js";
import type { Millis } from "../quantities.js";
import { DEFAULT_PROJECTION } from "../rhythm/default-projection.js";
import { hex } from "../rhythm/projection-file.js";
import { exchange } from "../transport/exchange.js";
import { createNumbering } from "../transport/numbering.js";
import type { Platform } from "../transport/platform.js";
import { createSender, type Delivery, type Sender } from "../transport/sender.js";
import type { SessionVerdict } from "../transport/verdict.js";
import { isConsent } from "./consent.js";
import { all, listen, type Stop } from "./dom.js";
import type { Handle, OffReason, StartOptions, State } from "./handle.js";
import { createObservation, type Observation } from "./observation.js";
import { fetchProjection } from "./projection-fetch.js";
import { createTopic, tell } from "./topic.js";

/**
 * How long a pause lasts when it is not ended before.
 *
 * Longer: somebody who forgets it stays unverified for longer.
 */
export const PAUSE_LIMIT = (15 * 60_000) as Millis;

/** Digits of the hash of a token that stand for its session among the tabs; the token itself is secret. */
const NAME_DIGITS = 16;

const NO_DELIVERY: Delivery = { made: 0, delivered: 0, refused: 0, dropped: 0, waiting: 0 };

/** Begins a session. Throws nothing: what is wrong is the handle's `reason`. */
export function createSession(
  options: StartOptions,
  page: (Window & typeof globalThis) | undefined,
  platform: Platform,
): Handle {
  const states = createTopic<State>();
  const verdicts = createTopic<SessionVerdict>();
  let reason: OffReason | "" = "no consent";
  let paused = false;
  let verdict: SessionVerdict | undefined;
  let observation: Observation | undefined;
  let sender: Sender | undefined;
  let unlisten: Stop | undefined;
  let timer = 0;
  let said: State = "off";
  let server = "";
  let told = false;

  function state(): State {
    if (reason) {
      return "off";
    }
    return paused ? "paused" : (verdict?.state ?? "learning");
  }

  function say(): void {
    if (said !== state()) {
      said = state();
      states.publish(said);
    }
  }

  function end(why: OffReason): void {
    if (reason !== "stopped" && reason !== "ended") {
      reason = why;
      observation?.hold();
      sender?.stop();
      unlisten?.();
      platform.stopTimer(timer);
      say();
    }
  }

  /** Begins or holds everything, as `paused` says. */
  function hold(whether: boolean): void {
    paused = whether;
    platform.stopTimer(timer);
    if (!reason) {
      if (paused) {
        observation?.hold();
        sender?.pause();
        timer = platform.startTimer(resume, PAUSE_LIMIT);
      } else {
        observation?.begin();
        sender?.resume();
      }
      void tellServer();
    }
    say();
  }

  /** Tells the server of a pause once, so that it is shown as one; where that fails, nobody sees it. */
  async function tellServer(): Promise<void> {
    if (told !== paused) {
      told = paused;
      try {
        await exchange(platform, `${server}v1/pause`, options.token, bytesOf(`{"paused":${paused}}`), "application/json");
      } catch {
        // Its answer has no content, or there is none. A window that comes ends the pause anyway.
      }
    }
  }

  function resume(): void {
    hold(false);
  }

  /** Goes on to the next step of starting, unless it was stopped meanwhile. */
  function still(due: OffReason): boolean {
    return reason === due;
  }

  async function prepare(view: Window & typeof globalThis, hash: NonNullable<typeof sha256>): Promise<void> {
    if (!isConsent(await options.consent) || !still("no consent")) {
      return;
    }
    server = addressOf(options.server, view.location.href);
    reason = "starting";
    const projection = await fetchProjection(platform, server, options.projection ?? DEFAULT_PROJECTION, () =>
      still("starting"),
    );
    const digest = hex(new Uint8Array(await hash(bytesOf(options.token)), 0, NAME_DIGITS / 2));
    if (!projection || !still("starting")) {
      return;
    }
    const numbering = createNumbering(`samehands:${digest}`, platform.locks);
    const sending = (sender = createSender({
      url: `${server}v1/windows`,
      token: options.token,
      platform,
      numbering,
      taken: (answer) => {
        hear(answer.verdict);
      },
      ended: () => {
        end("ended");
      },
      sees: (batch) => {
        tell(options.onSend, new Uint8Array(batch));
      },
    }));
    observation = createObservation({ page: view, projection, frames: options.frames === true, emit: sending.add });
    // A page in the back/forward cache holds no locks, and others may send while it is there.
    unlisten = all([listen(view, "pagehide", numbering.letGo), listen(view, "pageshow", sending.greet)]);
    reason = "";
    hold(paused);
  }

  function hear(heard: SessionVerdict | undefined): void {
    if (heard && heard.revision !== verdict?.revision) {
      verdict = heard;
      say();
      verdicts.publish(heard);
    }
  }

  async function run(): Promise<void> {
    try {
      if (typeof options.token !== "string" || typeof options.server !== "string") {
        end("options");
      } else if (!page || !sha256) {
        end("unsupported");
      } else {
        await prepare(page, sha256);
      }
    } catch {
      // An address that is none, a consent that was rejected; or a projection that is not the one named.
      end(still("starting") ? "projection" : "options");
    }
  }

  void run();
  return {
    stop() {
      end("stopped");
    },
    pause() {
      hold(true);
    },
    resume,
    get state() {
      return state();
    },
    get reason() {
      return reason;
    },
    get delivery() {
      return sender?.delivery ?? NO_DELIVERY;
    },
    onVerdict: (listener) => verdicts.subscribe(listener, verdict),
    onState: (listener) => states.subscribe(listener, state()),
  };
}

/** A server's address as one that ends in a slash, so that paths can be put after it. */
function addressOf(server: string, page: string): string {
  const { origin, pathname } = new URL(server || "/", page);
  return origin + pathname + (pathname[pathname.length - 1] === "/" ? "" : "/");
}
