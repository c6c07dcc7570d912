import { describe, expect, it } from "vitest";
import type { Seat } from "../api/seats";
import { share } from "../quantities";
import { seat } from "../testing/made";
import { EVERYTHING, fits, toggled } from "./filter";
import { byNeed } from "./order";
import { Seats } from "./seats";

/** Seats whose frames are drawn by hand. */
function office(...seats: Seat[]) {
  const frames: (() => void)[] = [];
  const alarmed: string[][] = [];
  const store = new Seats(
    (found) => alarmed.push(found.map(({ session }) => session)),
    (flush) => frames.push(flush),
  );
  store.replace(seats);
  const draw = (): number => {
    const waiting = frames.splice(0);
    for (const frame of waiting) frame();
    return waiting.length;
  };
  draw();
  return { store, draw, alarmed, order: () => store.listing.order.map(({ session }) => session) };
}

describe("the order of seats", () => {
  it("is that of need, then of pseudonyms, and of nothing else", () => {
    const seats = [
      seat("1", { state: "verified", share: share(0.2) }),
      seat("2", { state: "alarm", subject: "agent-10" }),
      seat("3", { state: "unsure", share: share(0.9) }),
      seat("4", { state: "unsure", share: share(0.6), subject: "agent-1" }),
      seat("5", { state: "alarm", subject: "agent-9", share: share(3) }),
      seat("6", { state: "learning" }),
      seat("7", { state: "locked" }),
      seat("8", { state: "paused" }),
    ];
    expect(seats.sort(byNeed).map(({ session }) => session)).toEqual([
      "5",
      "2",
      "7",
      "4",
      "3",
      "8",
      "6",
      "1",
    ]);
  });
});

describe("the seats", () => {
  it("are there at once the first time, without waiting for a frame", () => {
    const store = new Seats(undefined, () => undefined);
    store.replace([seat("1")]);
    expect(store.listing.order).toHaveLength(1);
    expect(store.listing.counts.verified).toBe(1);
  });

  it("are drawn once for many changes, and only the rows that changed", () => {
    const { store, draw } = office(seat("1"), seat("2"));
    const drawn: string[] = [];
    store.watchSeat("1", () => drawn.push("1"));
    store.watchSeat("2", () => drawn.push("2"));
    for (let step = 0; step < 50; step += 1) store.put(seat("1", { share: share(step / 100) }));
    expect(draw()).toBe(1);
    expect(drawn).toEqual(["1"]);
    expect(store.get("1")?.share).toBe(0.49);
  });

  it("keep their places while only the evidence moves", () => {
    const { store, draw } = office(seat("1"), seat("2"));
    let listed = 0;
    store.watchList(() => (listed += 1));
    store.put(seat("2", { share: share(0.4) }));
    draw();
    expect(listed).toBe(0);
    store.put(seat("2", { state: "unsure", share: share(0.6) }));
    draw();
    expect(listed).toBe(1);
    expect(store.listing.order.map(({ session }) => session)).toEqual(["2", "1"]);
  });

  it("tell of an alarm once, and not of those that were there at first", () => {
    const { store, draw, alarmed } = office(seat("1", { state: "alarm" }), seat("2"));
    expect(alarmed).toEqual([]);
    store.put(seat("2", { state: "alarm" }));
    store.put(seat("2", { state: "alarm", share: share(1.4) }));
    draw();
    expect(alarmed).toEqual([["2"]]);
  });

  it("tell after a gap of the alarms that were missed, and forget who has gone", () => {
    const { store, draw, alarmed, order } = office(seat("1"), seat("2"));
    store.replace([seat("2", { state: "alarm" }), seat("3")]);
    draw();
    expect(order()).toEqual(["2", "3"]);
    expect(alarmed).toEqual([["2"]]);
  });

  it("drop a seat whose session has ended, and know none that never came", () => {
    const { store, draw, order } = office(seat("1"), seat("2"));
    store.drop("1");
    store.drop("never");
    draw();
    expect(order()).toEqual(["2"]);
  });
});

describe("a filter", () => {
  it("finds part of a pseudonym or a group, in any case of letters", () => {
    const one = seat("1", { subject: "Agent-17", group: "Back office" });
    const found = (words: string): boolean => fits({ ...EVERYTHING, words }, one);
    expect([found(""), found(" GENT-1 "), found("office"), found("18")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("shows the states that were chosen, and all when none is", () => {
    const unsure = toggled(EVERYTHING, "unsure");
    expect(fits(unsure, seat("1", { state: "unsure" }))).toBe(true);
    expect(fits(unsure, seat("1", { state: "alarm" }))).toBe(false);
    expect(toggled(unsure, "unsure")).toEqual(EVERYTHING);
  });
});
