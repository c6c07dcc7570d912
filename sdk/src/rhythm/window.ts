/** The Window: all that ever leaves the device about N keystrokes. */

import type { ClockClass } from "../capture/clock.js";
import type { Eighths } from "../quantities.js";

/** What is known about the way the input came; the values are the message's. */
export const enum PathFlag {
  NONE = 0,
  /** At least one window before this one was no normal typing and was discarded. */
  DISCARDED = 1,
  /** Through a remote desktop: a page cannot know. */
  REMOTE = 2,
  /** Some of it came from a program, not a device. */
  INJECTED = 4,
  /** From dictation: a page cannot tell it from other input methods. */
  DICTATION = 8,
}

/** N keystrokes, whole. Its sequence number is given when it is sent. */
export interface Window {
  /** 64 numbers, 31 steps per σ. */
  readonly embedding: Int8Array;
  /** In the order of `Scalars.read`. */
  readonly scalars: readonly Eighths[];
  readonly clock: ClockClass;
  /** `PathFlag`s, added up. */
  readonly path: number;
}
