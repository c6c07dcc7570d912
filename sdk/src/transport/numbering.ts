/**
 * Sequence numbers that do not collide when several tabs send for one session.
 *
 * Nothing is stored. Web Locks belong to the browser, are ordered, and die with their tab: a tab sends
 * while it holds the session's lock, and from then on holds a second lock whose name ends in the next
 * free number. Whoever sends next reads it there. The server has the last word (`atLeast`), which is
 * what a page that was loaded anew goes by.
 */

import { max, min, NativePromise, split } from "../primordials.js";
import { SEQUENCE_LIMIT } from "../wire/message.js";
import type { Platform } from "./platform.js";

export interface Numbering {
  /** The next free number, as far as this tab knows. */
  readonly next: number;
  /** Does some work while no other tab of this session does any; knows the next free number then. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Says that all numbers below this one are taken. */
  readonly atLeast: (number: number) => Promise<void>;
  /** Gives up what other tabs read, so that the page can be kept in the back/forward cache. */
  readonly letGo: () => void;
}

/** Numbers of the session that `name` stands for. */
export function createNumbering(name: string, locks: Platform["locks"]): Numbering {
  let next = 0;
  let said = 0;
  let letGo: (() => void) | undefined;

  /** The highest number that another tab says is free. */
  async function heard(): Promise<number> {
    let highest = 0;
    const held = (await locks?.query())?.held ?? [];
    for (let place = 0; place < held.length; place++) {
      const parts = split(held[place].name ?? "", `${name}/`);
      const number = parts[0] === "" && parts.length === 2 ? +parts[1] : 0;
      highest = number > highest && number <= SEQUENCE_LIMIT ? number : highest;
    }
    return highest;
  }

  /** Holds the lock that says our number, then gives up the one before it. */
  function say(): Promise<void> {
    const before = letGo;
    said = next;
    return new NativePromise<void>((done) => {
      const spoken = locks?.request(`${name}/${next}`, mode("shared"), () => {
        const kept = new NativePromise<void>((release) => {
          letGo = release;
        });
        before?.();
        done();
        return kept;
      });
      void settled(spoken, done);
    });
  }

  return {
    get next() {
      return next;
    },
    async alone(work) {
      let begun = false;
      const locked = async () => {
        begun = true;
        next = max(next, await heard());
        return await work();
      };
      try {
        if (locks) {
          return (await locks.request(name, mode("exclusive"), locked)) as Awaited<ReturnType<typeof work>>;
        }
      } catch (error) {
        if (begun as boolean) {
          throw error;
        }
        // This page has no use of locks (an opaque origin): it goes by its own count.
      }
      return await work();
    },
    async atLeast(number) {
      next = min(max(next, number), SEQUENCE_LIMIT);
      if (next !== said) {
        await say();
      }
    },
    letGo() {
      letGo?.();
      letGo = undefined;
      said = 0;
    },
  };
}

function mode(mode: LockMode): { readonly mode: LockMode } {
  return { __proto__: null, mode } as { readonly mode: LockMode };
}

async function settled(promise: Promise<unknown> | undefined, done: () => void): Promise<void> {
  try {
    await promise;
  } catch {
    // Without locks there is nobody to tell.
  }
  done();
}
