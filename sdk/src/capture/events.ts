/** Raw key events: what happened to a key, or to the stream. The values are Python's. */

/** What happened. */
export const enum Action {
  UP = 0,
  DOWN = 1,
  /** A press that the system repeated because the key is held (`KeyboardEvent.repeat`). */
  REPEAT = 2,
  /** Focus was lost, the person paused, the page was hidden: nothing joins across it. */
  GAP = 3,
}

/** Marks of an event, to be added up. */
export const enum Mark {
  NONE = 0,
  /** An input method was composing: the key's timing counts, its zone does not. */
  COMPOSING = 1,
  /** The event came from a program (`isTrusted` is false). */
  UNTRUSTED = 2,
}
