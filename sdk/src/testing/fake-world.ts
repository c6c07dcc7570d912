/** A world for sending: timers that a test fires, a server that it scripts, locks shared by tabs. */

import type { Platform } from "../transport/platform.js";

interface Timer {
  readonly id: number;
  readonly at: number;
  readonly work: () => void;
}

/** Timers, and a clock that stands still between them. */
export class FakeTime {
  now = 1_800_000_000_000;
  #timers: Timer[] = [];
  #count = 0;

  start = (work: () => void, after: number): number => {
    this.#timers.push({ id: ++this.#count, at: this.now + after, work });
    return this.#count;
  };

  stop = (id: number): void => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Fires the next timer and lets all that follows from it happen; returns how long that was. */
  async next(): Promise<number> {
    const timer = this.#timers.sort((one, other) => one.at - other.at).shift();
    if (!timer) {
      throw new Error("no timer waits");
    }
    const after = timer.at - this.now;
    this.now = timer.at;
    timer.work();
    await settled();
    return after;
  }
}

/** Lets promises and what they start settle. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) {
    await Promise.resolve();
  }
  await new Promise((done) => setTimeout(done, 0));
}

/** Locks as browsers have them, as far as we use them: exclusive by default, shared if asked for. */
export class FakeLocks {
  #held: { name: string; mode: string }[] = [];
  #waiting: (() => void)[] = [];

  request = async (name: string, { mode }: { mode: LockMode }, work: () => Promise<unknown>): Promise<unknown> => {
    const free = () =>
      this.#held.every((lock) => lock.name !== name || (lock.mode === "shared" && mode === "shared"));
    while (!free()) {
      await new Promise<void>((done) => this.#waiting.push(done));
    }
    const lock = { name, mode };
    this.#held.push(lock);
    try {
      return await work();
    } finally {
      this.#held.splice(this.#held.indexOf(lock), 1);
      this.#waiting.splice(0).forEach((wake) => {
        wake();
      });
    }
  };

  query = (): Promise<LockManagerSnapshot> =>
    Promise.resolve({ held: this.#held.map(({ name }) => ({ name })), pending: [] });

  get names(): string[] {
    return this.#held.map(({ name }) => name);
  }
}

/** A server's answer, or a fault of the network. */
export type Answer = (request: { url: string; init: RequestInit; body: Uint8Array }) => Response | Promise<Response>;

export class FakeWorld {
  readonly time = new FakeTime();
  readonly requests: { url: string; init: RequestInit; body: Uint8Array }[] = [];
  answer: Answer = () => reply({});
  luck = 0.5;
  online = true;

  platform(locks?: Platform["locks"]): Platform {
    return {
      send: async (url, init = {}) => {
        const request = { url: url as string, init, body: (init.body as Uint8Array | undefined) ?? new Uint8Array() };
        this.requests.push({ ...request, body: request.body.slice() });
        return await this.answer(request);
      },
      startTimer: this.time.start,
      stopTimer: this.time.stop,
      random: () => this.luck,
      now: () => this.time.now,
      online: () => this.online,
      locks,
    };
  }
}

/** A JSON answer. */
export function reply(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** The sequence numbers in a batch. */
export function sequencesIn(batch: Uint8Array): number[] {
  const head = batch[0] === 0xdc ? 3 : 1;
  const count = head > 1 ? batch[1] * 256 + batch[2] : batch[0] & 15;
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  let at = head;
  return Array.from({ length: count }, () => {
    const start = at + 2; // c4 and the length stand before each
    at = start + batch[at + 1];
    return view.getUint32(start + 14);
  });
}
