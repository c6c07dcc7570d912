// The server's clock, ticking slowly: only "how long since" depends on it. The viewer's own may be
// wrong by minutes, and a demonstration's runs faster.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Micros, micros, toMicros } from "../quantities";

/** How often a length of time is written anew, in ms. */
const TICK = 10_000;

/** What time it is at the server; `heard` is the latest time that it has said. */
export function useClock(heard?: () => Micros | undefined): Micros {
  const latest = useRef(heard);
  latest.current = heard;
  const ahead = useRef<number>(undefined);
  const read = (): Micros => {
    const own = toMicros(Date.now());
    const said = latest.current?.();
    // The server is at least as far as it has said; before that the own clock has to do.
    if (said !== undefined) ahead.current = Math.max(ahead.current ?? -Infinity, said - own);
    return micros(own + (ahead.current ?? 0));
  };
  const [at, setAt] = useState(read);
  const first = heard?.() !== undefined;
  useEffect(() => {
    setAt(read());
    const timer = setInterval(() => setAt(read()), TICK);
    return () => clearInterval(timer);
  }, [first]);
  return at;
}
