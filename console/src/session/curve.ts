// What the charts need to know about the points of a session.

import type { ChannelName, Point } from "../api/sessions";
import { type Micros, micros, MICROS_PER_SECOND } from "../quantities";

const CHANNELS: readonly ChannelName[] = ["holds", "flights", "typing"];

/** The channels that any window has, in their order. */
export const channelsOf = (points: readonly Point[]): readonly ChannelName[] =>
  CHANNELS.filter((name) => points.some((point) => point.channels?.[name] !== undefined));

/** Top of the scale in nats: the alarm line is always in sight, with room for its label. */
export const topOf = (points: readonly Point[]): number =>
  points.reduce((top, { level, threshold }) => Math.max(top, threshold * 1.25, level * 1.1), 1);

/** Least extent of the scale of channels, in nats: noise should look like noise. */
const LEAST_EXTENT = 3;

/** The strongest that any channel spoke in any window, nats, for or against. */
export const extentOf = (points: readonly Point[]): number =>
  points
    .flatMap((point) => Object.values(point.channels ?? {}))
    .reduce<number>((extent, part) => Math.max(extent, Math.abs(part)), LEAST_EXTENT);

/** However quick a detection was, this much is shown on either side, µs: five minutes. */
const LEAST_SPAN = 5 * 60 * MICROS_PER_SECOND;

/** The points around a change: as long before it as it went on, and half of that after the end. */
export function around(
  points: readonly Point[],
  changed: Micros | null,
  opened: Micros,
): readonly Point[] {
  const from = changed ?? points[0]?.at ?? opened;
  const span = Math.max(opened - from, LEAST_SPAN);
  const first = micros(from - span);
  const last = micros(opened + span / 2);
  return points.filter((point) => point.at >= first && point.at <= last);
}
