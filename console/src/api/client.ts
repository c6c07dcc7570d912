// The one way out: requests to the server that this console came from.

import { Problem, problemOf, unreachable } from "./problem";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Fetch = (address: string, request: RequestInit) => Promise<Response>;

const UNAUTHENTICATED = 401;
const NO_CONTENT = 204;

/** Requests under /v1, with the login's CSRF token where something is changed. */
export class Client {
  /** Of the login; null while nobody is logged in. */
  csrf: string | null = null;
  /** Called when the server no longer knows the login. */
  onSignedOut: () => void = () => undefined;

  constructor(private readonly fetch: Fetch) {}

  get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
    return this.#ask<Answer>("GET", path, undefined, signal);
  }

  send<Answer>(method: Exclude<Method, "GET">, path: string, body?: unknown): Promise<Answer> {
    return this.#ask<Answer>(method, path, body, undefined);
  }

  async #ask<Answer>(
    method: Method,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (method !== "GET" && this.csrf !== null) headers["X-Samehands-CSRF"] = this.csrf;
    const request: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
    if (body !== undefined) request.body = JSON.stringify(body);
    if (signal) request.signal = signal;
    const answer = await this.#answered(path, request);
    if (!answer.ok) {
      const problem = await problemOf(answer);
      // A wrong password is a 401 too, but there is no login to lose then.
      if (problem.status === UNAUTHENTICATED && this.csrf !== null) this.onSignedOut();
      throw problem;
    }
    return (answer.status === NO_CONTENT ? undefined : await answer.json()) as Answer;
  }

  async #answered(path: string, request: RequestInit): Promise<Response> {
    try {
      return await this.fetch(`/v1${path}`, request);
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
      if (failure instanceof Problem) throw failure;
      throw unreachable();
    }
  }
}

/** A part of a path: ids and pseudonyms may hold any character. */
export const part = (name: string): string => encodeURIComponent(name);
