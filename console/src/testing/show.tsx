// Components on a page for tests, found and used as a person does: by role, label and words.

import { type ComponentChildren, render } from "preact";
import { afterEach, beforeEach, vi } from "vitest";
import { Client } from "../api/client";
import { type Login, NOBODY, type Role } from "../api/login";
import { type Viewer, ViewerContext } from "../viewer";
import { FakeServer } from "./fake-server";
import { FakeSource } from "./fake-source";

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeSource);
  FakeSource.opened.length = 0;
  location.hash = "";
});

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

export const loggedInAs = (...roles: readonly Role[]): Login => ({
  ...NOBODY,
  account: { id: "a1", name: "Ada" },
  roles,
  csrf: "token",
});

export interface Shown {
  readonly server: FakeServer;
  /** What screen readers were told. */
  readonly announced: string[];
}

/** Show something to somebody with these roles. */
export function show(what: ComponentChildren, server: FakeServer, ...roles: Role[]): Shown {
  const announced: string[] = [];
  const client = new Client(server.fetch);
  client.csrf = "token";
  const viewer: Viewer = {
    login: loggedInAs(...roles),
    client,
    refresh: () => Promise.resolve(loggedInAs(...roles)),
    announce: (sentence) => void announced.push(sentence),
  };
  render(<ViewerContext.Provider value={viewer}>{what}</ViewerContext.Provider>, document.body);
  return { server, announced };
}

/** The words on the page. */
export const words = (): string => document.body.textContent.replace(/\s+/g, " ");

/** Wait until something holds; what is waited for comes within moments or not at all. */
export async function until<Value>(found: () => Value | null | undefined | false): Promise<Value> {
  return vi.waitFor(
    () => {
      const value = found();
      if (value === null || value === undefined || value === false) {
        throw new Error(`not yet, in: ${words()}`);
      }
      return value;
    },
    { timeout: 3000, interval: 5 },
  );
}

export const says = (sentence: string): Promise<boolean> => until(() => words().includes(sentence));

const named = (selector: string, name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((element) =>
    element.textContent.trim().startsWith(name),
  );

export async function press(name: string): Promise<void> {
  (await until(() => named("button, summary, a", name))).click();
}

export async function field(label: string): Promise<HTMLInputElement> {
  const found = await until(() => named("label", label));
  const id = found.getAttribute("for");
  const input = id === null ? found.querySelector("input") : document.getElementById(id);
  return until(() => input as HTMLInputElement | null);
}

export async function fill(label: string, value: string): Promise<void> {
  const input = await field(label);
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Wait for a live feed, and let it open. */
export async function opened(): Promise<FakeSource> {
  const source = await until(() => FakeSource.opened.at(-1));
  source.open();
  return source;
}
