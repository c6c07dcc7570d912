/** Observing a page: its keys become messages. Pointer windows will be made beside them. */

import { createPairing, type Pairing } from "../capture/pairing.js";
import type { Micros } from "../quantities.js";
import { createCollector } from "../rhythm/collector.js";
import type { Projection } from "../rhythm/projection.js";
import { PathFlag } from "../rhythm/window.js";
import { encode, encodeSign } from "../wire/message.js";
import { all, type Stop } from "./dom.js";
import { createFields } from "./fields.js";
import { observeFrames } from "./frames.js";
import { observeGaps } from "./gaps.js";
import { observeKeys } from "./keys.js";

/** What is observed, and where its messages go. */
export interface ObservationOptions {
  readonly page: Window & typeof globalThis;
  readonly projection: Projection;
  /** Whether frames of the same origin are observed too. */
  readonly frames: boolean;
  readonly emit: (message: Uint8Array) => void;
}

/** An observation that can be held and taken up again; it remembers nothing of what came before. */
export interface Observation {
  begin(): void;
  /** Stops listening, and forgets the window that is being filled. */
  hold(): void;
}

/** An observation that has not begun. */
export function createObservation(options: ObservationOptions): Observation {
  const { page, projection } = options;
  const fields = createFields();
  // A driven browser says so itself. It can be made to keep quiet: it is evidence, no proof.
  const path = page.navigator.webdriver ? PathFlag.INJECTED : PathFlag.NONE;
  const collector = createCollector(
    projection,
    (window) => {
      options.emit(encode(projection.ref, window));
    },
    (signs) => {
      options.emit(encodeSign(projection.ref, signs));
    },
    path,
  );
  let stop: Stop | undefined;

  function attach(pairing: Pairing, view: Window & typeof globalThis, later: Micros): Stop {
    return all([
      observeKeys(view, pairing, fields, later),
      observeGaps(view, pairing.gap),
      fields.watch(view.document),
    ]);
  }

  return {
    begin() {
      if (!stop) {
        const pairing = createPairing(collector.take);
        stop = all([
          attach(pairing, page, 0 as Micros),
          options.frames
            ? observeFrames(page, (view, later) => attach(pairing, view, later))
            : () => undefined,
        ]);
      }
    },
    hold() {
      stop?.();
      stop = undefined;
      collector.clear();
    },
  };
}
