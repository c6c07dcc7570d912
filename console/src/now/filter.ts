// Which seats are shown.

import type { SeatState } from "../api/judgement";
import type { Seat } from "../api/seats";

export interface Filter {
  /** Part of a pseudonym or a group, in any case of letters; "" shows all. */
  readonly words: string;
  /** States to be shown; none chosen shows all. */
  readonly states: ReadonlySet<SeatState>;
}

export const EVERYTHING: Filter = { words: "", states: new Set() };

export function fits(filter: Filter, seat: Seat): boolean {
  if (filter.states.size > 0 && !filter.states.has(seat.state)) return false;
  const sought = filter.words.trim().toLowerCase();
  return (
    sought === "" ||
    seat.subject.toLowerCase().includes(sought) ||
    seat.group.toLowerCase().includes(sought)
  );
}

/** The filter with a state chosen, or no longer. */
export function toggled(filter: Filter, state: SeatState): Filter {
  const states = new Set(filter.states);
  if (!states.delete(state)) states.add(state);
  return { ...filter, states };
}
