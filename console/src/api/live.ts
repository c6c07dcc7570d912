// A live feed: server-sent events, with a state that can be shown and a catch-up after every gap.

export type LiveState = "connecting" | "live" | "reconnecting";

export type CatchUp = "opened" | "refused" | "slow";

/** The part of EventSource that is used; tests bring their own. */
export interface Source {
  readonly readyState: number;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener(name: string, take: (event: { readonly data: string }) => void): void;
  close(): void;
}

export interface Feed {
  readonly path: string;
  /** Name of an event → what takes its data. */
  readonly events: Readonly<Record<string, (data: unknown) => void>>;
  readonly onState: (state: LiveState) => void;
  /**
   * Reads everything anew: what was sent in a gap is lost. Called whenever the feed has opened,
   * when it was refused, and when it is so slow to open that waiting for it makes no sense.
   */
  readonly catchUp: (why: CatchUp) => void;
}

export interface Environment {
  readonly open: (address: string) => Source;
  readonly later: (act: () => void, milliseconds: number) => () => void;
}

const CLOSED = 2;

/** First wait before a new try when the browser has given up, in ms; doubled each time. */
const FIRST_WAIT = 1_000;
/** Longest wait, in ms: an analyst should not wait longer than this after the server is back. */
const LONGEST_WAIT = 15_000;

/** A feed that takes longer than this to open, in ms, is not waited for to show something. */
const SLOW = 1_000;

/** Listen until the returned function is called. */
export function listen(feed: Feed, environment: Environment = browser): () => void {
  let wait = FIRST_WAIT;
  let stopped = false;
  let source: Source | undefined;
  let cancel: () => void = () => undefined;
  const enough = environment.later(() => feed.catchUp("slow"), SLOW);

  const start = (): void => {
    const opened = environment.open(`/v1${feed.path}`);
    source = opened;
    opened.onopen = () => {
      enough();
      wait = FIRST_WAIT;
      feed.onState("live");
      feed.catchUp("opened");
    };
    opened.onerror = () => {
      if (stopped) return;
      enough();
      feed.onState("reconnecting");
      // The browser tries again by itself unless the server refused; then it is up to us.
      if (opened.readyState !== CLOSED) return;
      opened.close();
      cancel = environment.later(start, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      // A refusal can mean that the login is over. Only a request can find out.
      feed.catchUp("refused");
    };
    for (const [name, take] of Object.entries(feed.events)) {
      opened.addEventListener(name, (event) => take(JSON.parse(event.data)));
    }
  };

  feed.onState("connecting");
  start();
  return () => {
    stopped = true;
    enough();
    cancel();
    source?.close();
  };
}

const browser: Environment = {
  open: (address) => new EventSource(address) as unknown as Source,
  later: (act, milliseconds) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
