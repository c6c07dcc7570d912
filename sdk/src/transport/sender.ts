/**
 * The sender: what waits goes out when a timer of our own says so.
 *
 * Never at Enter, blur, submit, the N-th key or when the page goes: the time of a send would tell what
 * somebody did. Only an early sign goes at once, with what waits: hands give none, so its time tells
 * nothing of anybody's typing. Nothing is lost without being counted:
 * made = delivered + refused + dropped + waiting.
 */

import { max } from "../primordials.js";
import type { Millis } from "../quantities.js";
import { encodeBatch } from "../wire/batch.js";
import { SIGN_BYTES } from "../wire/message.js";
import { backOff, nextLook } from "./delay.js";
import { exchange, Outcome, type Taken } from "./exchange.js";
import type { Numbering } from "./numbering.js";
import type { Platform } from "./platform.js";
import { createQueue } from "./queue.js";

/**
 * An empty batch is sent at every so many-th look at an empty queue: about once a minute.
 *
 * It carries nothing; its answer says whether a step-up changed the verdict, or the session ended.
 */
const HEARTBEAT_LOOKS = 6;

/** What became of the windows of this page. */
export interface Delivery {
  readonly made: number;
  /** The server has them. */
  readonly delivered: number;
  /** The server would not take them. */
  readonly refused: number;
  /** Pushed out of the full queue, or left over when the session ended. */
  readonly dropped: number;
  readonly waiting: number;
}

export interface Sender {
  readonly delivery: Delivery;
  /** Takes a message, whose number is given when it is sent. */
  readonly add: (message: Uint8Array) => void;
  /** Starts the timer. */
  readonly resume: () => void;
  /** Stops it; what waits, waits on. */
  readonly pause: () => void;
  /** Stops it for good; what waits is dropped. */
  readonly stop: () => void;
  /** Asks the server for the next free number before anything is sent: others may have sent since. */
  readonly greet: () => void;
}

/** Where to send, and who wants to know. */
export interface SenderOptions {
  readonly url: string;
  readonly token: string;
  readonly platform: Platform;
  readonly numbering: Numbering;
  readonly taken: (answer: Taken) => void;
  readonly ended: () => void;
  /** Sees exactly the bytes that go, before they do. */
  readonly sees?: ((batch: Uint8Array) => void) | undefined;
}

/** A sender that is not running yet. */
export function createSender(options: SenderOptions): Sender {
  const { platform, numbering } = options;
  const queue = createQueue();
  let flying: Uint8Array[] = []; // numbered, and not answered yet
  let greeted = false;
  let running = false;
  let busy = false;
  let over = false;
  let urgent = false; // an early sign waits
  let timer = 0;
  let failures = 0;
  let silent = 0;
  let made = 0;
  let delivered = 0;
  let refused = 0;
  let left = 0;

  /** One look: sends what there is. Returns how long the server wants us to wait, if it does. */
  async function look(): Promise<number> {
    if (greeted && !flying.length && !queue.size && ++silent < HEARTBEAT_LOOKS) {
      return 0;
    }
    silent = 0;
    urgent = false;
    const outcome = await numbering.alone(async () => {
      if (greeted && !flying.length && queue.size) {
        await numbering.atLeast(queue.take(numbering.next, flying));
      }
      const batch = encodeBatch(flying, flying.length);
      options.sees?.(batch);
      return await exchange(platform, options.url, options.token, batch);
    });
    if (over) {
      return 0;
    }
    if (outcome.kind === Outcome.LATER) {
      return max(outcome.after, backOff(++failures, platform.random()));
    }
    failures = 0;
    const sent = flying.length;
    flying = [];
    if (outcome.kind === Outcome.ENDED) {
      left += sent;
      options.ended();
    } else if (outcome.kind === Outcome.REFUSED) {
      refused += sent;
      greeted = true; // it would refuse the next greeting too
    } else {
      greeted = true;
      refused += outcome.refused;
      delivered += sent - outcome.refused;
      await numbering.atLeast(outcome.nextSequence);
      options.taken(outcome);
    }
    return 0;
  }

  async function turn(): Promise<void> {
    busy = true;
    let wait = 0;
    try {
      wait = platform.online() ? await look() : 0;
    } catch {
      wait = backOff(++failures, platform.random());
    }
    busy = false;
    schedule(max(wait, nextLook(platform.random())) as Millis);
  }

  function schedule(after: Millis): void {
    if (running && !busy) {
      platform.stopTimer(timer);
      timer = platform.startTimer(() => void turn(), urgent && !failures ? (0) : after);
    }
  }

  function pause(): void {
    running = false;
    platform.stopTimer(timer);
  }

  return {
    get delivery() {
      const waiting = queue.size + flying.length;
      return {
        made,
        delivered,
        refused,
        dropped: queue.dropped + left + (over ? waiting : 0),
        waiting: over ? 0 : waiting,
      };
    },
    add(message) {
      made++;
      queue.add(message);
      if (message.length === SIGN_BYTES && !failures) {
        urgent = true;
        schedule(0 as Millis);
      }
    },
    resume() {
      if (!over && !running) {
        running = true;
        // The first look is soon, but no sooner than luck says.
        schedule((nextLook(platform.random()) * platform.random()) as Millis);
      }
    },
    pause,
    stop() {
      pause();
      over = true;
      numbering.letGo();
    },
    greet() {
      greeted = false;
    },
  };
}
