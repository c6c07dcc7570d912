import { describe, expect, it } from "vitest";
import { type Asked, FakeServer, json, problem } from "../testing/fake-server";
import { at } from "../testing/made";
import { fill, press, says, show, until, words } from "../testing/show";
import { AccessLog } from "./AccessLog";
import { Accounts } from "./Accounts";
import { Keys } from "./Keys";
import { Me } from "./Me";
import { Subject } from "./Subjects";

const submit = async (): Promise<void> => {
  const form = await until(() => document.querySelector<HTMLFormElement>("dialog form"));
  form.requestSubmit();
};

const tick = async (name: string): Promise<void> => {
  const label = await until(() =>
    [...document.querySelectorAll("label.tick")].find((each) => each.textContent.startsWith(name)),
  );
  label.querySelector("input")?.click();
};

const account = (id: string, name: string, what: object = {}): object => ({
  id,
  name,
  roles: ["analyst"],
  subject: null,
  disabled: false,
  created_at: at(0),
  single_sign_on: false,
  ...what,
});

const key = (id: string, what: object = {}): object => ({
  id,
  name: `key ${id}`,
  scopes: ["sessions"],
  created_at: at(0),
  created_by: "a1",
  revoked_at: null,
  last_used_at: null,
  ...what,
});

const TEMPLATE = {
  state: "ready",
  version: 4,
  windows: 640,
  windows_due: 60,
  sessions: 22,
  sessions_due: 6,
  devices: [{ device: "8 ms clock, local", windows: 640 }],
  versions: [3, 4],
  held_windows: 1,
};

describe("Accounts", () => {
  it("makes one, and shows its one-time link once", async () => {
    const server = new FakeServer()
      .on("GET /v1/accounts", { accounts: [account("a1", "Ada")] })
      .on("POST /v1/accounts", ({ body }: Asked) =>
        json(
          { ...account("a2", "bo"), ...(body as object), link: "https://x/console/#/setup/t" },
          201,
        ),
      );
    show(<Accounts />, server, "admin");
    await press("New account");
    await submit();
    await says("A name is needed.");
    expect(words()).toContain("Choose at least one role.");
    await fill("Name", "bo");
    await tick("own data");
    await submit();
    await says("“Own data” needs a pseudonym.");
    await fill("Own pseudonym", "agent-9");
    await submit();
    await says("The link for bo");
    const shown = [...document.querySelectorAll("input")].map((input) => input.value);
    expect(shown).toContain("https://x/console/#/setup/t");
    expect(server.askedFor("POST /v1/accounts")[0]?.body).toEqual({
      name: "bo",
      roles: ["self"],
      subject: "agent-9",
    });
    await press("I have copied it");
    await until(() => document.querySelector("dialog") === null);
  });

  it("lets nobody change the own account, and nothing of one the provider decides", async () => {
    const server = new FakeServer().on("GET /v1/accounts", {
      accounts: [account("a1", "Ada"), account("a3", "pia", { single_sign_on: true })],
    });
    show(<Accounts />, server, "admin");
    await says("Another administrator changes yours.");
    const buttons = [...document.querySelectorAll("td button")].map((button) => button.textContent);
    expect(buttons).toEqual(["Disable pia"]);
  });

  it("says why a change was refused", async () => {
    const server = new FakeServer()
      .on("GET /v1/accounts", { accounts: [account("a2", "bo")] })
      .on("PATCH /v1/accounts/a2", () =>
        problem(403, "forbidden", { detail: "The account is an admin no more." }),
      );
    show(<Accounts />, server, "admin");
    await press("Disable bo");
    await says("The account is an admin no more.");
    expect(server.askedFor("PATCH /v1/accounts/a2")[0]?.body).toEqual({ disabled: true });
  });

  it("are read, not changed, by an auditor", async () => {
    const server = new FakeServer().on("GET /v1/accounts", { accounts: [account("a2", "bo")] });
    show(<Accounts />, server, "auditor");
    await says("bo");
    expect(document.querySelectorAll("button")).toHaveLength(0);
  });
});

describe("API keys", () => {
  it("show their secret once, when they are made", async () => {
    const server = new FakeServer()
      .on("GET /v1/keys", { keys: [] })
      .on("POST /v1/keys", () => json({ ...key("k1"), secret: "sh_k1_secret" }, 201));
    show(<Keys />, server, "admin");
    await says("There is no API key");
    await press("New API key");
    await fill("Name", "shop");
    await tick("metrics");
    await submit();
    await says("This is the only time that it is shown.");
    expect(server.askedFor("POST /v1/keys")[0]?.body).toEqual({
      name: "shop",
      scopes: ["sessions", "metrics"],
    });
    await press("I have copied it");
    await until(() => document.querySelector("dialog") === null);
    expect(document.body.innerText + words()).not.toContain("sh_k1_secret");
  });

  it("are revoked after one more question", async () => {
    const server = new FakeServer()
      .on("GET /v1/keys", { keys: [key("k1"), key("k2", { revoked_at: at(9) })] })
      .on("DELETE /v1/keys/k1", () => new Response(null, { status: 204 }));
    show(<Keys />, server, "admin");
    await press("Revoke key k1");
    await says("Revoke key k1?");
    expect(server.askedFor("DELETE /v1/keys/k1")).toHaveLength(0);
    await submit();
    await until(() => server.askedFor("GET /v1/keys").length === 2);
    expect(server.askedFor("DELETE /v1/keys/k1")).toHaveLength(1);
  });
});

describe("the access log", () => {
  it("is read page by page, the newest first", async () => {
    const entry = (number: number): object => ({
      number,
      at: at(number),
      actor: "account:a2",
      name: "ana.lyst",
      role: "analyst",
      action: "looked at a session",
      subject: `agent-${number}`,
      session: null,
      reason: null,
      hash: "00",
    });
    const server = new FakeServer()
      .on("GET /v1/access-log?limit=100", {
        entries: Array.from({ length: 100 }, (_, index) => entry(250 - index)),
      })
      .on("GET /v1/access-log?limit=100&before=151", { entries: [entry(150)] });
    show(<AccessLog />, server, "auditor");
    await says("agent-250");
    await press("Show older entries");
    await says("agent-150");
    expect(document.querySelectorAll("tbody tr")).toHaveLength(101);
    await until(() => !words().includes("Show older entries"));
  });
});

describe("a subject", () => {
  const server = (): FakeServer =>
    new FakeServer()
      .on("GET /v1/subjects/agent-9", { subject: "agent-9", group: "service", template: TEMPLATE })
      .on("DELETE /v1/subjects/agent-9", { id: "e1", subject: "agent-9", signature: "8d0f" });

  it("is erased only by typing its pseudonym, and leaves a receipt", async () => {
    const asked = server();
    show(<Subject subject="agent-9" />, asked, "privacy_officer");
    await press("Erase…");
    await fill("Type the pseudonym to confirm", "agent-8");
    await submit();
    await says("This is not the pseudonym.");
    expect(asked.askedFor("DELETE /v1/subjects/agent-9")).toHaveLength(0);
    await fill("Type the pseudonym to confirm", "agent-9");
    await submit();
    await says("Keep this receipt");
    expect(words()).toContain('"signature": "8d0f"');
  });

  it("is shown to an analyst, who cannot erase it", async () => {
    show(<Subject subject="agent-9" />, server(), "analyst");
    await says("It is ready");
    expect(words()).toContain("1 window typed in doubt");
    expect(words()).not.toContain("Erase");
  });
});

describe("my data", () => {
  it("says what is held, and who looked", async () => {
    const me = {
      subject: "agent-9",
      template: TEMPLATE,
      records_today: 12,
      sessions: [
        {
          session: "s1",
          origin: "https://crm.example",
          started_at: at(0),
          ended_at: null,
          state: "verified",
          verdict: "allow",
          consent: { version: "notice-3", language: "en", at: at(0) },
        },
      ],
      looks: [
        {
          number: 7,
          at: at(5),
          actor: "ana.lyst",
          role: "analyst",
          action: "looked at a session",
          subject: "agent-9",
          session: "s1",
          reason: null,
        },
      ],
    };
    show(<Me />, new FakeServer().on("GET /v1/me", me), "self");
    await says("ana.lyst");
    expect(words()).toContain("Version 4 (3, 4)");
    expect(words()).toContain("12 different customer records today. Nobody else is told");
    expect(words()).toContain("still open");
    expect(words()).toContain("text notice-3 (en), ");
  });

  it("says so where nothing is held and nobody looked", async () => {
    const me = { subject: "agent-9", template: null, records_today: 0, sessions: [], looks: [] };
    show(<Me />, new FakeServer().on("GET /v1/me", me), "self");
    await says("nothing has been learnt");
    expect(words()).toContain("Nobody has.");
  });
});
