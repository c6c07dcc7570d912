/**
 * Frames of the page's own origin, where the page opts in.
 *
 * A frame is found when focus moves into it: then the window around it loses focus and its active
 * element is the frame. Frames of other origins are none of our business and cannot be read anyway.
 */

import type { Micros } from "../quantities.js";
import { addTo, all, hasIn, listen, type Stop } from "./dom.js";
import { microsOf } from "./keys.js";

/** Begins to observe a window; `later` is how much later its clock began than the page's. */
export type Attach = (view: Window & typeof globalThis, later: Micros) => Stop;

/** Attaches to the page's frames of the same origin, and theirs, as each first gets focus. */
export function observeFrames(page: Window, attach: Attach): Stop {
  const attached = new WeakSet();
  const stops: Stop[] = [];

  function follow(view: Window): void {
    stops[stops.length] = listen(view, "blur", (event) => {
      if (event.target === view) {
        enter(view.document.activeElement);
      }
    });
    enter(view.document.activeElement);
  }

  function enter(element: Element | null | undefined): void {
    while (element?.shadowRoot) {
      element = element.shadowRoot.activeElement;
    }
    if (element) {
      look(element);
    }
  }

  function look(frame: Partial<HTMLIFrameElement> & Element): void {
    const view = frame.contentWindow as (Window & typeof globalThis) | null | undefined;
    const document = frame.contentDocument; // null where the frame is of another origin
    if (!view || !document || hasIn(attached, document)) {
      return;
    }
    addTo(attached, document);
    const later = microsOf(view.performance.timeOrigin) - microsOf(page.performance.timeOrigin);
    stops[stops.length] = attach(view, later as Micros);
    // What the frame loads next is another document, and focus may stay in it.
    stops[stops.length] = listen(frame, "load", () => {
      look(frame);
    });
    follow(view);
  }

  follow(page);
  return () => {
    all(stops)();
  };
}
