import { describe, expect, it } from "vitest";
import { maySee, mayDecide, offered } from "./access";

describe("the navigation", () => {
  it("offers each role what it may see, and nothing else", () => {
    expect(offered(["analyst"])).toEqual(["now", "cases", "health"]);
    expect(offered(["privacy_officer"])).toEqual([
      "cases",
      "subjects",
      "health",
      "settings",
      "access-log",
    ]);
    expect(offered(["auditor"])).toEqual([
      "cases",
      "health",
      "settings",
      "accounts",
      "keys",
      "access-log",
    ]);
    expect(offered(["admin"])).toEqual(["health", "settings", "accounts", "keys"]);
    expect(offered(["self"])).toEqual(["me"]);
    expect(offered([])).toEqual([]);
  });

  it("adds up what several roles may see", () => {
    expect(offered(["admin", "analyst"])).toContain("now");
    expect(offered(["admin", "analyst"])).toContain("keys");
  });
});

describe("a role", () => {
  it("that keeps the service sees no session and no case", () => {
    expect(
      (["now", "session", "compare", "cases", "case"] as const).some((screen) =>
        maySee(["admin"], screen),
      ),
    ).toBe(false);
  });

  it("that reads cases does not decide them", () => {
    expect(mayDecide(["privacy_officer", "auditor", "admin", "self"])).toBe(false);
    expect(mayDecide(["analyst"])).toBe(true);
  });
});
