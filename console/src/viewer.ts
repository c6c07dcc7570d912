// Whoever looks at the console: their login, the way to the server, the voice for screen readers.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Client } from "./api/client";
import { type Login, NOBODY } from "./api/login";

export interface Viewer {
  readonly login: Login;
  readonly client: Client;
  /** Ask the server again who is logged in: after a log-in, and after a log-out. */
  readonly refresh: () => Promise<Login>;
  /** Say something to screen readers, when they have time. */
  readonly announce: (sentence: string) => void;
}

export const ViewerContext = createContext<Viewer>({
  login: NOBODY,
  client: new Client(() => Promise.reject(new Error("no viewer"))),
  refresh: () => Promise.resolve(NOBODY),
  announce: () => undefined,
});

export const useViewer = (): Viewer => useContext(ViewerContext);
