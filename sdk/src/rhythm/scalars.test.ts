import fc from "fast-check";
import { expect, it } from "vitest";

import type { Micros, Sixteenths } from "../quantities.js";
import { createScalars, log2Eighths } from "./scalars.js";

it("gives eight times log2 of every count that a window can have, rounded down", () => {
  for (let count = 1; count <= 1_000; count++) {
    const exact = (BigInt(count) ** 8n).toString(2).length - 1;
    expect(log2Eighths(count)).toBe(Math.min(exact, 127));
  }
  expect(log2Eighths(0)).toBe(0);
});

it("says nothing of nothing, and that no hold is short", () => {
  expect(createScalars(100).read()).toEqual([0, 0, 0, 1, 2, 0, 0]);
});

it("finds the longest run of equal flights and the commonest one", () => {
  const scalars = createScalars(100);
  for (const dd of [100_000, 101_900, 100_100, NaN, 100_000, 300_000, 100_500, 100_900]) {
    scalars.flight(dd as Micros, NaN as Sixteenths);
  }

  expect(scalars.read().slice(0, 3)).toEqual([0, log2Eighths(3), log2Eighths(6)]);
});

it.each([
  [[15_999, 15_999, 90_000], 0],
  [[15_999, 90_000], 2],
  [[3_000, 30_000, 30_000, 90_000, NaN, 10_000], 1],
  [[40_000, NaN], 2],
])("holds of %j are at level %d", (holds, level) => {
  const scalars = createScalars(100);
  for (const hold of holds) {
    scalars.hold(hold as Micros, NaN as Sixteenths);
  }

  expect(scalars.read()[4]).toBe(level);
});

it("tells how far the flights follow their keys, and no more of it than says that it was a person", () => {
  const told = (sign: number) => {
    const scalars = createScalars(100);
    for (let usual = -20; usual <= 20; usual++) {
      scalars.fit((sign * usual) as Sixteenths, usual);
      scalars.fit(NaN as Sixteenths, 40);
    }
    return scalars.read()[3];
  };

  const few = createScalars(100);
  for (let usual = 1; usual < 20; usual++) {
    few.fit(-usual as Sixteenths, usual);
    few.fit(40 as Sixteenths, 0);
    few.fit(40 as Sixteenths, undefined);
  }
  expect(few.read()[3]).toBe(1);
  expect([told(1), told(0), told(-1)]).toEqual([1, 0, -16]);
});

it("forgets everything when it is cleared", () => {
  const score = fc.option(fc.integer({ min: -40, max: 40 }));
  const durations = fc.option(fc.integer({ min: 0, max: 10 ** 7 }));
  const keystrokes = fc.array(fc.tuple(durations, score, durations, score, score, fc.integer({ min: -40, max: 40 })), {
    maxLength: 99,
  });
  type Row = [number | null, number | null, number | null, number | null, number | null, number];
  const played = (scalars: ReturnType<typeof createScalars>, list: Row[]) => {
    for (const [hold, holdScore, dd, ddScore, plain, usual] of list) {
      scalars.hold((hold ?? NaN) as Micros, (holdScore ?? NaN) as Sixteenths);
      scalars.flight((dd ?? NaN) as Micros, (ddScore ?? NaN) as Sixteenths);
      scalars.fit((plain ?? NaN) as Sixteenths, usual);
    }
    return scalars.read();
  };
  fc.assert(
    fc.property(keystrokes, keystrokes, (before, after) => {
      const used = createScalars(99);
      played(used, before);
      used.clear();

      expect(played(used, after)).toEqual(played(createScalars(99), after));
    }),
  );
});
