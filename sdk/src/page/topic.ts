/** A topic: whoever listens hears each value; what a listener throws goes nowhere. */

import type { Stop } from "./dom.js";

export type Listener<T> = (value: T) => void;

export interface Topic<T> {
  publish(value: T): void;
  /** Calls the listener with each value from now on, and with `first` at once, if there is one. */
  subscribe(listener: Listener<T>, first: T | undefined): Stop;
}

/** A topic without listeners. */
export function createTopic<T>(): Topic<T> {
  const listeners: (Listener<T> | undefined)[] = [];
  return {
    publish(value) {
      for (let place = 0; place < listeners.length; place++) {
        tell(listeners[place], value);
      }
    },
    subscribe(listener, first) {
      let place = 0;
      while (listeners[place]) {
        place++;
      }
      listeners[place] = listener;
      if (first !== undefined) {
        tell(listener, first);
      }
      return () => {
        if (listeners[place] === listener) {
          listeners[place] = undefined;
        }
      };
    },
  };
}

/** Calls a function of the page's: its faults are its own, and must not stop us. */
export function tell<T>(listener: Listener<T> | undefined, value: T): void {
  try {
    listener?.(value);
  } catch {
    // Nothing of ours throws into the page, and nothing of the page's into us.
  }
}
