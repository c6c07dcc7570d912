import { describe, expect, it } from "vitest";
import { nats } from "../quantities";
import { at, point } from "../testing/made";
import { around, channelsOf, extentOf, topOf } from "./curve";

describe("the scale of a curve", () => {
  it("always has the alarm line in sight, and the highest evidence", () => {
    expect(topOf([point(1)])).toBe(10);
    expect(topOf([point(1), point(2, { level: nats(20) })])).toBe(22);
    expect(topOf([])).toBe(1);
  });

  it("of channels makes noise look like noise", () => {
    const quiet = point(1, { channels: { holds: nats(0.2), flights: nats(-0.1) } });
    const loud = point(2, { channels: { holds: nats(-7) } });
    expect(extentOf([quiet])).toBe(3);
    expect(extentOf([quiet, loud])).toBe(7);
  });
});

describe("the channels of a session", () => {
  it("are those that any window has", () => {
    expect(channelsOf([point(1), point(2, { channels: { flights: nats(1) } })])).toEqual([
      "flights",
    ]);
    expect(channelsOf([point(1)])).toEqual([]);
  });
});

describe("what is shown around a change", () => {
  const points = Array.from({ length: 60 }, (_, index) => point(index));
  const ordinals = (changed: number | null, opened: number): [number, number] => {
    const shown = around(points, changed === null ? null : at(60 * changed), at(60 * opened));
    return [shown[0]?.ordinal ?? -1, shown.at(-1)?.ordinal ?? -1];
  };

  it("is as long before it as it went on, and half of that after", () => {
    expect(ordinals(20, 40)).toEqual([0, 50]);
    expect(ordinals(30, 40)).toEqual([20, 45]);
  });

  it("is five minutes at least, however quick the detection was", () => {
    expect(ordinals(30, 31)).toEqual([25, 33]);
  });

  it("is the session from its start where the change is not known", () => {
    expect(ordinals(null, 10)).toEqual([0, 15]);
  });
});
