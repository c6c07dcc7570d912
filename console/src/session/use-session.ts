// One session, live: a newer verdict in the feed means that there is a new point to read.

import { useEffect, useRef } from "preact/hooks";
import { type Client, part } from "../api/client";
import type { SessionVerdict } from "../api/judgement";
import type { LiveState } from "../api/live";
import type { Point, SessionView } from "../api/sessions";
import { useLive } from "../parts/use-live";
import { type Loaded, useLoaded } from "../parts/use-loaded";

/** Several verdicts within this time, in ms, are read as one. Each reading is written down as a
 * look at a person, so there should not be more than are needed. */
const GATHER = 500;

const pathOf = (session: string): string => `/sessions/${part(session)}`;

/** A session with all its points, in as many requests as that takes. */
async function whole(client: Client, path: string, signal: AbortSignal): Promise<SessionView> {
  const view = await client.get<SessionView>(path, signal);
  const points: Point[] = [...view.points];
  for (let more = view.more; more;) {
    const after = points.at(-1)?.ordinal ?? 0;
    const next = await client.get<SessionView>(`${path}?after=${after}`, signal);
    points.push(...next.points);
    more = next.more && next.points.length > 0;
  }
  return { ...view, points };
}

/** A session as it was when it was read. */
export const useSessionOnce = (session: string): Loaded<SessionView> =>
  useLoaded(pathOf(session), whole);

export function useSession(session: string): Loaded<SessionView> & { readonly live: LiveState } {
  const loaded = useSessionOnce(session);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const soon = (): void => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(loaded.reload, GATHER);
  };
  const newest = loaded.value?.points.at(-1)?.at ?? 0;
  // What has ended does not change any more.
  const open = loaded.value?.ended_at === null;
  const live = useLive(
    open ? `${pathOf(session)}/events` : null,
    {
      // The feed says the present verdict when it opens, so there is no gap to catch up with.
      verdict: (data) => {
        if ((data as SessionVerdict).at > newest) soon();
      },
      gone: soon,
    },
    (why) => {
      if (why === "refused") soon();
    },
  );
  return { ...loaded, live };
}
