/**
 * The badge: `<samehands-badge>` shows the person what the collector does, and lets them pause it.
 *
 * A file of its own, for pages that want it. Its words can be replaced by attributes, such as
 * `word-verified="Bestätigt"` or `word-pause="Anhalten"`. No inline style and no markup from text, so
 * that the strictest policies of a page let it be.
 */

import type { Handle, State } from "./page/handle.js";

/** The badge's name in a page. */
export const BADGE = "samehands-badge";

/** What the badge needs of a session; `start` gives it. */
export type Shown = Pick<Handle, "onState" | "pause" | "resume" | "state">;

const WORDS: Readonly<Record<State | "pause" | "resume", string>> = {
  off: "Off",
  paused: "Paused",
  learning: "Learning",
  verified: "Verified",
  unsure: "Not verified",
  alarm: "Not verified",
  locked: "Not verified",
  pause: "Pause",
  resume: "Resume",
};

// System colours follow the person's theme and contrast. The mark differs in shape, not only in colour.
const STYLE = `
:host { display: inline-flex; gap: 0.5em; align-items: center; padding: 0.125em 0.75em; border: 1px solid;
  border-radius: 1em; font: 0.875em system-ui, sans-serif; color: CanvasText; background: Canvas; }
:host([hidden]) { display: none; }
span::before { content: "○ "; }
span[data-state="verified"]::before { content: "● "; }
span[data-state="learning"]::before { content: "◐ "; }
span[data-state="unsure"]::before, span[data-state="alarm"]::before, span[data-state="locked"]::before { content: "▲ "; }
button { padding: 0.25em; border: 0; font: inherit; color: LinkText; background: none; text-decoration: underline;
  cursor: pointer; }
`;

const badges = new Set<{ follow: (shown: Shown) => void }>();
let current: Shown | undefined;

/** Shows a session in all badges of the page, those that come later included. */
export function show(shown: Shown): void {
  current = shown;
  badges.forEach((badge) => {
    badge.follow(shown);
  });
}

function define(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  class Badge extends HTMLElement {
    readonly #status = document.createElement("span");
    readonly #button = document.createElement("button");
    #stop: (() => void) | undefined;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#status, this.#button);
      this.#status.setAttribute("role", "status");
      this.#button.type = "button";
      this.#button.addEventListener("click", () => {
        if (current?.state === "paused") {
          current.resume();
        } else {
          current?.pause();
        }
      });
    }

    connectedCallback(): void {
      badges.add(this);
      this.#update("off");
      if (current) {
        this.follow(current);
      }
    }

    disconnectedCallback(): void {
      badges.delete(this);
      this.#stop?.();
    }

    follow(shown: Shown): void {
      this.#stop?.();
      this.#stop = shown.onState((state) => {
        this.#update(state);
      });
    }

    #update(state: State): void {
      this.#status.textContent = this.#word(state);
      this.#status.dataset["state"] = state;
      this.#button.textContent = this.#word(state === "paused" ? "resume" : "pause");
      this.#button.hidden = state === "off";
    }

    #word(word: keyof typeof WORDS): string {
      return this.getAttribute(`word-${word}`) ?? WORDS[word];
    }
  }
  customElements.define(BADGE, Badge);
}

// Where a page is rendered first, in Node, there are no elements; and it may load this file twice.
if (typeof HTMLElement === "function" && !customElements.get(BADGE)) {
  define();
}
