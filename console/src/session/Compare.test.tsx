import { describe, expect, it } from "vitest";
import { FakeServer } from "../testing/fake-server";
import { at } from "../testing/made";
import { press, says, show, until, words } from "../testing/show";
import { Compare } from "./Compare";

const READING = {
  name: "hold_right",
  title: "Hold, right hand",
  sentence: "Held 26 ms shorter than usual.",
  unit: "ms",
  usual: { mean: 92, sd: 9, windows: 200 },
  session: { mean: 66, sd: 7, windows: 3, values: [60, 66, 72] },
  difference_sd: -2.9,
  r_squared: 0.91,
};

const ALL = {
  since: null,
  until: null,
  windows: 40,
  substitute: false,
  readings: [READING],
  missing: [],
};

describe("a comparison", () => {
  it("says and draws each difference, and has the numbers as a table", async () => {
    const server = new FakeServer().on("GET /v1/sessions/s1/comparison", ALL);
    show(<Compare session="s1" />, server, "analyst");
    await says("Held 26 ms shorter than usual.");
    expect(document.querySelector("svg[role=img]")?.getAttribute("aria-label")).toBe(
      "Hold, right hand: usually 92.0\u00a0ms, in this session 66.0\u00a0ms.",
    );
    expect(document.querySelectorAll("circle")).toHaveLength(3);
    expect(words()).toContain("Compared: all 40 windows of this session.");
    expect(words()).toContain("2.9 standard deviations below the usual");
  });

  it("is of what was typed since the change, or of the whole session when asked", async () => {
    const server = new FakeServer()
      .on("GET /v1/sessions/s1/comparison", { ...ALL, windows: 7, since: at(60), until: at(600) })
      .on("GET /v1/sessions/s1/comparison?whole=true", { ...ALL, substitute: true });
    show(<Compare session="s1" />, server, "analyst");
    await says("Compared: 7 windows typed after");
    await press("The whole session");
    await says("Compared: all 40 windows");
    expect(words()).toContain("stands in");
  });

  it("says what is missing where there is nothing to compare", async () => {
    const server = new FakeServer().on("GET /v1/sessions/s1/comparison", {
      ...ALL,
      readings: [],
      missing: [{ need: "enrolled windows", have: 31, due: 60 }],
    });
    show(<Compare session="s1" />, server, "analyst");
    await until(() => words().includes("There is nothing to compare yet"));
    expect(words()).toContain("enrolled windows: 31 of 60");
  });
});
