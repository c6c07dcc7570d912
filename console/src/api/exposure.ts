// How many records were read while a session was in doubt; null wherever there is no doubt.

import type { Micros } from "../quantities";

export interface Exposure {
  /** Different records since the estimated change. */
  readonly records: number;
  /** Since the latest moment at which the change may have come. */
  readonly low: number;
  /** Since the session began, or since the last strong proof in it. */
  readonly high: number;
  readonly since: Micros | null;
}
