/** Samehands in the page: the rhythm of typing, never the text. */

export { start } from "./page/start.js";
export type { Consent, Handle, OffReason, StartOptions, State } from "./page/handle.js";
export type { ProjectionName } from "./page/projection-fetch.js";
export type { Delivery } from "./transport/sender.js";
export type { SessionVerdict, TrustState, VerdictKind } from "./transport/verdict.js";
export type { Stop } from "./page/dom.js";
