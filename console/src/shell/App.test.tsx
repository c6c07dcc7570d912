import { render } from "preact";
import { describe, expect, it } from "vitest";
import { Client } from "../api/client";
import type { Login } from "../api/login";
import { FakeServer, json, problem } from "../testing/fake-server";
import { fill, loggedInAs, press, says, until, words } from "../testing/show";
import { NOBODY } from "../api/login";
import { App } from "./App";

const HEALTH = {
  budget: { allowed_per_month: 1, actual: null, persons: 0, interval: null },
  coverage: { sessions: 0, judged: 0, learning: 0 },
  sees: ["Somebody else typing."],
  cannot_see: ["Whoever does not type."],
  store: { database: "sqlite", bytes: 2_500_000, writing: true },
};

/** A server with somebody logged in, or nobody. */
function serverOf(first: Login): { server: FakeServer; is: (login: Login) => void } {
  let login = first;
  const server = new FakeServer()
    .on("GET /v1/login", () => json(login))
    .on("GET /v1/health", HEALTH)
    .on("GET /v1/accounts", { accounts: [] });
  return { server, is: (next) => (login = next) };
}

const open = (server: FakeServer, hash: string): void => {
  location.hash = hash;
  render(<App client={new Client(server.fetch)} />, document.body);
};

const submit = async (): Promise<void> => {
  const form = await until(() => document.querySelector("form"));
  form.requestSubmit();
};

describe("the console", () => {
  it("asks who one is, and brings one back to where one wanted to be", async () => {
    const { server, is } = serverOf(NOBODY);
    open(server, "#/accounts");
    await says("Log in to Samehands");
    server.on("POST /v1/login", () => {
      is(loggedInAs("admin"));
      return json(loggedInAs("admin"));
    });
    await fill("Name", "ada");
    await fill("Password", "correct horse battery");
    await submit();
    await until(() => document.querySelector("h1")?.textContent === "Accounts");
    expect(server.askedFor("POST /v1/login")[0]?.body).toEqual({
      name: "ada",
      password: "correct horse battery",
    });
    expect(location.hash).toBe("#/accounts");
  });

  it("says that a password was wrong, and keeps the name", async () => {
    const { server } = serverOf(NOBODY);
    server.on("POST /v1/login", () => problem(401, "login_refused"));
    open(server, "#/login");
    await fill("Name", "ada");
    await submit();
    await says("The name or the password is wrong.");
    expect(document.querySelector("input")?.value).toBe("ada");
  });

  it("offers the organisation's own log-in where there is one", async () => {
    const { server } = serverOf({ ...NOBODY, oidc: { name: "Example" } });
    open(server, "#/login");
    await says("Log in with Example");
    expect(document.querySelector<HTMLAnchorElement>("a[href='/v1/login/oidc']")).not.toBeNull();
  });

  it("starts at the first screen that one may see, and shows no other in the navigation", async () => {
    open(serverOf(loggedInAs("admin")).server, "");
    await until(() => location.hash === "#/health");
    await says("What it cannot see");
    const offered = [...document.querySelectorAll("nav a")].map((link) => link.textContent);
    expect(offered).toEqual(["Health", "Settings", "Accounts", "API keys"]);
    expect(document.querySelector("nav a[aria-current=page]")?.textContent).toBe("Health");
    expect(words()).toContain("2.5 MB");
  });

  it("says which role a screen needs, without asking the server for it", async () => {
    const { server } = serverOf(loggedInAs("admin"));
    open(server, "#/now");
    await says("This needs the role analyst.");
    expect(server.asked.every(({ path }) => path === "/v1/login")).toBe(true);
  });

  it("says that there is no such screen", async () => {
    open(serverOf(loggedInAs("admin")).server, "#/nowhere");
    await says("There is no such screen");
  });

  it("goes back to the log-in when the server no longer knows one", async () => {
    const { server, is } = serverOf(loggedInAs("admin"));
    server.on("GET /v1/accounts", () => {
      is(NOBODY);
      return problem(401, "unauthenticated");
    });
    open(server, "#/accounts");
    await says("Log in to Samehands");
    expect(words()).toContain("you are brought back");
  });

  it("logs out", async () => {
    const { server, is } = serverOf(loggedInAs("admin"));
    server.on("POST /v1/logout", () => {
      is(NOBODY);
      return new Response(null, { status: 204 });
    });
    open(server, "#/health");
    await press("Log out");
    await says("Log in to Samehands");
  });

  it("says that the server cannot be reached, and tries again when told to", async () => {
    let there = false;
    const { server } = serverOf(loggedInAs("admin"));
    location.hash = "#/health";
    const client = new Client((address, request) =>
      there ? server.fetch(address, request) : Promise.reject(new TypeError("offline")),
    );
    render(<App client={client} />, document.body);
    await says("The server cannot be reached.");
    there = true;
    await press("Try again");
    await says("What it can see");
  });

  it("makes the first account from the one-time link, and forgets the link", async () => {
    const { server, is } = serverOf({ ...NOBODY, setup_needed: true });
    server.on("POST /v1/setup", () => {
      is(loggedInAs("admin"));
      return json(loggedInAs("admin"), 201);
    });
    open(server, "#/setup/tOkEn");
    await says("Make the first account");
    await fill("Name", "root");
    await fill("Password", "short");
    await submit();
    await says("The password needs 12 characters or more.");
    expect(words()).toContain("The two passwords are not the same.");
    expect(server.askedFor("POST /v1/setup")).toHaveLength(0);
    await fill("Password", "long enough to be good");
    await fill("The same password again", "long enough to be good");
    await submit();
    await until(() => location.hash === "#/health");
    expect(server.askedFor("POST /v1/setup")[0]?.body).toEqual({
      token: "tOkEn",
      name: "root",
      password: "long enough to be good",
    });
  });

  it("says where the first link is, to whoever comes without it", async () => {
    open(serverOf({ ...NOBODY, setup_needed: true }).server, "");
    await says("The server printed a link in its terminal");
  });
});
