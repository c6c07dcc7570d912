// A server for tests: answers by method and path, and remembers what it was asked.

import type { Fetch } from "../api/client";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = (asked: Asked) => Response | Promise<Response>;

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });

export const problem = (status: number, kind: string, more: object = {}): Response =>
  json({ type: `urn:samehands:problem:${kind}`, title: "It failed.", status, ...more }, status);

export class FakeServer {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<string, Answer>();

  /** Answer `GET /v1/now`, say, from now on. */
  on(what: string, answer: Answer | object): this {
    this.#answers.set(what, typeof answer === "function" ? (answer as Answer) : () => json(answer));
    return this;
  }

  /** What was asked of `GET /v1/now`, say, so far. */
  askedFor(what: string): readonly Asked[] {
    return this.asked.filter(({ method, path }) => `${method} ${path}` === what);
  }

  readonly fetch: Fetch = async (address, request) => {
    const method = request.method ?? "GET";
    const asked: Asked = {
      method,
      path: address,
      body: typeof request.body === "string" ? JSON.parse(request.body) : undefined,
      headers: request.headers as Record<string, string>,
    };
    this.asked.push(asked);
    const answer =
      this.#answers.get(`${method} ${address}`) ??
      this.#answers.get(`${method} ${address.split("?")[0] ?? ""}`);
    if (!answer) return problem(404, "not_found");
    return answer(asked);
  };
}
