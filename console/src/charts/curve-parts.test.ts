import { describe, expect, it } from "vitest";
import type { Reading } from "../api/sessions";
import type { Marker, MarkerKind } from "../session/markers";
import { micros, nats } from "../quantities";
import { at, point } from "../testing/made";
import { bars } from "./bars";
import { bell, dots, extentOf } from "./spread";
import { aboveAlarm, alarmLine, type Drawing, levelArea, levelLine, secondsOf } from "./lines";
import { spanOf } from "./look";
import { placed } from "./place-markers";
import { linear } from "./scale";
import { nearest } from "./use-reading";

const START = secondsOf(point(0));

/** One px a minute to the right, ten px a nat upwards. */
const drawing: Drawing = {
  width: 120,
  height: 120,
  left: 0,
  right: 100,
  top: 20,
  bottom: 100,
  span: [START, START + 6000],
  x: linear([START, START + 6000], [0, 100]),
  y: linear([0, 8], [100, 20]),
};

describe("the lines of a curve", () => {
  const points = [point(0), point(10, { level: nats(4) }), point(20, { level: nats(2) })];

  it("go from point to point, and the area stands on the ground", () => {
    expect(levelLine(points, drawing)).toBe("M0.0 100.0L10.0 60.0L20.0 80.0");
    expect(levelArea(points, drawing)).toBe("M0.0 100.0L0.0 100.0L10.0 60.0L20.0 80.0L20.0 100.0Z");
  });

  it("have a step where the alarm line moved, and end at the edge", () => {
    const moved = [point(0), point(10, { threshold: nats(6) }), point(20, { threshold: nats(6) })];
    expect(alarmLine(moved, drawing)).toBe("M0 20.0H10.0V40.0H100");
    expect(aboveAlarm(moved, drawing)).toBe("M0 20.0H10.0V40.0H100V0H0Z");
  });

  it("are none where there are no points", () => {
    expect([levelLine([], drawing), levelArea([], drawing), alarmLine([], drawing)]).toEqual([
      "",
      "",
      "",
    ]);
  });
});

describe("the bars of a channel", () => {
  const speaking = (ordinal: number, holds: number) =>
    point(ordinal, { channels: { holds: nats(holds) } });

  it("go up against the owner and down for the owner", () => {
    const { against, owner } = bars(
      [speaking(10, -2), speaking(50, 1), point(60)],
      "holds",
      drawing,
      30,
      5,
    );
    expect(against).toBe("M6.0 30h8.0v-10.0h-8.0Z");
    expect(owner).toBe("M46.0 30h8.0v5.0h-8.0Z");
  });

  it("are seen however little was said, and not outside of what is shown", () => {
    expect(bars([speaking(10, -0.01)], "holds", drawing, 30, 5).against).toContain("v-1.0");
    expect(bars([speaking(500, 1)], "holds", drawing, 30, 5)).toEqual({ against: "", owner: "" });
  });
});

describe("the nearest point", () => {
  const points = [0, 10, 20, 40].map((ordinal) => point(ordinal));
  const from = (minutes: number): number | null => nearest(points, START + 60 * minutes);

  it("is found anywhere, also before the first and after the last", () => {
    expect([from(-5), from(3), from(7), from(29), from(31), from(99)]).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it("is the later of two that are equally near", () => {
    expect(from(15)).toBe(2);
  });

  it("is none where there are no points", () => {
    expect(nearest([], START)).toBeNull();
  });
});

describe("what is looked at", () => {
  const points = [0, 100].map((ordinal) => point(ordinal));

  it("is all, or the last part, or what was chosen", () => {
    expect(spanOf("all", points)).toEqual([START, START + 6000]);
    expect(spanOf("hour", points)).toEqual([START + 2400, START + 6000]);
    expect(spanOf([1, 2], points)).toEqual([1, 2]);
  });

  it("has an extent even of one point or none", () => {
    expect(spanOf("all", [point(0)])).toEqual([START - 60, START]);
    expect(spanOf("all", [])).toEqual([0, 60]);
  });
});

describe("signs above a curve", () => {
  const marker = (kind: MarkerKind, minutes: number): Marker => ({
    kind,
    at: micros(at(60 * minutes)),
    index: minutes,
    sentence: kind,
  });

  it("do not cover one another: the weightier have their places first", () => {
    const found = placed(
      [marker("finding", 50), marker("asked", 50), marker("alarm", 50), marker("started", 0)],
      drawing,
    );
    expect(found.map((each) => `${each.marker.kind} ${each.x} ${each.row}`)).toEqual([
      "alarm 50 0",
      "asked 50 1",
      "started 0 0",
    ]);
  });

  it("are not drawn outside of what is shown", () => {
    expect(placed([marker("alarm", 500)], drawing)).toEqual([]);
  });
});

describe("a distribution", () => {
  const reading: Reading = {
    name: "r",
    title: "Reading",
    sentence: "It differs.",
    unit: "ms",
    usual: { mean: 100, sd: 10, windows: 50 },
    session: { mean: 150, sd: 5, windows: 2, values: [140, 160] },
    difference_sd: 5,
    r_squared: 0.9,
  };

  it("reaches over all of the usual and every window", () => {
    const [low, high] = extentOf(reading);
    expect(low).toBeLessThan(70);
    expect(high).toBeGreaterThan(160);
  });

  it("of values that never differ is a line, not a bell", () => {
    const flat = { ...reading, usual: { mean: 100, sd: 0, windows: 5 } };
    expect(bell(flat, (value) => value, 60, 50)).toBe("M100 60V10");
    expect(extentOf(flat)[0]).toBeLessThan(100);
  });

  it("stacks windows that would cover each other, within its strip", () => {
    const found = dots([1, 1, 1, 50], (value) => value, 10, 20, 6);
    expect(found.map(({ y }) => y)).toEqual([13, 19, 25, 13]);
    const many = dots(Array<number>(40).fill(1), (value) => value, 10, 20, 6);
    expect(Math.max(...many.map(({ y }) => y))).toBeLessThanOrEqual(30);
  });
});
