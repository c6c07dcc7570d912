// Where the signs above a curve go, so that none covers another.

import { MICROS_PER_SECOND } from "../quantities";
import type { Marker, MarkerKind } from "../session/markers";
import type { Drawing } from "./lines";

/** Of a sign, in px. */
export const SIGN = 14;
/** From one row of signs to the next, in px. */
export const ROW = 18;
/** Rows of signs; what finds no room in them is in the list below the chart only. */
const ROWS = 2;
/** What the signs need above a curve, in px. */
export const SIGN_ROOM = ROWS * ROW;

/** What matters most gets its place first. */
const BY_WEIGHT: readonly MarkerKind[] = [
  "alarm",
  "locked",
  "failed",
  "passed",
  "decided",
  "asked",
  "started",
  "ended",
  "finding",
];

export interface Placed {
  readonly marker: Marker;
  readonly x: number;
  /** 0 is the row next to the curve. */
  readonly row: number;
}

export function placed(markers: readonly Marker[], drawing: Drawing): readonly Placed[] {
  const taken: Placed[] = [];
  const weighty = [...markers].sort(
    (one, other) => BY_WEIGHT.indexOf(one.kind) - BY_WEIGHT.indexOf(other.kind),
  );
  for (const marker of weighty) {
    const x = drawing.x(marker.at / MICROS_PER_SECOND);
    if (x < drawing.left - 1 || x > drawing.right + 1) continue;
    const rows = Array.from({ length: ROWS }, (_, row) => row);
    const row = rows.find((each) =>
      taken.every((other) => other.row !== each || Math.abs(other.x - x) >= SIGN + 2),
    );
    if (row !== undefined) taken.push({ marker, x, row });
  }
  return taken;
}
