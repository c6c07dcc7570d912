// The seats as they are now. Changes are gathered and shown once a frame: at fifty a second a list
// of a thousand stays smooth, because only the rows that changed are drawn again, and the list
// itself only when a seat comes, goes or changes its state.

import type { SeatState } from "../api/judgement";
import type { Seat } from "../api/seats";
import { BY_NEED, byNeed } from "./order";

export type Counts = Readonly<Record<SeatState, number>>;

/** What the list shows: which seats, in which order, and how many there are of each state. */
export interface Listing {
  readonly order: readonly Seat[];
  readonly counts: Counts;
}

type Listener = () => void;

/** Runs a function soon. */
export type Schedule = (flush: () => void) => void;

/** How often a list that nobody sees is brought up to date, in ms: its title still counts alarms. */
const UNSEEN = 1_000;

const onFrame: Schedule = (flush) => {
  if (document.hidden) setTimeout(flush, UNSEEN);
  else requestAnimationFrame(flush);
};

const NOTHING: Listing = { order: [], counts: counted([]) };

export class Seats {
  readonly #seats = new Map<string, Seat>();
  readonly #rows = new Map<string, Listener>();
  readonly #lists = new Set<Listener>();
  readonly #changed = new Set<string>();
  #reordered = false;
  #scheduled = false;
  #alarmed: Seat[] = [];
  #listing: Listing = NOTHING;

  constructor(
    /** Told of seats that have just gone into alarm; not of those found in alarm at first. */
    private readonly onAlarm: (seats: readonly Seat[]) => void = () => undefined,
    private readonly schedule: Schedule = onFrame,
  ) {}

  get listing(): Listing {
    return this.#listing;
  }

  get(session: string): Seat | undefined {
    return this.#seats.get(session);
  }

  /** All seats anew, after a gap in the feed. */
  replace(seats: readonly Seat[]): void {
    const first = this.#seats.size === 0;
    const kept = new Set(seats.map((seat) => seat.session));
    for (const session of [...this.#seats.keys()]) if (!kept.has(session)) this.drop(session);
    for (const seat of seats) this.put(seat);
    if (first) this.#alarmed = [];
    // The first list should not wait for a frame: an analyst is looking at an empty page.
    if (first) this.#flush();
  }

  /** One seat, new or changed. */
  put(seat: Seat): void {
    const before = this.#seats.get(seat.session);
    this.#seats.set(seat.session, seat);
    this.#changed.add(seat.session);
    if (before?.state !== seat.state || before.subject !== seat.subject) this.#reordered = true;
    if (seat.state === "alarm" && before?.state !== "alarm") this.#alarmed.push(seat);
    this.#soon();
  }

  /** A seat whose session has ended. */
  drop(session: string): void {
    if (!this.#seats.delete(session)) return;
    this.#reordered = true;
    this.#soon();
  }

  /** Be told when one seat changes. One row shows it, so one listener is enough. */
  watchSeat(session: string, listener: Listener): () => void {
    this.#rows.set(session, listener);
    return () => {
      if (this.#rows.get(session) === listener) this.#rows.delete(session);
    };
  }

  /** Be told when the listing changes. */
  watchList(listener: Listener): () => void {
    this.#lists.add(listener);
    return () => this.#lists.delete(listener);
  }

  #soon(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.schedule(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const changed = [...this.#changed];
    const alarmed = this.#alarmed;
    this.#changed.clear();
    this.#alarmed = [];
    if (this.#reordered) {
      this.#reordered = false;
      const order = [...this.#seats.values()].sort(byNeed);
      this.#listing = { order, counts: counted(order) };
      for (const listener of this.#lists) listener();
    }
    for (const session of changed) this.#rows.get(session)?.();
    if (alarmed.length > 0) this.onAlarm(alarmed);
  }
}

function counted(seats: readonly Seat[]): Counts {
  const counts = Object.fromEntries(BY_NEED.map((state) => [state, 0])) as Record<
    SeatState,
    number
  >;
  for (const seat of seats) counts[seat.state] += 1;
  return counts;
}
