/** The verdict on the session, as the server says it. */

import { freeze, isInteger } from "../primordials.js";

/** What is believed about who is in control. */
export type TrustState = "learning" | "verified" | "unsure" | "alarm" | "locked";

/** What the application should do. */
export type VerdictKind = "allow" | "step_up" | "lock";

/** The verdict on a session; the whole answer of the server, of which the page needs these. */
export interface SessionVerdict {
  readonly session: string;
  /** Grows with each change. */
  readonly revision: number;
  readonly state: TrustState;
  readonly verdict: {
    readonly kind: VerdictKind;
    readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
  } | null;
}

const STATES: Readonly<Record<string, true | undefined>> = {
  learning: true,
  verified: true,
  unsure: true,
  alarm: true,
  locked: true,
};

/** The verdict in an answer, or undefined where there is none that can be read. */
export function verdictIn(value: unknown): SessionVerdict | undefined {
  const found = value as SessionVerdict | null | undefined;
  return found && isInteger(found.revision) && STATES[found.state] ? freeze(found) : undefined;
}
