/** One exchange with the server: a batch goes, an answer comes, and says what to do next. */

import { headerOf, isArray, isInteger, jsonOf, within } from "../primordials.js";
import type { Millis } from "../quantities.js";
import { askedFor } from "./delay.js";
import type { Platform } from "./platform.js";
import { type SessionVerdict, verdictIn } from "./verdict.js";

/** An answer that has not come by then counts as none: the batch is sent again. */
const ANSWER_WITHIN = 30_000 as Millis;

/** What became of a batch. */
export const enum Outcome {
  TAKEN,
  /** Not now: again after a wait. */
  LATER,
  /** The batch as a whole is not what the server reads. */
  REFUSED,
  /** The session is over: its token is no longer good. */
  ENDED,
}

/** The server has the batch. */
export interface Taken {
  readonly kind: Outcome.TAKEN;
  /** How many of its windows the server refused one by one; sending them again would not help. */
  readonly refused: number;
  /** The verdict at this moment, if the answer has one. */
  readonly verdict: SessionVerdict | undefined;
  /** All sequence numbers below this one are taken; 0 where the server doesn't say. */
  readonly nextSequence: number;
}

export type Answer =
  | Taken
  /** Wait so long, or as long as we would ourselves if it is 0. */
  | { readonly kind: Outcome.LATER; readonly after: Millis }
  | { readonly kind: Outcome.REFUSED }
  | { readonly kind: Outcome.ENDED };

/** Sends a batch, or something else of a type that is named. Rejects where there is no answer: offline, refused by the page's policy, too slow. */
export async function exchange(
  platform: Platform,
  url: string,
  token: string,
  body: Uint8Array<ArrayBuffer>,
  type = "application/vnd.msgpack",
): Promise<Answer> {
  // Without a prototype: nothing that a page adds to all objects becomes an option.
  const answer = await platform.send(url, {
    __proto__: null,
    method: "POST",
    body,
    headers: {
      __proto__: null,
      Authorization: `Bearer ${token}`,
      "Content-Type": type,
    },
    cache: "no-store",
    credentials: "omit",
    keepalive: true,
    redirect: "error",
    referrerPolicy: "no-referrer", // the page's address is nobody's business
    signal: within?.(ANSWER_WITHIN),
  } as object);
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return taken(await jsonOf(answer));
  }
  if (status === 401 || status === 403 || status === 410) {
    return { kind: Outcome.ENDED };
  }
  // Malformed, too large, another media type, invalid: another try would change nothing.
  if (status === 400 || status === 413 || status === 415 || status === 422) {
    return { kind: Outcome.REFUSED };
  }
  return { kind: Outcome.LATER, after: askedFor(headerOf(answer.headers, "Retry-After"), platform.now()) };
}

function taken(answer: unknown): Taken {
  const { rejected, next_sequence, verdict } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  return {
    kind: Outcome.TAKEN,
    refused: isArray(rejected) ? rejected.length : 0,
    verdict: verdictIn(verdict),
    nextSequence: isInteger(next_sequence) ? next_sequence : 0,
  };
}
