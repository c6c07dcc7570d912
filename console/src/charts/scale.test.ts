import { describe, expect, it } from "vitest";
import { digitsOf, linear, ticks, timeTicks } from "./scale";

describe("a straight scale", () => {
  it("maps its ends to the ends, and the middle to the middle", () => {
    const scale = linear([2, 4], [10, 0]);
    expect([scale(2), scale(3), scale(4)]).toEqual([10, 5, 0]);
  });

  it("without extent maps everything to the middle", () => {
    expect(linear([3, 3], [0, 10])(99)).toBe(5);
  });
});

describe("ticks", () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0, 1.3, 4, [0, 0.5, 1]],
    [-3, 7, 3, [0, 5]],
    [0.1, 0.45, 4, [0.1, 0.2, 0.3, 0.4]],
    [5, 5, 4, [5]],
  ])("from %d to %d, about %d, are round", (low, high, about, found) => {
    expect(ticks(low, high, about)).toEqual(found);
  });

  it("have the digits that tell them apart", () => {
    expect([digitsOf([0, 0.5, 1]), digitsOf([0, 5]), digitsOf([])]).toEqual([1, 0, 0]);
  });
});

describe("ticks of time", () => {
  const start = 1_790_000_000;

  it.each([
    [45, 10, 5],
    [10 * 60, 6, 120],
    [3 * 3600, 6, 1800],
    [9 * 3600, 6, 2 * 3600],
    [5 * 86_400, 3, 2 * 86_400],
  ])("over %d s, at most %d, step by what people count in", (span, most, step) => {
    const found = timeTicks([start, start + span], most);
    expect(found.step).toBe(step);
    expect(found.marks.length).toBeLessThanOrEqual(most + 1);
    expect(found.marks.every((mark) => mark >= start && mark <= start + span)).toBe(true);
  });

  it("stand at whole hours of the viewer's own zone", () => {
    const { marks } = timeTicks([start, start + 4 * 3600], 5);
    expect(marks.map((mark) => new Date(mark * 1000).getMinutes())).toEqual(marks.map(() => 0));
  });
});
