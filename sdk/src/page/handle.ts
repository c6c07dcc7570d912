/** What a page gives to the collector, and what it has of it. */

import type { Delivery } from "../transport/sender.js";
import type { SessionVerdict, TrustState } from "../transport/verdict.js";
import type { Stop } from "./dom.js";
import type { ProjectionName } from "./projection-fetch.js";
import type { Listener } from "./topic.js";

/** What the collector does, or what is believed of the session while it does. */
export type State = "off" | "paused" | TrustState;

/** Why nothing is observed. */
export type OffReason =
  /** There is no record of a consent, or none yet. */
  | "no consent"
  /** There is consent, and the projection is on its way. */
  | "starting"
  /** An option is missing or of another type. */
  | "options"
  /** The page is not secure, so that there is no WebCrypto, or there is no page. */
  | "unsupported"
  /** The projection could not be had, or is not the one that was named. */
  | "projection"
  /** The server says that the session is over. */
  | "ended"
  /** `stop` was called, or another `start`. */
  | "stopped";

/** The record of a consent; the application's back end keeps it and gives it to POST /v1/sessions too. */
export interface Consent {
  /** Of the text that the person was shown. */
  readonly version: string;
  /** That it was shown in, as BCP 47 has it: "de-AT". */
  readonly language: string;
  /** When the person agreed, µs since 1970 as everywhere in the interface: `Date.now() * 1000`. */
  readonly at: number;
}

/** What `start` needs. */
export interface StartOptions {
  /** The address of the Samehands server; "" where it serves the page itself. */
  readonly server: string;
  /** The session's token, from the application's back end: POST /v1/sessions. */
  readonly token: string;
  /** What the person agreed to, or a promise of it: until it is there, nothing is observed or fetched. */
  readonly consent: Consent | PromiseLike<Consent | undefined>;
  /** The projection as POST /v1/sessions names it; by default the one this SDK was built with. */
  readonly projection?: ProjectionName | undefined;
  /** Also observe frames of the page's own origin. */
  readonly frames?: boolean | undefined;
  /** Sees exactly the bytes that leave, before they do: a copy of each batch. */
  readonly onSend?: Listener<Uint8Array> | undefined;
}

/** What a page has of the collector. */
export interface Handle {
  /** Ends it for good; what was not sent is dropped. */
  readonly stop: () => void;
  /** The person's: nothing is observed or sent until `resume`, or until the pause has lasted too long. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly state: State;
  /** Why `state` is "off", else "". */
  readonly reason: OffReason | "";
  /** What became of the windows: made = delivered + refused + dropped + waiting. */
  readonly delivery: Delivery;
  /** Hears each new verdict, and the present one if there is one. */
  readonly onVerdict: (listener: Listener<SessionVerdict>) => Stop;
  /** Hears each new state, and the present one. */
  readonly onState: (listener: Listener<State>) => Stop;
}
