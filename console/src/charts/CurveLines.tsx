import { useId } from "preact/hooks";
import type { Point } from "../api/sessions";
import { text } from "../text";
import { aboveAlarm, alarmLine, type Drawing, levelArea, levelLine, secondsOf } from "./lines";

/** More windows than this are drawn as a line only: dots would run into one another. */
const MOST_DOTS = 250;

interface Props {
  readonly points: readonly Point[];
  readonly drawing: Drawing;
}

/** The level, a dot for each window, and the alarm line: past it, the colour of an alarm. */
export function CurveLines({ points, drawing }: Props) {
  const id = useId();
  const { x, y, left, right, top, bottom } = drawing;
  const line = levelLine(points, drawing);
  const first = points[0];
  const windows = points.filter(
    (point) =>
      point.kind === "window" && x(secondsOf(point)) >= left && x(secondsOf(point)) <= right,
  );
  return (
    <g>
      <clipPath id={`${id}-plot`}>
        <rect x={left} y={0} width={right - left} height={bottom + 2} />
      </clipPath>
      <clipPath id={`${id}-above`} clip-path={`url(#${id}-plot)`}>
        <path d={aboveAlarm(points, drawing)} />
      </clipPath>
      <g clip-path={`url(#${id}-plot)`}>
        <path class="curve-area" d={levelArea(points, drawing)} />
        <path class="curve-line" d={line} />
      </g>
      <path class="curve-line curve-over" d={line} clip-path={`url(#${id}-above)`} />
      <path class="curve-alarm" d={alarmLine(points, drawing)} clip-path={`url(#${id}-plot)`} />
      {first && (
        <text
          class="axis-text curve-alarm-text"
          x={left + 6}
          y={Math.max(top + 10, y(first.threshold) - 5)}
        >
          {text.session.alarmLine}
        </text>
      )}
      {windows.length <= MOST_DOTS &&
        windows.map((point) => (
          <circle
            key={point.ordinal}
            class={point.level >= point.threshold ? "curve-dot curve-dot-over" : "curve-dot"}
            cx={x(secondsOf(point))}
            cy={y(point.level)}
            r={2.5}
          />
        ))}
    </g>
  );
}
