// A live feed for as long as a component is there.

import { useEffect, useRef, useState } from "preact/hooks";
import { type CatchUp, type Feed, listen, type LiveState } from "../api/live";

/** Listen to a path; null listens to nothing. */
export function useLive(
  path: string | null,
  events: Feed["events"],
  catchUp: (why: CatchUp) => void,
): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  // The newest of both is called without starting the feed anew at each rendering.
  const latest = useRef({ events, catchUp });
  latest.current = { events, catchUp };
  const names = Object.keys(events).join(" ");
  useEffect(() => {
    if (path === null) return;
    return listen({
      path,
      events: Object.fromEntries(
        names.split(" ").map((name) => [name, (data) => latest.current.events[name]?.(data)]),
      ),
      onState: setState,
      catchUp: (why) => latest.current.catchUp(why),
    });
  }, [path, names]);
  return state;
}
