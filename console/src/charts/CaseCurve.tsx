import type { Point } from "../api/sessions";
import { decimal } from "../format/number";
import { timeOfDay } from "../format/time";
import { useWidth } from "../parts/use-width";
import { type Micros, MICROS_PER_SECOND, type Nats } from "../quantities";
import { topOf } from "../session/curve";
import { text } from "../text";
import { Axes } from "./Axes";
import { CurveLines } from "./CurveLines";
import { type Drawing, secondsOf } from "./lines";
import { linear } from "./scale";

interface Props {
  readonly points: readonly Point[];
  readonly threshold: Nats;
  readonly changedAfter: Micros | null;
  readonly openedAt: Micros;
}

const HEIGHT = 230;
const TOP = 26;
const BOTTOM = 26;
const LEFT = 36;
const RIGHT = 12;

/** The evidence around the estimated change: what was in other hands, as far as can be told. */
export function CaseCurve({ points, threshold, changedAfter, openedAt }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(680);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const opened = openedAt / MICROS_PER_SECOND;
  const most = topOf(points);
  const span = [secondsOf(first), Math.max(secondsOf(last), opened)] as const;
  const drawing: Drawing = {
    width,
    height: HEIGHT,
    left: LEFT,
    right: width - RIGHT,
    top: TOP,
    bottom: HEIGHT - BOTTOM,
    span,
    x: linear(span, [LEFT, width - RIGHT]),
    y: linear([0, most], [HEIGHT - BOTTOM, TOP]),
  };
  const label = text.cases.chart(timeOfDay(first.at), timeOfDay(last.at), decimal(threshold, 1));
  return (
    <div ref={box} class="chart-plot">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={label}
      >
        {changedAfter !== null && (
          <Change
            drawing={drawing}
            from={drawing.x(changedAfter / MICROS_PER_SECOND)}
            to={drawing.x(opened)}
          />
        )}
        <Axes drawing={drawing} most={most} />
        <CurveLines points={points} drawing={drawing} />
      </svg>
    </div>
  );
}

interface ChangeProps {
  readonly drawing: Drawing;
  readonly from: number;
  readonly to: number;
}

/** The time from the estimated change to the alarm. */
function Change({ drawing, from, to }: ChangeProps) {
  const { top, bottom, width } = drawing;
  return (
    <g>
      <rect
        class="curve-change"
        x={from}
        y={top}
        width={Math.max(1, to - from)}
        height={bottom - top}
      />
      <line class="curve-change-line" x1={from} x2={from} y1={top - 6} y2={bottom} />
      <line class="curve-opened" x1={to} x2={to} y1={top} y2={bottom} />
      <text
        class="axis-text curve-change-text"
        x={from}
        y={top - 11}
        text-anchor={from > width * 0.6 ? "end" : "start"}
      >
        {text.cases.changeHere}
      </text>
    </g>
  );
}
