// Where somebody wanted to be, while the identity provider has the browser.

import { parse } from "../route/route";

const KEY = "samehands.then";

export function remember(hash: string): void {
  try {
    if (parse(hash)) sessionStorage.setItem(KEY, hash);
  } catch {
    // Storage can be forbidden; one then starts at the first screen.
  }
}

/** The address that was remembered, once. */
export function recalled(): string | undefined {
  try {
    const hash = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return hash !== null && parse(hash) ? hash : undefined;
  } catch {
    return undefined;
  }
}
