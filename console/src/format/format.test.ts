import { describe, expect, it } from "vitest";
import { micros, MICROS_PER_SECOND } from "../quantities";
import { counted, decimal, digitsFor, percent, signed, withUnit } from "./number";
import { exactMoment, length, machineTime } from "./time";

const seconds = (value: number) => micros(value * MICROS_PER_SECOND);

describe("a length of time", () => {
  it.each([
    [0, "0 s"],
    [45, "45 s"],
    [59.6, "1 min"],
    [12 * 60 + 59, "12 min"],
    [3600, "1 h"],
    [3600 + 20 * 60, "1 h 20 min"],
    [86_400 * 2 + 3600 * 4, "2 d 4 h"],
  ])("of %d s is written in its largest units", (span, written) => {
    expect(length(seconds(span))).toBe(written);
  });

  it("is never negative: clocks differ a little", () => {
    expect(length(seconds(-3))).toBe("0 s");
  });
});

describe("a moment", () => {
  it("has its month in letters and its seconds where they matter", () => {
    expect(exactMoment(micros(1_795_000_000_000_000))).toMatch(
      /^\d{1,2} [A-Z][a-z]{2,3} 2026, \d{2}:\d{2}:\d{2}$/,
    );
  });

  it("is UTC for machines", () => {
    expect(machineTime(micros(1_500_000))).toBe("1970-01-01T00:00:01.500Z");
  });
});

describe("a number", () => {
  it("has a real minus sign, and none before a zero", () => {
    expect([decimal(-1.25, 1), decimal(-0.04, 1), decimal(3, 2)]).toEqual(["−1.3", "0.0", "3.00"]);
  });

  it("shows its sign where the sign is what matters", () => {
    expect([signed(1.2, 1), signed(-0.8, 1), signed(0.01, 1)]).toEqual(["+1.2", "−0.8", "0.0"]);
  });

  it("keeps its unit on the same line", () => {
    expect(withUnit(92, "ms", 0)).toBe("92\u00a0ms");
    expect(withUnit(0.5, "", 1)).toBe("0.5");
    expect(percent(0.413)).toBe("41\u00a0%");
  });

  it("has as many digits as tell it from its neighbours", () => {
    expect([digitsFor(24), digitsFor(9), digitsFor(0.3), digitsFor(0)]).toEqual([0, 1, 2, 0]);
  });

  it("is counted in words", () => {
    expect([counted(1, "seat"), counted(1200, "seat"), counted(2, "person", "people")]).toEqual([
      "1 seat",
      "1,200 seats",
      "2 people",
    ]);
  });
});
