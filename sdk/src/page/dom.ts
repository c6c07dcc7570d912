/** What we need of the DOM, taken when the script is loaded; see primordials.ts for why. */

import { uncurry } from "../primordials.js";

/* eslint-disable @typescript-eslint/unbound-method -- unbinding is the purpose of this file */

/** Ends what was begun: an observation, a subscription. */
export type Stop = () => void;

const absent = Object as unknown as typeof Element & typeof MutationObserver;

// Absent in Node, where a page may be rendered first: there nothing of this is called.
const { Element: E = absent, MutationObserver: M = absent } = globalThis as Partial<typeof globalThis>;

export const attributeOf = uncurry(E.prototype.getAttribute);
export const nearest: (element: Element, selector: string) => Element | null = uncurry(E.prototype.closest);
export const pathOf = uncurry(Event.prototype.composedPath);
export const Mutations = M;
export const observeMutations = uncurry(M.prototype.observe);
export const endMutations = uncurry(M.prototype.disconnect);

const add = uncurry(EventTarget.prototype.addEventListener);
const remove = uncurry(EventTarget.prototype.removeEventListener);

/** A set of objects that keeps none of them alive. */
export const hasIn: (set: WeakSet<object>, item: object) => boolean = uncurry(WeakSet.prototype.has);
export const addTo: (set: WeakSet<object>, item: object) => void = uncurry(WeakSet.prototype.add);

// Before the page's own listeners, which could stop an event, and never delaying it.
const OPTIONS = { __proto__: null, capture: true, passive: true } as AddEventListenerOptions;

/** Calls `listener` for an event of this type until the `Stop` is called; what it throws goes nowhere. */
export function listen(target: EventTarget, type: string, listener: (event: Event) => void): Stop {
  const guarded = (event: Event): void => {
    try {
      listener(event);
    } catch {
      // Nothing of ours throws into the page; a listener that fails has said so by a gap.
    }
  };
  add(target, type, guarded, OPTIONS);
  return () => {
    remove(target, type, guarded, OPTIONS);
  };
}

/** A `Stop` that calls each of several. */
export function all(stops: readonly Stop[]): Stop {
  return () => {
    for (let place = 0; place < stops.length; place++) {
      stops[place]();
    }
  };
}
