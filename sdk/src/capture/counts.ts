/** Counts of key events: nothing disappears, each was accepted or rejected for a reason. */

/**
 * How many events came and what became of them. They stay on the device.
 *
 * `received` is counted apart from the rest, so that received = presses + releases + gaps + the three
 * reasons to reject is a law to test and not a definition.
 */
export interface EventCounts {
  received: number;
  /** Accepted as the press of a keystroke. */
  presses: number;
  /** Accepted as the release of a keystroke. */
  releases: number;
  gaps: number;
  /** Rejected: the system repeated a key that is held down. */
  repeat: number;
  /** Rejected: the key was not down; its press was before the start, a gap or a clock jump. */
  orphanRelease: number;
  /** Rejected: the press had been given up on already. */
  lateRelease: number;
  /** Keystrokes that came out without a release. */
  lostReleases: number;
  /** Times that the clock went backwards. */
  clockJumps: number;
  /** Accepted presses while an input method was composing. */
  composing: number;
}

/** Nothing has come yet. */
export function noCounts(): EventCounts {
  return {
    received: 0,
    presses: 0,
    releases: 0,
    gaps: 0,
    repeat: 0,
    orphanRelease: 0,
    lateRelease: 0,
    lostReleases: 0,
    clockJumps: 0,
    composing: 0,
  };
}
