import { describe, expect, it } from "vitest";
import { FakeServer, json, problem } from "../testing/fake-server";
import { Client } from "./client";
import { Problem } from "./problem";

const failureOf = async (asking: Promise<unknown>): Promise<Problem> => {
  const failure: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(failure instanceof Problem)) throw new Error(`no problem: ${String(failure)}`);
  return failure;
};

describe("a client", () => {
  it("sends the token of the login with what changes something, and not with what reads", async () => {
    const server = new FakeServer().on("GET /v1/now", {}).on("POST /v1/keys", {});
    const client = new Client(server.fetch);
    client.csrf = "secret";
    await client.get("/now");
    await client.send("POST", "/keys", { name: "shop" });
    expect(server.asked.map(({ headers }) => headers["X-Samehands-CSRF"])).toEqual([
      undefined,
      "secret",
    ]);
    expect(server.asked[1]?.body).toEqual({ name: "shop" });
  });

  it("reads a problem document as what it says", async () => {
    const server = new FakeServer().on("GET /v1/now", () =>
      problem(429, "busy", {
        detail: "Too much.",
        remedy: "Wait.",
        instance: "17",
        where: "limit",
      }),
    );
    const failure = await failureOf(new Client(server.fetch).get("/now"));
    expect(failure).toMatchObject({
      status: 429,
      kind: "busy",
      title: "It failed.",
      detail: "Too much.",
      remedy: "Wait.",
      instance: "17",
      where: "limit",
    });
  });

  it("takes an error page of a proxy for a problem too", async () => {
    const server = new FakeServer().on(
      "GET /v1/now",
      () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
    );
    const failure = await failureOf(new Client(server.fetch).get("/now"));
    expect(failure).toMatchObject({ status: 502, kind: "", title: "" });
  });

  it("says that the server is unreachable when there is no answer", async () => {
    const client = new Client(() => Promise.reject(new TypeError("failed to fetch")));
    expect((await failureOf(client.get("/now"))).kind).toBe("unreachable");
  });

  it("leaves an abandoned request to whoever abandoned it", async () => {
    const client = new Client(() => Promise.reject(new DOMException("gone", "AbortError")));
    await expect(client.get("/now")).rejects.toMatchObject({ name: "AbortError" });
  });

  it("notices that a login is over, but not that a password was wrong", async () => {
    const server = new FakeServer()
      .on("GET /v1/now", () => problem(401, "unauthenticated"))
      .on("POST /v1/login", () => problem(401, "login_refused"));
    const client = new Client(server.fetch);
    let over = 0;
    client.onSignedOut = () => {
      over += 1;
    };
    await failureOf(client.send("POST", "/login", {}));
    expect(over).toBe(0);
    client.csrf = "secret";
    await failureOf(client.get("/now"));
    expect(over).toBe(1);
  });

  it("has nothing to say of an answer without content", async () => {
    const server = new FakeServer().on(
      "DELETE /v1/keys/k1",
      () => new Response(null, { status: 204 }),
    );
    expect(await new Client(server.fetch).send("DELETE", "/keys/k1")).toBeUndefined();
    expect(json({}).status).toBe(200);
  });
});
