// The route of the window, kept up to date.

import { useEffect, useState } from "preact/hooks";
import { address, parse, type Route } from "./route";

export function useRoute(): Route | null {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = (): void => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return parse(hash);
}

/** Go somewhere; the way back leads here. */
export const go = (route: Route): void => {
  location.hash = address(route);
};

/** Go somewhere in place of here: a link with a secret in it must not stay in the history. */
export const replaceBy = (hash: string): void => {
  history.replaceState(null, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
};
