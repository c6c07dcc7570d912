// Which part of a session is looked at.

import type { Point } from "../api/sessions";
import { secondsOf } from "./lines";
import type { Span } from "./scale";

/** The last part of the session, which moves on while it is live; or a part that was chosen. */
export type Look = "all" | "hour" | "quarter" | Span;

const LAST: Readonly<Record<"hour" | "quarter", number>> = { hour: 60 * 60, quarter: 15 * 60 };

/** Shown at least, s: one point alone has no extent. */
const LEAST = 60;

export function spanOf(look: Look, points: readonly Point[]): Span {
  if (typeof look !== "string") return look;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [0, LEAST];
  const to = secondsOf(last);
  const from = look === "all" ? secondsOf(first) : Math.max(secondsOf(first), to - LAST[look]);
  return to - from < LEAST ? [to - LEAST, to] : [from, to];
}
