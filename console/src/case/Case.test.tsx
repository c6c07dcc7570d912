import { describe, expect, it } from "vitest";
import type { CaseDetail } from "../api/cases";
import { FakeServer, json, problem } from "../testing/fake-server";
import { at, exposed, openCase, point } from "../testing/made";
import { fill, press, says, show, until, words } from "../testing/show";
import { Case } from "./Case";

const SESSION = {
  session: "s7",
  subject: "agent-7",
  ended_at: null,
  points: Array.from({ length: 12 }, (_, index) => point(index)),
  more: false,
};

const withCase = (view: CaseDetail): FakeServer =>
  new FakeServer().on("GET /v1/cases/c1", view).on("GET /v1/sessions/s7", SESSION);

const submit = async (): Promise<void> => {
  const form = await until(() => document.querySelector<HTMLFormElement>("dialog form"));
  form.requestSubmit();
};

describe("a case", () => {
  it("says what happened, shows the evidence, and offers three verbs with their effects", async () => {
    show(<Case id="c1" />, withCase(openCase()), "analyst");
    await says("Somebody else seems to be typing.");
    await until(() => document.querySelector("svg[role=img]"));
    for (const verb of ["Confirm compromised", "Confirm safe", "False alarm"]) {
      expect(words()).toContain(verb);
    }
    expect(words()).toContain("Counts against the budget of false alarms.");
    expect(words()).toContain("nothing of this session is ever learnt from");
  });

  it("says how many records were exposed, with bounds, and nothing where none was in doubt", async () => {
    show(<Case id="c1" />, withCase(openCase({ exposure: exposed(23, 7, 1_040) })), "analyst");
    await says("about 23 customer records since the estimated change, between 7 and 1,040");
    show(<Case id="c1" />, withCase(openCase()), "analyst");
    await until(() => !words().includes("customer record"));
  });

  it("is decided after one more question, with a note, and says what that did", async () => {
    const server = withCase(openCase()).on("POST /v1/cases/c1/decision", () =>
      json(
        openCase({
          status: "false_alarm",
          decided_at: at(900),
          decided_by: "a1",
          decided_by_name: "ana.lyst",
          note: "New keyboard.",
          effects: ["The evidence was set to zero."],
        }),
      ),
    );
    const { announced } = show(<Case id="c1" />, server, "analyst");
    await press("False alarm…");
    await says("Was it the owner, with nothing to doubt?");
    expect(server.askedFor("POST /v1/cases/c1/decision")).toHaveLength(0);
    await fill("Note", " New keyboard. ");
    await submit();
    await says("The evidence was set to zero.");
    expect(server.askedFor("POST /v1/cases/c1/decision")[0]?.body).toEqual({
      decision: "false_alarm",
      note: "New keyboard.",
    });
    expect(words()).toContain("by you");
    expect(words()).not.toContain("False alarm…");
    expect(announced).toEqual(["Decided: False alarm."]);
  });

  it("is left open when the question is answered no", async () => {
    const server = withCase(openCase());
    show(<Case id="c1" />, server, "analyst");
    await press("Confirm safe…");
    await press("Cancel");
    await until(() => document.querySelector("dialog") === null);
    expect(server.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  it("takes no note that is longer than the server keeps", async () => {
    const server = withCase(openCase());
    show(<Case id="c1" />, server, "analyst");
    await press("Confirm safe…");
    await fill("Note", "x".repeat(2001));
    await says("At most 2000 characters.");
    await submit();
    expect(server.asked.every(({ method }) => method === "GET")).toBe(true);
  });

  it("shows what somebody else decided first", async () => {
    let view = openCase();
    const server = new FakeServer()
      .on("GET /v1/sessions/s7", SESSION)
      .on("GET /v1/cases/c1", () => json(view))
      .on("POST /v1/cases/c1/decision", () => {
        view = openCase({
          status: "confirmed_safe",
          decided_at: at(800),
          decided_by: "a2",
          decided_by_name: "ana.lyst",
        });
        return problem(409, "case_decided");
      });
    show(<Case id="c1" />, server, "analyst");
    await press("False alarm…");
    await submit();
    await says("by ana.lyst");
    expect(words()).toContain("Safe");
  });

  it("is read, not decided, by a privacy officer, and without looking at the session", async () => {
    const server = withCase(openCase());
    show(<Case id="c1" />, server, "privacy_officer");
    await says("Analysts decide cases; your account reads them.");
    expect(words()).toContain("The curve is shown to analysts only.");
    expect(server.askedFor("GET /v1/sessions/s7")).toHaveLength(0);
  });
});
