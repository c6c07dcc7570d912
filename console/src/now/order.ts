// The order of need. Nobody is ranked: within one state, pseudonyms stand in their own order.

import type { SeatState } from "../api/judgement";
import type { Seat } from "../api/seats";

/** What needs somebody first, first. */
export const BY_NEED: readonly SeatState[] = [
  "alarm",
  "locked",
  "unsure",
  "paused",
  "learning",
  "verified",
];

const PLACE = Object.fromEntries(BY_NEED.map((state, place) => [state, place])) as Readonly<
  Record<SeatState, number>
>;

// "seat-9" before "seat-10", and the same order for everybody, whatever their language.
const NAMES = new Intl.Collator("en", { numeric: true });

/** For sorting: negative where the first needs somebody sooner. */
export const byNeed = (one: Seat, other: Seat): number =>
  PLACE[one.state] - PLACE[other.state] ||
  NAMES.compare(one.subject, other.subject) ||
  NAMES.compare(one.session, other.session);
