import { describe, expect, it } from "vitest";
import type { SettingsView } from "../api/settings";
import { micros } from "../quantities";
import { type Asked, FakeServer, json, problem } from "../testing/fake-server";
import { field, fill, press, says, show, until, words } from "../testing/show";
import { Settings } from "./Settings";

const settings = (version: number, budget: number): SettingsView => ({
  version,
  budget: { false_alarms_per_person_month: budget },
  policies: {
    default: {
      checks: {
        session: { step_up_at: 1, lock_at: null, without_data: "allow", judged_within: null },
      },
      marks: { unsure_from: 0.5, verified_below: 0.25 },
      findings: {},
      step_up_lasts: micros(900_000_000),
    },
  },
  changed_by: "account:a9",
  changed_by_name: "ada",
  at: micros(1_790_000_000_000_000),
});

/** A server that keeps settings as the real one does. */
function keeping(first: SettingsView): FakeServer {
  let kept = first;
  const server = new FakeServer();
  server.on("GET /v1/settings", () => json(kept));
  server.on("PUT /v1/settings", ({ body }: Asked) => {
    const change = body as SettingsView;
    if (change.version !== kept.version) return problem(409, "version_conflict");
    kept = { ...kept, ...change, version: kept.version + 1 };
    return json(kept);
  });
  return server;
}

const BUDGET = "False alarms per person and month";

describe("Settings", () => {
  it("saves what was changed on top of the version it was made from", async () => {
    const server = keeping(settings(3, 1));
    show(<Settings />, server, "admin");
    await says("Version 3");
    expect(words()).not.toContain("not saved");
    await fill(BUDGET, "0.5");
    await says("There are changes that are not saved.");
    await press("Save");
    await says("Saved. It holds from now on.");
    expect(server.askedFor("PUT /v1/settings")[0]?.body).toMatchObject({
      version: 3,
      budget: { false_alarms_per_person_month: 0.5 },
    });
    expect(words()).toContain("Version 4");
  });

  it("sends nothing that makes no sense, and goes to the first fault", async () => {
    const server = keeping(settings(3, 1));
    show(<Settings />, server, "admin");
    await fill(BUDGET, "-1");
    await says("One value makes no sense; it is marked.");
    await press("Save");
    const budget = await field(BUDGET);
    await until(() => document.activeElement === budget);
    expect(server.askedFor("PUT /v1/settings")).toHaveLength(0);
    expect(words()).toContain("Must be above 0.");
  });

  it("loses nothing when somebody else was first: mine can be saved in place of theirs", async () => {
    const server = keeping(settings(3, 1));
    show(<Settings />, server, "admin");
    await fill(BUDGET, "0.5");
    await server.fetch("/v1/settings", {
      method: "PUT",
      body: JSON.stringify(settings(3, 2)),
    });
    await press("Save");
    await says("Somebody else changed the settings first");
    expect(words()).toContain("Theirs, now in forceYours");
    expect(words()).toContain(`${BUDGET}20.5`);
    await press("Save mine in place of theirs");
    await says("Saved. It holds from now on.");
    expect(server.askedFor("PUT /v1/settings").at(-1)?.body).toMatchObject({ version: 4 });
  });

  it("takes theirs instead when told to", async () => {
    const server = keeping(settings(3, 1));
    show(<Settings />, server, "admin");
    await fill(BUDGET, "0.5");
    await server.fetch("/v1/settings", { method: "PUT", body: JSON.stringify(settings(3, 2)) });
    await press("Save");
    await press("Take theirs");
    const budget = await field(BUDGET);
    await until(() => budget.value === "2");
    expect(words()).not.toContain("not saved");
  });

  it("adds and removes a group, an action and a finding", async () => {
    const server = keeping(settings(3, 1));
    show(<Settings />, server, "admin");
    await fill("Add a check: Name of the action", "export");
    const add = (await field("Add a check: Name of the action")).closest("form");
    add?.requestSubmit();
    await says("Check “export”");
    await fill("Add a group: Name of the new group", "billing");
    (await field("Add a group: Name of the new group")).closest("form")?.requestSubmit();
    await says("Group billing");
    await press("Save");
    await says("Saved.");
    expect(server.askedFor("PUT /v1/settings")[0]?.body).toMatchObject({
      policies: { billing: { checks: { session: {}, export: {} } } },
    });
    await press("Remove the group billing");
    await until(() => !words().includes("Group billing"));
  });

  it("is read, not changed, by others", async () => {
    show(<Settings />, keeping(settings(3, 1)), "auditor");
    await says("Administrators change these; your account reads them.");
    expect((await field(BUDGET)).readOnly).toBe(true);
    expect(words()).not.toContain("Add a group");
  });
});
