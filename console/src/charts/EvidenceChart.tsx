import { useMemo, useState } from "preact/hooks";
import type { Point } from "../api/sessions";
import { Switch } from "../parts/Switch";
import { useWidth } from "../parts/use-width";
import { nats } from "../quantities";
import { channelsOf, extentOf, topOf } from "../session/curve";
import type { Marker } from "../session/markers";
import { text } from "../text";
import { Axes } from "./Axes";
import { ChannelStrip } from "./ChannelStrip";
import { CurveLines } from "./CurveLines";
import { type Drawing, secondsOf } from "./lines";
import { MarkerSigns } from "./MarkerSigns";
import { SIGN_ROOM } from "./place-markers";
import { Readout } from "./Readout";
import { linear, type Span } from "./scale";
import { useReading } from "./use-reading";
import { type Look, spanOf } from "./look";

const HEIGHT = 290;
const LEFT = 36;
const RIGHT = 12;
const BOTTOM = 26;

const words = text.session;

interface Props {
  readonly points: readonly Point[];
  readonly markers: readonly Marker[];
}

/** The evidence curve with its alarm line and markers, and below it what moved it. */
export function EvidenceChart({ points, markers }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(800);
  const [look, setLook] = useState<Look>("all");
  const most = useMemo(() => topOf(points), [points]);
  const extent = useMemo(() => extentOf(points), [points]);
  const drawing = useMemo(
    () => drawingOf(width, spanOf(look, points), most),
    [width, look, points, most],
  );
  // What does not follow the pointer is not drawn again when it moves.
  const still = useMemo(
    () => (
      <>
        <Axes drawing={drawing} most={most} />
        <CurveLines points={points} drawing={drawing} />
        <MarkerSigns markers={markers} drawing={drawing} />
      </>
    ),
    [drawing, most, points, markers],
  );
  const whole = spanOf("all", points);
  const { read, drag, handlers } = useReading(points, drawing, (span) =>
    setLook(span[0] <= whole[0] && span[1] >= whole[1] ? "all" : span),
  );
  const channels = useMemo(() => channelsOf(points), [points]);
  const point = read === null ? undefined : points[read];
  const end = points.at(-1);
  return (
    <div class="chart">
      <Switch
        label={words.ranges}
        options={words.range}
        value={typeof look === "string" ? look : null}
        onValue={(chosen) => setLook(chosen)}
      />
      <div
        ref={box}
        class="chart-plot"
        role="group"
        tabIndex={0}
        aria-label={words.chartLabel(end?.level ?? nats(0), end?.threshold ?? nats(0))}
        onDblClick={() => setLook("all")}
        {...handlers}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {still}
          {point && <Cursor drawing={drawing} point={point} />}
          {drag && <Drag drawing={drawing} drag={drag} />}
        </svg>
      </div>
      <Readout point={point} />
      {channels.length > 0 && <p class="quiet">{words.channelsWhat}</p>}
      {channels.map((name) => (
        <ChannelStrip
          key={name}
          name={name}
          points={points}
          drawing={drawing}
          read={point}
          extent={extent}
        />
      ))}
    </div>
  );
}

function drawingOf(width: number, span: Span, most: number): Drawing {
  const [left, right, top, bottom] = [LEFT, width - RIGHT, SIGN_ROOM, HEIGHT - BOTTOM];
  return {
    width,
    height: HEIGHT,
    left,
    right,
    top,
    bottom,
    span,
    x: linear(span, [left, right]),
    y: linear([0, most], [bottom, top]),
  };
}

function Cursor({ drawing, point }: { readonly drawing: Drawing; readonly point: Point }) {
  const x = drawing.x(secondsOf(point));
  return (
    <g>
      <line class="cursor" x1={x} x2={x} y1={drawing.top} y2={drawing.bottom} />
      <circle class="cursor-point" cx={x} cy={drawing.y(point.level)} r={5} />
    </g>
  );
}

function Drag({ drawing, drag }: { readonly drawing: Drawing; readonly drag: Span }) {
  return (
    <rect
      class="drag"
      x={Math.min(...drag)}
      y={drawing.top}
      width={Math.abs(drag[1] - drag[0])}
      height={drawing.bottom - drawing.top}
    />
  );
}
