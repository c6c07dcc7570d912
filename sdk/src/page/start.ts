/** The face of the SDK: `start` observes a page for a session, once there is consent. */

import { BROWSER } from "../transport/platform.js";
import type { Handle, StartOptions } from "./handle.js";
import { createSession } from "./session.js";

let active: Handle | undefined;

/**
 * Begins to observe the page, and says at once what can be said of it.
 *
 * Nothing is observed or fetched before there is consent, and nothing is ever thrown into the page: what
 * is wrong is the handle's `reason`. A page has one session at a time: starting another stops the first.
 */
export function start(options: StartOptions): Handle {
  active?.stop();
  active = createSession(
    options,
    typeof window === "object" ? window : undefined,
    BROWSER,
  );
  return active;
}
