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

it("says nothing of nothing", () => {
  expect(createScalars(100).read()).toEqual([0, 0, 0, 0]);
});

it("finds the longest run of equal flights and the commonest one", () => {
  const scalars = createScalars(100);
  for (const dd of [100_000, 101_900, 100_100, NaN, 100_000, 300_000, 100_500, 100_900]) {
    scalars.add(dd as Micros, NaN as Sixteenths);
  }

  expect(scalars.read()).toEqual([0, log2Eighths(3), log2Eighths(6), 0]);
});

it("forgets everything when it is cleared", () => {
  const flights = fc.array(
    fc.tuple(fc.option(fc.integer({ min: 0, max: 10 ** 7 })), fc.option(fc.integer({ min: -40, max: 40 }))),
    { maxLength: 99 },
  );
  const played = (scalars: ReturnType<typeof createScalars>, list: [number | null, number | null][]) => {
    for (const [dd, score] of list) {
      scalars.add((dd ?? NaN) as Micros, (score ?? NaN) as Sixteenths);
    }
    return scalars.read();
  };
  fc.assert(
    fc.property(flights, flights, (before, after) => {
      const used = createScalars(99);
      played(used, before);
      used.clear();

      expect(played(used, after)).toEqual(played(createScalars(99), after));
    }),
  );
});
