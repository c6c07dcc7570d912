import { useMemo } from "preact/hooks";
import type { ChannelName, Point } from "../api/sessions";
import { text } from "../text";
import { bars } from "./bars";
import { type Drawing, secondsOf } from "./lines";

const HEIGHT = 64;
const MIDDLE = HEIGHT / 2;
/** Of the longest bar, in px. */
const REACH = MIDDLE - 3;

interface Props {
  readonly name: ChannelName;
  readonly points: readonly Point[];
  /** Of the curve above: times stand in line with it. */
  readonly drawing: Drawing;
  readonly read: Point | undefined;
  /** Nats that the longest bar stands for: the same in all strips of a session. */
  readonly extent: number;
}

/** One channel: in which windows it spoke against the owner (up) or for the owner (down). */
export function ChannelStrip({ name, points, drawing, read, extent }: Props) {
  const { x, left, right, width } = drawing;
  const { against, owner } = useMemo(
    () => bars(points, name, drawing, MIDDLE, REACH / extent),
    [points, name, drawing, extent],
  );
  return (
    <figure class="channel">
      <figcaption>{text.session.channels[name]}</figcaption>
      {/* The same numbers are in the table, and in the line under the curve. */}
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <text class="axis-text" x={left - 8} y={14} text-anchor="end">
          {text.session.up}
        </text>
        <text class="axis-text" x={left - 8} y={HEIGHT - 6} text-anchor="end">
          {text.session.down}
        </text>
        <line class="curve-grid" x1={left} x2={right} y1={MIDDLE} y2={MIDDLE} />
        <path class="bar-against" d={against} />
        <path class="bar-for" d={owner} />
        {read && (
          <line class="cursor" x1={x(secondsOf(read))} x2={x(secondsOf(read))} y1={0} y2={HEIGHT} />
        )}
      </svg>
    </figure>
  );
}
