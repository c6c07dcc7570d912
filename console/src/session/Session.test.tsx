import { describe, expect, it } from "vitest";
import type { Point } from "../api/sessions";
import { nats, share } from "../quantities";
import { FakeServer, json } from "../testing/fake-server";
import { at, exposed, finding, point } from "../testing/made";
import { opened, press, says, show, until, words } from "../testing/show";
import { Session } from "./Session";

const view = (points: readonly Point[], what: object = {}): object => ({
  session: "s1",
  subject: "agent-1",
  origin: "https://crm.example",
  collector: "browser",
  group: "service",
  started_at: at(0),
  ended_at: null,
  state: "alarm",
  verdict: "step_up",
  share: share(1.2),
  threshold: nats(8),
  case: "c1",
  why: "Typed unlike the owner.",
  points,
  more: false,
  ...what,
});

const POINTS = [
  point(0, { kind: "started", state: "learning", llr: null }),
  point(1, { channels: { holds: nats(2), flights: nats(1) }, sentence: "Typed like the owner." }),
  point(2, {
    level: nats(9.6),
    llr: nats(-9.6),
    state: "alarm",
    verdict: "step_up",
    channels: { holds: nats(-7), flights: nats(-2.6) },
    findings: [finding("device_changed", "The device changed.")],
  }),
];

const withSession = (points = POINTS, what: object = {}): FakeServer =>
  new FakeServer().on("GET /v1/sessions/s1", view(points, what));

describe("a session", () => {
  it("says why, draws the evidence, and lists what happened, the newest first", async () => {
    show(<Session session="s1" />, withSession(), "analyst");
    await says("Typed unlike the owner.");
    expect(document.querySelector("h1")?.textContent).toBe("Session of agent-1");
    expect(words()).toContain("120 %".replace(" ", " "));
    const happened = [...document.querySelectorAll(".happened li")].map((item) =>
      item.textContent.replace(/\d\d:\d\d:\d\d/, ""),
    );
    expect(happened).toEqual([
      "Step-up asked",
      "Alarm",
      "Finding. The device changed.",
      "Session started",
    ]);
    expect(document.querySelectorAll(".channel")).toHaveLength(2);
  });

  it("says how many records were exposed while it is in doubt, and nothing otherwise", async () => {
    show(<Session session="s1" />, withSession(POINTS, { exposure: exposed(1, 0, 3) }), "analyst");
    await says("about 1 customer record since the estimated change, between 0 and 3");
    show(<Session session="s1" />, withSession(), "analyst");
    await until(() => !words().includes("customer record"));
  });

  it("is read point by point with the arrow keys", async () => {
    show(<Session session="s1" />, withSession(), "analyst");
    const chart = await until(() => document.querySelector<HTMLElement>("[role=group][tabindex]"));
    const arrow = (key: string): boolean =>
      chart.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    arrow("ArrowLeft");
    await says("9.6 of 8.0 nats (120 %)");
    expect(words()).toContain("this window speaks against the owner, −9.6 nats");
    arrow("ArrowLeft");
    await says("this window speaks for the owner, +1.0 nats");
    arrow("Home");
    await says("Started · 0.0 of 8.0 nats");
    expect(arrow("Tab")).toBe(true);
  });

  it("has the same as a table", async () => {
    show(<Session session="s1" />, withSession(), "analyst");
    await press("As table");
    const table = await until(() => document.querySelector("table"));
    expect(table.querySelectorAll("tbody tr")).toHaveLength(3);
    expect(table.textContent).toContain("−9.60−7.00−2.60");
    expect(table.textContent).toContain("The device changed.");
  });

  it("reads itself anew when the feed has a newer verdict, and only then", async () => {
    const server = withSession();
    show(<Session session="s1" />, server, "analyst");
    const feed = await opened();
    feed.say("verdict", { session: "s1", at: at(120) });
    server.on("GET /v1/sessions/s1", view([...POINTS, point(3)], { why: "It has passed." }));
    feed.say("verdict", { session: "s1", at: at(180) });
    await says("It has passed.");
    expect(server.askedFor("GET /v1/sessions/s1")).toHaveLength(2);
  });

  it("is not listened to once it has ended", async () => {
    show(<Session session="s1" />, withSession(POINTS, { ended_at: at(300) }), "analyst");
    await says("Typed unlike the owner.");
    expect(words()).not.toContain("Connecting");
  });

  it("is read to its last point, in as many requests as that takes", async () => {
    const server = withSession([point(0)], { more: true }).on("GET /v1/sessions/s1?after=0", () =>
      json(view([point(1), point(2)])),
    );
    show(<Session session="s1" />, server, "analyst");
    await press("As table");
    await until(() => document.querySelectorAll("tbody tr").length === 3);
  });

  it("says why there is no curve yet", async () => {
    show(<Session session="s1" />, withSession([point(0, { kind: "started" })]), "analyst");
    await says("No window of typing has come yet");
  });
});
