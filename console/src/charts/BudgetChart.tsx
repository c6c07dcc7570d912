import { decimal } from "../format/number";
import { useWidth } from "../parts/use-width";
import { text } from "../text";
import { digitsOf, linear, ticks } from "./scale";

interface Props {
  readonly allowed: number;
  readonly actual: number;
  readonly interval: readonly [number, number];
}

const HEIGHT = 96;
const LINE = 44;
const MARGIN = 16;
const TICK_ROOM = 80;

/** What was measured, how sure that is, and the budget it has to stay under. */
export function BudgetChart({ allowed, actual, interval }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(560);
  const [low, high] = interval;
  const most = Math.max(allowed, high, actual) * 1.15;
  const x = linear([0, most], [MARGIN, width - MARGIN]);
  const marks = ticks(0, most, Math.max(3, Math.floor(width / TICK_ROOM)));
  const digits = digitsOf(marks);
  const budgetAtEnd = x(allowed) > width * 0.7;
  return (
    <div ref={box}>
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={text.health.chart(actual, allowed, low, high)}
      >
        <rect class="budget-room" x={x(0)} y={24} width={x(allowed) - x(0)} height={40} />
        <line class="budget-line" x1={x(allowed)} x2={x(allowed)} y1={18} y2={64} />
        <text
          class="axis-text budget-text"
          x={x(allowed) + (budgetAtEnd ? 4 : -4)}
          y={14}
          text-anchor={budgetAtEnd ? "end" : "start"}
        >
          {text.health.allowed} {decimal(allowed, 2)}
        </text>
        <line class="budget-interval" x1={x(low)} x2={x(high)} y1={LINE} y2={LINE} />
        <line class="budget-interval" x1={x(low)} x2={x(low)} y1={LINE - 7} y2={LINE + 7} />
        <line class="budget-interval" x1={x(high)} x2={x(high)} y1={LINE - 7} y2={LINE + 7} />
        <circle class="budget-actual" cx={x(actual)} cy={LINE} r={6} />
        {marks.map((mark) => (
          <text key={mark} class="axis-text" x={x(mark)} y={HEIGHT - 12} text-anchor="middle">
            {decimal(mark, digits)}
          </text>
        ))}
      </svg>
      <p class="axis-name">{text.health.axis}</p>
    </div>
  );
}
