import fc from "fast-check";
import { expect, it } from "vitest";

import { askedFor, BACK_OFF, backOff, LONGEST_BACK_OFF, LONGEST_RETRY_AFTER, nextLook, SEND_EVERY } from "./delay.js";

const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("looks again around the mean time, never sooner than half of it nor later than half more", () => {
  fc.assert(
    fc.property(luck, (drawn) => {
      expect(nextLook(drawn)).toBeGreaterThanOrEqual(SEND_EVERY / 2);
      expect(nextLook(drawn)).toBeLessThanOrEqual(SEND_EVERY * 1.5);
    }),
  );
});

it("waits longer with each failure, up to a limit, and at least half of it for sure", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), luck, (failures, drawn) => {
      const most = Math.min(BACK_OFF * 2 ** (failures - 1), LONGEST_BACK_OFF);
      expect(backOff(failures, drawn)).toBeGreaterThanOrEqual(most / 2);
      expect(backOff(failures, drawn)).toBeLessThanOrEqual(most);
    }),
  );
});

it.each<[string | null, number]>([
  ["120", 120_000],
  ["0", 0],
  ["-5", 0],
  ["1.5", 1_500],
  ["99999999", LONGEST_RETRY_AFTER],
  ["Fri, 15 Jan 2027 08:00:30 GMT", 30_000],
  ["Fri, 15 Jan 2027 07:00:00 GMT", 0],
  ["Mon, 15 Jan 2029 08:00:00 GMT", LONGEST_RETRY_AFTER],
  ["soon", 0],
  ["", 0],
  ["Infinity", 0],
  [null, 0],
])("reads Retry-After %j as %d ms", (header, due) => {
  expect(askedFor(header, 1_800_000_000_000)).toBe(due);
});
