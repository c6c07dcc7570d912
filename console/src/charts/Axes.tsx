import { decimal } from "../format/number";
import { date, exactTime, timeOfDay } from "../format/time";
import { micros, MICROS_PER_SECOND } from "../quantities";
import type { Drawing } from "./lines";
import { digitsOf, ticks, timeTicks } from "./scale";

/** Least room that the time of a tick needs, in px. */
const TICK_ROOM = 66;
/** Half of what a character of a time takes, in px: the last time steps back into the picture. */
const HALF_CHARACTER = 3.4;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

interface Props {
  readonly drawing: Drawing;
  /** Top of the scale, nats. */
  readonly most: number;
}

/** Grid and numbers: nats upwards, the viewer's time to the right. */
export function Axes({ drawing, most }: Props) {
  const { x, y, left, right, top, bottom, span } = drawing;
  const levels = ticks(0, most, 4);
  const digits = digitsOf(levels);
  const times = timeTicks(span, Math.max(2, Math.floor((right - left) / TICK_ROOM)));
  const say = times.step < MINUTE ? exactTime : times.step < DAY ? timeOfDay : date;
  return (
    <g>
      {levels.map((level) => (
        <g key={level}>
          <line class="curve-grid" x1={left} x2={right} y1={y(level)} y2={y(level)} />
          <text class="axis-text" x={left - 6} y={y(level) + 4} text-anchor="end">
            {decimal(level, digits)}
          </text>
        </g>
      ))}
      {times.marks.map((at) => {
        const time = say(micros(at * MICROS_PER_SECOND));
        const furthest = drawing.width - time.length * HALF_CHARACTER;
        return (
          <g key={at}>
            <line class="curve-grid" x1={x(at)} x2={x(at)} y1={top} y2={bottom} />
            <text
              class="axis-text"
              x={Math.min(x(at), furthest)}
              y={bottom + 17}
              text-anchor="middle"
            >
              {time}
            </text>
          </g>
        );
      })}
    </g>
  );
}
