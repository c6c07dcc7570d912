// A live feed for tests: opened, broken and fed by hand.

import type { Source } from "../api/live";

type Take = (event: { readonly data: string }) => void;

export class FakeSource implements Source {
  /** Every source that was opened since `forget`, the newest last. */
  static readonly opened: FakeSource[] = [];

  static get newest(): FakeSource {
    const newest = FakeSource.opened.at(-1);
    if (!newest) throw new Error("no feed was asked for");
    return newest;
  }

  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  readonly #takes = new Map<string, Take>();

  constructor(readonly address: string) {
    FakeSource.opened.push(this);
  }

  addEventListener(name: string, take: Take): void {
    this.#takes.set(name, take);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  /** The connection breaks; the browser tries again by itself. */
  interrupt(): void {
    this.readyState = 0;
    this.onerror?.();
  }

  /** The server refuses; the browser gives up. */
  refuse(): void {
    this.readyState = 2;
    this.onerror?.();
  }

  say(name: string, data: unknown): void {
    this.#takes.get(name)?.({ data: JSON.stringify(data) });
  }
}
