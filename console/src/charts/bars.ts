// The bars of a channel, as one path for each way that it spoke.

import type { ChannelName, Point } from "../api/sessions";
import { type Drawing, secondsOf } from "./lines";

const WIDEST = 8;
const NARROWEST = 1.5;
/** How much of the room between two windows a bar takes, where they stand evenly. */
const FILLED = 0.6;

export interface Bars {
  /** Upwards: against the owner. */
  readonly against: string;
  /** Downwards: for the owner. */
  readonly owner: string;
}

/** `middle` is where bars begin, `scale` px for a nat. */
export function bars(
  points: readonly Point[],
  name: ChannelName,
  { x, left, right }: Drawing,
  middle: number,
  scale: number,
): Bars {
  const windows = points.flatMap((point) => {
    const part = point.channels?.[name];
    const at = x(secondsOf(point));
    return part === undefined || at < left || at > right ? [] : [{ at, part }];
  });
  const room = (FILLED * (right - left)) / Math.max(1, windows.length);
  const width = Math.min(WIDEST, Math.max(NARROWEST, room));
  let against = "";
  let owner = "";
  for (const { at, part } of windows) {
    const height = Math.max(1, Math.abs(part) * scale);
    const start = `M${(at - width / 2).toFixed(1)} ${middle}h${width.toFixed(1)}`;
    if (part < 0) against += `${start}v${(-height).toFixed(1)}h${(-width).toFixed(1)}Z`;
    else owner += `${start}v${height.toFixed(1)}h${(-width).toFixed(1)}Z`;
  }
  return { against, owner };
}
