import type { Reading } from "../api/sessions";
import { decimal, digitsFor, withUnit } from "../format/number";
import { useWidth } from "../parts/use-width";
import { text } from "../text";
import { bell, dots, extentOf } from "./spread";
import { digitsOf, linear, ticks } from "./scale";

const BELL = 64;
const STRIP = 34;
const AXIS = 24;
const HEIGHT = BELL + STRIP + AXIS;
const DOT = 8;
/** Room at both ends for the numbers of the axis. */
const MARGIN = 16;
/** Least room that a number of the axis needs, in px. */
const TICK_ROOM = 80;

/** One reading: the usual as a bell, this session's windows as dots, both averages as lines. */
export function Distribution({ reading }: { readonly reading: Reading }) {
  const [box, width] = useWidth<HTMLDivElement>(560);
  const extent = extentOf(reading);
  const x = linear(extent, [MARGIN, width - MARGIN]);
  const marks = ticks(extent[0], extent[1], Math.max(3, Math.floor(width / TICK_ROOM)));
  const digits = digitsOf(marks);
  const { usual, session, unit, title } = reading;
  const shown = digitsFor(usual.sd);
  return (
    <div ref={box} class="distribution">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={text.compare.chart(
          title,
          withUnit(usual.mean, unit, shown),
          withUnit(session.mean, unit, shown),
        )}
      >
        <path class="dist-usual" d={bell(reading, x, BELL, BELL - 10)} />
        <line class="dist-usual-mean" x1={x(usual.mean)} x2={x(usual.mean)} y1={10} y2={BELL} />
        <line class="dist-base" x1={0} x2={width} y1={BELL} y2={BELL} />
        {dots(session.values, x, BELL + 4, STRIP - 4, DOT).map((dot, index) => (
          <circle key={index} class="dist-window" cx={dot.x} cy={dot.y} r={DOT / 2 - 0.5} />
        ))}
        <line
          class="dist-mean"
          x1={x(session.mean)}
          x2={x(session.mean)}
          y1={4}
          y2={BELL + STRIP - 2}
        />
        <path class="dist-mean-head" d={`M${x(session.mean) - 5} 0h10l-5 7Z`} />
        {marks.map((mark) => (
          <g key={mark}>
            <line
              class="dist-base"
              x1={x(mark)}
              x2={x(mark)}
              y1={BELL + STRIP}
              y2={BELL + STRIP + 4}
            />
            <text class="axis-text" x={x(mark)} y={HEIGHT - 4} text-anchor="middle">
              {decimal(mark, digits)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
