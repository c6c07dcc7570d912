import { describe, expect, it } from "vitest";
import type { Seat } from "../api/seats";
import { FakeServer, problem } from "../testing/fake-server";
import { at, exposed, seat } from "../testing/made";
import { fill, opened, press, says, show, until, words } from "../testing/show";
import { Now } from "./Now";

const withSeats = (...seats: Seat[]): FakeServer =>
  new FakeServer().on("GET /v1/now", {
    at: at(0),
    budget: { allowed_per_month: 1, actual: 0.62 },
    seats,
    left_off: 0,
  });

const rows = (): string[] =>
  [...document.querySelectorAll("tbody tr")].map(
    (row) => row.querySelector("th")?.textContent ?? "",
  );

describe("Now", () => {
  it("lists the seats once the feed is open, those that need somebody first", async () => {
    const { server } = show(
      <Now />,
      withSeats(seat("1"), seat("2", { state: "alarm", case: "c2" })),
      "analyst",
    );
    expect(server.asked).toHaveLength(0);
    await opened();
    await until(() => rows().length === 2);
    expect(rows()).toEqual(["agent-2", "agent-1"]);
    expect(words()).toContain("False alarms: 0.62 per person and month; the budget is 1.00.");
    expect(document.querySelector<HTMLAnchorElement>("td a")?.hash).toBe("#/case/c2");
    expect(server.askedFor("GET /v1/now")).toHaveLength(1);
  });

  it("says what was read beside an alarm, and nowhere else", async () => {
    const exposure = exposed(23, 7, 40);
    show(
      <Now />,
      withSeats(seat("1", { exposure, state: "unsure" }), seat("2", { exposure, state: "alarm" })),
      "analyst",
    );
    await opened();
    await until(() => rows().length === 2);
    expect(words().match(/customer records/g)).toHaveLength(1);
    expect(words()).toContain("about 23 customer records");
  });

  it("follows the feed, and says an alarm to screen readers and in the title", async () => {
    const { announced } = show(<Now />, withSeats(seat("1"), seat("2")), "analyst");
    const feed = await opened();
    await until(() => rows().length === 2);
    feed.say("seat", seat("2", { state: "alarm" }));
    await until(() => rows()[0] === "agent-2");
    expect(announced).toEqual(["Alarm at agent-2."]);
    await until(() => document.title === "(1) Now · Samehands");
    feed.say("gone", { session: "2" });
    await until(() => rows().length === 1);
  });

  it("says that it reconnects, and reads everything anew afterwards", async () => {
    const server = withSeats(seat("1"));
    show(<Now />, server, "analyst");
    const feed = await opened();
    await says("Live");
    feed.interrupt();
    await says("Reconnecting");
    server.on("GET /v1/now", {
      at: at(9),
      budget: { allowed_per_month: 1, actual: null },
      seats: [seat("3")],
      left_off: 2,
    });
    feed.open();
    await until(() => rows()[0] === "agent-3");
    expect(words()).toContain("none measured yet");
    expect(words()).toContain("2 more sessions");
  });

  it("filters by words and by state, and says when nothing fits", async () => {
    show(<Now />, withSeats(seat("1"), seat("2", { state: "unsure" })), "analyst");
    await opened();
    await until(() => rows().length === 2);
    await press("1Unsure");
    await until(() => rows().length === 1);
    expect(words()).toContain("1 of 2 seats");
    await fill("Pseudonym or group", "agent-1");
    await says("No seat fits this filter");
    await press("Clear the filter");
    await until(() => rows().length === 2);
  });

  it("counts time by the server's clock, whatever the viewer's says", async () => {
    const server = new FakeServer().on("GET /v1/now", {
      at: at(3600),
      budget: { allowed_per_month: 1, actual: null },
      seats: [seat("1", { since: at(600) })],
      left_off: 0,
    });
    show(<Now />, server, "analyst");
    await opened();
    await says("50 min");
  });

  it("says why it is empty", async () => {
    show(<Now />, withSeats(), "analyst");
    await opened();
    await says("No session is open");
  });

  it("says which role it needs when the server forbids it", async () => {
    const server = new FakeServer().on("GET /v1/now", () => problem(403, "forbidden"));
    show(<Now />, server, "admin");
    await opened();
    await says("This needs the role analyst.");
  });
});
