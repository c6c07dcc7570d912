/** Consent: nothing begins without the record of one, and what is no whole record is none. */

import { isInteger } from "../primordials.js";
import type { Consent } from "./handle.js";

/** µs since 1970, in 2001 and in 2286: a time outside is in other units, or none. */
const EARLIEST = 1e15;
const LATEST = 1e16;

/** Whether a value is the record of a consent: which text, in which language, and when. */
export function isConsent(value: unknown): value is Consent {
  const { version, language, at } = (value ?? {}) as Partial<Consent>;
  return isText(version) && isText(language) && isInteger(at) && at > EARLIEST && at < LATEST;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
