import { ICON_BOX, icons } from "../parts/icons";
import type { Marker, MarkerKind } from "../session/markers";
import type { Drawing } from "./lines";
import { placed, ROW, SIGN } from "./place-markers";

/** Those that change what happens have a line down into the curve. */
const WITH_LINE: ReadonlySet<MarkerKind> = new Set([
  "alarm",
  "asked",
  "passed",
  "failed",
  "locked",
  "decided",
]);

interface Props {
  readonly markers: readonly Marker[];
  readonly drawing: Drawing;
}

/** What happened, as signs above the curve. The list below says the same in words. */
export function MarkerSigns({ markers, drawing }: Props) {
  return (
    <g>
      {placed(markers, drawing).map(({ marker, x, row }) => {
        const top = drawing.top - ROW * (row + 1);
        return (
          <g key={`${marker.index}-${marker.kind}`} class={`sign sign-${marker.kind}`}>
            <title>{marker.sentence}</title>
            {WITH_LINE.has(marker.kind) && (
              <line class="sign-line" x1={x} x2={x} y1={top + SIGN} y2={drawing.bottom} />
            )}
            <path
              d={icons[marker.kind]}
              fill-rule="evenodd"
              transform={`translate(${(x - SIGN / 2).toFixed(1)} ${top}) scale(${SIGN / ICON_BOX})`}
            />
          </g>
        );
      })}
    </g>
  );
}
