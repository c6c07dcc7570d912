// Reading single points of a curve, and looking closer: by pointer and by keyboard.

import { useState } from "preact/hooks";
import type { Point } from "../api/sessions";
import { type Drawing, secondsOf } from "./lines";
import type { Span } from "./scale";

/** A drag shorter than this, in px, is a click. */
const LEAST_DRAG = 6;

/** Which key goes to which point, from the one that is read now. */
const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 10,
  PageDown: (at) => at + 10,
  Home: () => 0,
  End: (_at, last) => last,
};

export interface Reading {
  /** Number of the point that is read; null for none. */
  readonly read: number | null;
  /** Places between which a drag has gone so far. */
  readonly drag: Span | null;
  readonly handlers: {
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerLeave: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** `onLook` is given what was dragged over, in seconds since 1970. */
export function useReading(
  points: readonly Point[],
  drawing: Drawing,
  onLook: (span: Span) => void,
): Reading {
  const [read, setRead] = useState<number | null>(null);
  const [drag, setDrag] = useState<Span | null>(null);
  const { left, right, span } = drawing;
  const placeOf = (event: PointerEvent): number => Math.min(right, Math.max(left, event.offsetX));
  const timeAt = (place: number): number =>
    span[0] + ((place - left) / (right - left)) * (span[1] - span[0]);

  return {
    read,
    drag,
    handlers: {
      onPointerMove: (event) => {
        const place = placeOf(event);
        setRead(nearest(points, timeAt(place)));
        if (drag) setDrag([drag[0], place]);
      },
      onPointerDown: (event) => {
        // A finger scrolls the page; only a mouse or a pen draws a range.
        if (event.button === 0 && event.pointerType !== "touch") {
          setDrag([placeOf(event), placeOf(event)]);
        }
      },
      onPointerUp: () => {
        if (drag && Math.abs(drag[1] - drag[0]) >= LEAST_DRAG) {
          onLook([timeAt(Math.min(...drag)), timeAt(Math.max(...drag))]);
        }
        setDrag(null);
      },
      onPointerLeave: () => {
        setDrag(null);
        setRead(null);
      },
      onKeyDown: (event) => {
        const step = STEPS[event.key];
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const last = points.length - 1;
        const next = Math.min(last, Math.max(0, step(read ?? last + 1, last)));
        setRead(next);
        const at = points[next] && secondsOf(points[next]);
        if (at !== undefined && (at < span[0] || at > span[1])) onLook(movedTo(at, span));
      },
    },
  };
}

/** Number of the point nearest to a moment, s; null where there is none. */
export function nearest(points: readonly Point[], at: number): number | null {
  if (points.length === 0) return null;
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [one, other] = [points[middle], points[middle + 1]];
    if (!one || !other) break;
    // The later of two that are equally near: the newest counts.
    if (Math.abs(secondsOf(other) - at) <= Math.abs(secondsOf(one) - at)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A span as long as another, around a moment. */
function movedTo(at: number, [from, to]: Span): Span {
  const half = (to - from) / 2;
  return [at - half, at + half];
}
