import { describe, expect, it } from "vitest";
import { finding, point } from "../testing/made";
import { markersOf } from "./markers";

const kinds = (...points: Parameters<typeof markersOf>[0]): string[] =>
  markersOf(points).map(({ kind, index }) => `${kind} ${index}`);

describe("the markers of a session", () => {
  it("say when it started and ended, and nothing of windows without news", () => {
    expect(kinds(point(1, { kind: "started" }), point(2), point(3, { kind: "ended" }))).toEqual([
      "started 0",
      "ended 2",
    ]);
  });

  it("say an alarm and its step-up once, not with each window after", () => {
    const alarm = { state: "alarm", verdict: "step_up" } as const;
    expect(kinds(point(1), point(2, alarm), point(3, alarm))).toEqual(["alarm 1", "asked 1"]);
  });

  it("tell a passed step-up from a failed one, in the words of its finding", () => {
    const alarm = point(1, { state: "alarm", verdict: "step_up" });
    const passed = point(2, {
      kind: "step_up",
      findings: [finding("step_up_passed", "It was passed.")],
    });
    const failed = point(2, {
      kind: "step_up",
      state: "locked",
      verdict: "lock",
      findings: [finding("step_up_failed")],
    });
    expect(markersOf([alarm, passed]).at(-1)).toMatchObject({
      kind: "passed",
      sentence: "It was passed.",
    });
    expect(kinds(alarm, failed)).toEqual(["alarm 0", "asked 0", "failed 1", "locked 1"]);
  });

  it("call a step-up that was too weak no pass", () => {
    const locked = point(1, { state: "locked", verdict: "lock" });
    const weak = point(2, {
      kind: "step_up",
      state: "locked",
      verdict: "lock",
      findings: [finding("step_up_too_weak", "Not strong enough.")],
    });
    expect(markersOf([locked, weak]).at(-1)).toMatchObject({
      kind: "failed",
      sentence: "Not strong enough.",
    });
  });

  it("say each finding, and what a case was decided to be", () => {
    const found = point(1, { findings: [finding("windows_missing", "Missing: 2.")] });
    const decided = point(2, { kind: "case_decided", findings: [finding("case_safe", "Safe.")] });
    expect(markersOf([found, decided]).map(({ sentence }) => sentence)).toEqual([
      "Missing: 2.",
      "Safe.",
    ]);
  });
});
