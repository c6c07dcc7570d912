// From numbers to places, and the round numbers to write beside an axis.

export type Scale = (value: number) => number;

/** A part of an axis: from, to. */
export type Span = readonly [number, number];

/** A straight scale. A domain without extent maps to the middle. */
export function linear([low, high]: Span, [from, to]: Span): Scale {
  if (!(high > low)) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Round numbers between two, about as many as asked for. */
export function ticks(low: number, high: number, about: number): readonly number[] {
  if (!(high > low)) return [low];
  const step = roundStep((high - low) / about);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => clean((first + index) * step));
}

/** Digits after the point that tell neighbouring ticks apart. */
export const digitsOf = (marks: readonly number[]): number =>
  Math.max(0, ...marks.map((mark) => (String(mark).split(".")[1] ?? "").length));

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead < 1.5 ? 1 : lead < 3 ? 2 : lead < 7 ? 5 : 10) * power;
}

/** 0.30000000000000004 is 0.3. */
const clean = (value: number): number => Number(value.toPrecision(12));

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count time in, s. */
const TIME_STEPS: readonly number[] = [
  ...[5, 10, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR),
];

export interface TimeTicks {
  /** Between two marks, s. */
  readonly step: number;
  /** Seconds since 1970. */
  readonly marks: readonly number[];
}

/** Whole minutes or hours between two moments in s, at most so many; in the viewer's zone. */
export function timeTicks([low, high]: Span, most: number): TimeTicks {
  const step =
    TIME_STEPS.find((each) => (high - low) / each <= most) ??
    DAY * Math.ceil((high - low) / DAY / most);
  const offset = new Date(low * 1000).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((low - offset) / step) * step + offset;
  const count = Math.max(0, Math.floor((high - first) / step) + 1);
  return { step, marks: Array.from({ length: count }, (_, index) => first + index * step) };
}
