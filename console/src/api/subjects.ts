// What is held about one subject: the state of a template, never its content.

import type { Micros } from "../quantities";

export interface TemplateState {
  readonly state: "none" | "enrolling" | "ready";
  readonly version: number;
  readonly windows: number;
  readonly windows_due: number;
  readonly sessions: number;
  readonly sessions_due: number;
  readonly devices: readonly { readonly device: string; readonly windows: number }[];
  readonly versions: readonly number[];
  readonly held_windows: number;
}

export interface SubjectState {
  readonly subject: string;
  readonly group: string;
  readonly template: TemplateState;
}

export interface Erasure {
  readonly subject: string;
  readonly at: Micros;
  readonly [field: string]: unknown;
}
