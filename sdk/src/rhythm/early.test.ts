import { expect, it } from "vitest";

import type { Micros } from "../quantities.js";
import { createLookout, SignFlag } from "./early.js";

const EVERY = 50;

/** The keystrokes, by index, that gave a sign, and which; `gap` and `hold` in ms, by index. */
function signs(keystrokes: number, gap: (place: number) => number, hold: (place: number) => number, clearAt = -1) {
  const found: [number, number][] = [];
  let place = 0;
  let press = 0;
  const lookout = createLookout(EVERY, (seen) => found.push([place, seen]));
  for (; place < keystrokes; place++) {
    if (place === clearAt) {
      lookout.clear();
    }
    press += gap(place) * 1_000;
    lookout.take(press as Micros, (hold(place) * 1_000) as Micros, place === 0 || place === clearAt);
  }
  return found;
}

const uneven = (middle: number) => (place: number) => middle + 10 * (place % 2);

it("says at the twentieth keystroke what was seen on all of them, whatever the pace", () => {
  expect(signs(20, uneven(140), () => 1)).toEqual([[19, SignFlag.SHORT_HOLDS + SignFlag.EQUAL_HOLDS]]);
  expect(signs(20, uneven(5), uneven(0))).toEqual([[19, SignFlag.SHORT_HOLDS]]);
  expect(signs(20, uneven(140), () => 80)).toEqual([[19, SignFlag.EQUAL_HOLDS]]);
  expect(signs(20, () => 120, uneven(80))).toEqual([[19, SignFlag.EQUAL_GAPS]]);
  expect(signs(200, uneven(30), uneven(60))).toEqual([]);
});

it("counts anew after a keystroke that is not like the others, or whose release is lost", () => {
  for (const other of [60, NaN]) {
    expect(signs(39, uneven(140), (place) => (place === 19 ? other : 1))).toEqual([]);
  }
});

it("gives no second sign before so many keystrokes, not even when it was cleared", () => {
  expect(signs(130, uneven(140), uneven(0)).map(([place]) => place)).toEqual([19, 69, 119]);
  expect(signs(80, uneven(140), uneven(0), 25).map(([place]) => place)).toEqual([19, 69]);
});

it("remembers nothing that was cleared", () => {
  expect(signs(38, () => 120, uneven(80), 19)).toEqual([]);
});
