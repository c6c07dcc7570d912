// What happened in a session besides typing, read off its points.

import type { Point } from "../api/sessions";
import type { Micros } from "../quantities";
import { text } from "../text";

export type MarkerKind =
  "started" | "asked" | "passed" | "failed" | "alarm" | "locked" | "decided" | "finding" | "ended";

export interface Marker {
  readonly kind: MarkerKind;
  readonly at: Micros;
  /** The number of its point in the session, from 0. */
  readonly index: number;
  readonly sentence: string;
}

/** Findings that are the sentence of the point's own marker. */
const SAID_BY_MARKER: ReadonlySet<string> = new Set([
  "step_up_passed",
  "step_up_failed",
  "step_up_too_weak",
  "case_compromised",
  "case_safe",
  "case_false_alarm",
]);

/** The markers of a session, in the order in which they happened. */
export function markersOf(points: readonly Point[]): readonly Marker[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const marker = (kind: MarkerKind, sentence = ""): Marker => ({
      kind,
      at: point.at,
      index,
      sentence: sentence || text.session.markers[kind],
    });
    const own = ownMarker(point);
    return [
      ...(own ? [marker(own, ownSentence(point))] : []),
      ...point.findings
        .filter((finding) => !SAID_BY_MARKER.has(finding.kind))
        .map((finding) => marker("finding", finding.sentence)),
      ...(turned(before, point, "alarm") ? [marker("alarm")] : []),
      ...(turned(before, point, "locked") ? [marker("locked")] : []),
      ...(asked(before, point) ? [marker("asked")] : []),
    ];
  });
}

function ownMarker(point: Point): MarkerKind | null {
  switch (point.kind) {
    case "started":
    case "ended":
      return point.kind;
    case "case_decided":
      return "decided";
    case "step_up":
      // One that leaves the session locked was failed, or not as strong as it had to be.
      return point.state === "locked" ? "failed" : "passed";
    case "window":
    case "records":
      return null;
  }
}

const ownSentence = (point: Point): string =>
  point.findings.find((finding) => SAID_BY_MARKER.has(finding.kind))?.sentence ?? "";

const turned = (before: Point | undefined, point: Point, state: Point["state"]): boolean =>
  point.state === state && before?.state !== state;

/** A step-up is asked when the verdict turns to it, not with each window after. */
const asked = (before: Point | undefined, point: Point): boolean =>
  point.verdict === "step_up" && before?.verdict !== "step_up" && point.kind !== "step_up";
