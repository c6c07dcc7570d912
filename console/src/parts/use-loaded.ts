// Something read from the server, with what can go wrong on the way.

import { useCallback, useEffect, useState } from "preact/hooks";
import type { Client } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { useViewer } from "../viewer";

export interface Loaded<Value> {
  readonly value: Value | undefined;
  readonly problem: Problem | undefined;
  /** Read it again; what is there stays until the new comes. */
  readonly reload: () => void;
  /** Put an answer in its place that came by another way. */
  readonly put: (value: Value) => void;
}

interface Held<Value> {
  readonly path: string | null;
  readonly value?: Value | undefined;
  readonly problem?: Problem | undefined;
}

/** How a value is read from a path: with one request, unless told otherwise. */
export type Read<Value> = (client: Client, path: string, signal: AbortSignal) => Promise<Value>;

/** Read a path; null reads nothing. Another path forgets what was read. */
export function useLoaded<Value>(
  path: string | null,
  read: Read<Value> = (client, from, signal) => client.get<Value>(from, signal),
): Loaded<Value> {
  const { client } = useViewer();
  const [held, setHeld] = useState<Held<Value>>({ path });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    read(client, path, abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setHeld({ path, value });
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        const problem = asProblem(failure);
        setHeld((before) => ({
          path,
          value: before.path === path ? before.value : undefined,
          problem,
        }));
      },
    );
    return () => abort.abort();
  }, [client, path, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const put = useCallback((value: Value) => setHeld({ path, value }), [path]);
  const current = held.path === path ? held : { path };
  return { value: current.value, problem: current.problem, reload, put };
}
