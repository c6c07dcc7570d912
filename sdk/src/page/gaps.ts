/** When a page cannot see what is typed: nothing joins across it. */

import { all, listen, type Stop } from "./dom.js";

/**
 * Calls `gap` when focus leaves a window, or its page is hidden or left.
 *
 * A page that sleeps, is frozen or kept in the back/forward cache was hidden before.
 */
export function observeGaps(view: Window, gap: () => void): Stop {
  const { document } = view;
  return all([
    listen(view, "blur", (event) => {
      // Blur of a field bubbles nowhere but is captured here: only the window's own counts.
      if (event.target === view) {
        gap();
      }
    }),
    listen(view, "pagehide", gap),
    listen(document, "visibilitychange", gap),
  ]);
}
