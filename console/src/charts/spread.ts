// A reading as places on a line: how the usual windows lie, and where this session's are.

import type { Reading } from "../api/sessions";
import type { Scale } from "./scale";

/** How many standard deviations of the usual are drawn on either side: nearly all of it. */
const REACH = 3.2;
const STEPS = 64;

/** From where to where the axis goes: all of the usual, and every window. */
export function extentOf(reading: Reading): readonly [number, number] {
  const { usual, session } = reading;
  const sd = usual.sd > 0 ? usual.sd : 1;
  const values = [...session.values, session.mean];
  const low = Math.min(usual.mean - REACH * sd, ...values);
  const high = Math.max(usual.mean + REACH * sd, ...values);
  const margin = (high - low) * 0.02;
  return [low - margin, high + margin];
}

/** The density of the usual as a closed line: a bell of a given height that stands on `base`. */
export function bell(reading: Reading, x: Scale, base: number, height: number): string {
  const { mean, sd } = reading.usual;
  if (!(sd > 0)) return `M${x(mean)} ${base}V${base - height}`;
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const z = -REACH + (2 * REACH * step) / STEPS;
    return `${x(mean + z * sd).toFixed(1)} ${(base - height * Math.exp((-z * z) / 2)).toFixed(1)}`;
  });
  return `M${x(mean - REACH * sd).toFixed(1)} ${base}L${points.join("L")}L${x(mean + REACH * sd).toFixed(1)} ${base}Z`;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
}

/** Windows as dots in a strip, stacked where they would cover each other. */
export function dots(
  values: readonly number[],
  x: Scale,
  top: number,
  height: number,
  size: number,
): readonly Dot[] {
  const stacks = new Map<number, number>();
  const places = values.map((value) => {
    const bin = Math.round(x(value) / size);
    const place = stacks.get(bin) ?? 0;
    stacks.set(bin, place + 1);
    return { x: x(value), place };
  });
  const deepest = Math.max(1, ...stacks.values());
  const step = Math.min(size, (height - size) / Math.max(1, deepest - 1));
  return places.map(({ x: left, place }) => ({ x: left, y: top + size / 2 + place * step }));
}
