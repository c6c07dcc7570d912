import { describe, expect, it } from "vitest";
import { address, parse, type Route } from "./route";

const ROUTES: readonly Route[] = [
  { screen: "setup", token: "aZ-_9" },
  { screen: "login", then: "" },
  { screen: "login", then: "#/session/s%2F1" },
  { screen: "session", session: "s1" },
  { screen: "session", session: "a/b c%&#" },
  { screen: "compare", session: "ü" },
  { screen: "case", id: "c1" },
  { screen: "subject", subject: "agent/7 ?" },
  { screen: "now" },
  { screen: "access-log" },
  { screen: "password" },
];

describe("an address", () => {
  it.each(ROUTES)("leads to the route that it was made from: %o", (route) => {
    expect(parse(address(route))).toEqual(route);
  });

  it.each(["", "#", "#/", "#/nowhere", "#/session", "#/session/", "#/session/s1/other"])(
    "that nobody made leads nowhere: %s",
    (hash) => {
      expect(parse(hash)).toBeNull();
    },
  );

  it.each(["#/session/%E0%A4%A", "#/now/more", "#/session/a/compare/b", "#/setup/a/b"])(
    "that is damaged leads nowhere: %s",
    (hash) => {
      expect(parse(hash)).toBeNull();
    },
  );
});
