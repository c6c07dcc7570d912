// The lines of an evidence curve, as SVG paths.

import type { Point } from "../api/sessions";
import { MICROS_PER_SECOND } from "../quantities";
import type { Scale, Span } from "./scale";

/** Where a curve is drawn, in CSS pixels, and how its numbers become places. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Seconds since 1970 that are shown. */
  readonly span: Span;
  readonly x: Scale;
  readonly y: Scale;
}

export const secondsOf = (point: Point): number => point.at / MICROS_PER_SECOND;

const place = (value: number): string => value.toFixed(1);

/** The level from point to point. */
export const levelLine = (points: readonly Point[], { x, y }: Drawing): string =>
  joined(points.map((point) => `${place(x(secondsOf(point)))} ${place(y(point.level))}`));

/** What lies under the level. */
export function levelArea(points: readonly Point[], drawing: Drawing): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const { x, y } = drawing;
  const ground = place(y(0));
  const line = levelLine(points, drawing).slice(1);
  return `M${place(x(secondsOf(first)))} ${ground}L${line}L${place(x(secondsOf(last)))} ${ground}Z`;
}

/** The alarm line over the whole width, with a step where it changed. */
export function alarmLine(points: readonly Point[], { x, y, left, right }: Drawing): string {
  const [first] = points;
  if (!first) return "";
  let line = `M${left} ${place(y(first.threshold))}`;
  let height = first.threshold;
  for (const point of points) {
    if (point.threshold === height) continue;
    height = point.threshold;
    line += `H${place(x(secondsOf(point)))}V${place(y(height))}`;
  }
  return `${line}H${right}`;
}

/** What lies above the alarm line: there the curve has the colour of an alarm. */
export const aboveAlarm = (points: readonly Point[], drawing: Drawing): string =>
  `${alarmLine(points, drawing)}V0H${drawing.left}Z`;

const joined = (places: readonly string[]): string =>
  places.length === 0 ? "" : `M${places.join("L")}`;
