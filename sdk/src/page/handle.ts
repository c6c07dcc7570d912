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
  /** Consent was not given, or has not been answered yet. */
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

/** What `start` needs. */
export interface StartOptions {
  /** The address of the Samehands server; "" where it serves the page itself. */
  readonly server: string;
  /** The session's token, from the application's back end: POST /v1/sessions. */
  readonly token: string;
  /** Whether the person agreed. Until it is `true`, or a promise of it, nothing is observed or fetched. */
  readonly consent: boolean | PromiseLike<boolean>;
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
