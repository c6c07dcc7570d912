import { beforeEach, describe, expect, it } from "vitest";
import { FakeSource } from "../testing/fake-source";
import { type CatchUp, type Environment, listen, type LiveState } from "./live";

interface Waiting {
  readonly act: () => void;
  readonly wait: number;
}

/** A feed of seats, with everything that came of it, and a clock that is moved by hand. */
function feed() {
  const states: LiveState[] = [];
  const catches: CatchUp[] = [];
  const taken: unknown[] = [];
  const waiting = new Set<Waiting>();
  const environment: Environment = {
    open: (address) => new FakeSource(address),
    later: (act, wait) => {
      const one = { act, wait };
      waiting.add(one);
      return () => waiting.delete(one);
    },
  };
  const stop = listen(
    {
      path: "/now/events",
      events: { seat: (data) => taken.push(data) },
      onState: (state) => states.push(state),
      catchUp: (why) => catches.push(why),
    },
    environment,
  );
  const pass = (): number => {
    const [next] = waiting;
    if (!next) throw new Error("nobody waits");
    waiting.delete(next);
    next.act();
    return next.wait;
  };
  return { states, catches, taken, waiting, stop, pass };
}

beforeEach(() => {
  FakeSource.opened.length = 0;
});

describe("a live feed", () => {
  it("catches up as soon as it is open, not before", () => {
    const { states, catches } = feed();
    expect([states, catches]).toEqual([["connecting"], []]);
    FakeSource.newest.open();
    expect([states, catches]).toEqual([["connecting", "live"], ["opened"]]);
    expect(FakeSource.newest.address).toBe("/v1/now/events");
  });

  it("gives what was sent to whoever listens for it", () => {
    const { taken } = feed();
    FakeSource.newest.open();
    FakeSource.newest.say("seat", { session: "s1" });
    FakeSource.newest.say("unheard", {});
    expect(taken).toEqual([{ session: "s1" }]);
  });

  it("does not wait for ever for a feed that is slow to open", () => {
    const { catches, pass } = feed();
    pass();
    expect(catches).toEqual(["slow"]);
  });

  it("leaves a broken connection to the browser, and catches up after the gap", () => {
    const { states, catches } = feed();
    FakeSource.newest.open();
    FakeSource.newest.interrupt();
    expect(FakeSource.opened).toHaveLength(1);
    FakeSource.newest.open();
    expect(states).toEqual(["connecting", "live", "reconnecting", "live"]);
    expect(catches).toEqual(["opened", "opened"]);
  });

  it("tries again by itself, less and less often, when the server refused", () => {
    const { catches, pass } = feed();
    FakeSource.newest.refuse();
    expect(catches).toEqual(["refused"]);
    const waits = Array.from({ length: 6 }, () => {
      const wait = pass();
      FakeSource.newest.refuse();
      return wait;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it("starts with short waits again after it was open", () => {
    const { pass } = feed();
    FakeSource.newest.refuse();
    pass();
    FakeSource.newest.open();
    FakeSource.newest.refuse();
    expect(pass()).toBe(1000);
  });

  it("does nothing more once it is stopped", () => {
    const { states, waiting, stop } = feed();
    FakeSource.newest.open();
    stop();
    FakeSource.newest.interrupt();
    expect(FakeSource.newest.closed).toBe(true);
    expect(states).toEqual(["connecting", "live"]);
    expect(waiting.size).toBe(0);
  });
});
