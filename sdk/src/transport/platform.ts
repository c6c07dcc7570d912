/** What sending needs of the world: a network, a timer, luck and locks; tests bring their own. */

import { now, random, send, startTimer, stopTimer } from "../primordials.js";

export interface Platform {
  readonly send: typeof fetch;
  readonly startTimer: (work: () => void, after: number) => number;
  readonly stopTimer: (timer: number) => void;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly online: () => boolean;
  /** Web Locks; absent on an insecure page. */
  readonly locks: Locks | undefined;
}

/** What we need of Web Locks. */
export interface Locks {
  readonly request: (name: string, options: { readonly mode: LockMode }, work: () => Promise<unknown>) => Promise<unknown>;
  readonly query: () => Promise<LockManagerSnapshot>;
}

const { locks } = (globalThis.navigator as Partial<Navigator> | undefined) ?? {};

/** The browser's, as it was when the script was loaded. */
export const BROWSER: Platform = {
  send,
  startTimer,
  stopTimer,
  random,
  now,
  online: () => (navigator as Partial<Navigator>).onLine !== false,
  locks: locks && { request: locks.request.bind(locks), query: locks.query.bind(locks) },
};
