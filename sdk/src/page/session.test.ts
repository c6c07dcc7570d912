// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { DEFAULT_PROJECTION } from "../rhythm/default-projection.js";
import { FakeLocks, FakeWorld, reply, sequencesIn, settled } from "../testing/fake-world.js";
import { OPEN } from "../testing/projections.js";
import { MESSAGE_BYTES, SIGN_BYTES } from "../wire/message.js";
import type { Consent, Handle, StartOptions } from "./handle.js";
import { createSession, PAUSE_LIMIT } from "./session.js";

// In Vitest the global object is none that happy-dom dispatches to: the root element stands for the window.
const PAGE = Object.assign(document.documentElement, {
  document,
  location: window.location,
  navigator: { webdriver: false },
  performance,
}) as unknown as Window & typeof globalThis;

const CONSENT: Consent = { version: "2026-11", language: "en", at: 1_795_000_000_000_000 };

let world: FakeWorld;
let handle: Handle;
let field: HTMLInputElement;
let at: number;

beforeEach(() => {
  world = new FakeWorld();
  world.answer = ({ url }) => (url.includes("/v1/projections/") ? new Response(OPEN) : reply({}));
  document.body.innerHTML = "<input id=field><input id=secret type=password>";
  field = document.querySelector("#field")!;
  at = 1_000;
});

afterEach(() => {
  handle.stop();
});

async function start(options: Partial<StartOptions> = {}): Promise<void> {
  handle = createSession(
    { server: "https://server.test/base", token: "secret", consent: CONSENT, ...options },
    PAGE,
    world.platform(new FakeLocks()),
  );
  for (let turn = 0; turn < 20; turn++) {
    await settled();
  }
  // Hashing is done elsewhere and takes its time on a busy machine; a timer waits where nobody answered.
  while (handle.reason === "starting" && !world.time.waiting) {
    await new Promise((done) => setTimeout(done, 5));
  }
}

function type(keystrokes: number, into: HTMLElement = field): void {
  for (let place = 0; place < keystrokes; place++) {
    // No two alike: this is a person, who gives no early sign.
    const uneven = 10 * (place % 3);
    for (const [name, step] of [["keydown", 150 + uneven], ["keyup", 80 + uneven]] as const) {
      const event = new KeyboardEvent(name, { code: "KeyASDFJK"[3 + (place % 6)] ?? "", bubbles: true });
      at += step;
      Object.defineProperty(event, "timeStamp", { value: at });
      into.dispatchEvent(event);
    }
  }
}

const windowsSent = () => world.requests.filter(({ url }) => url.endsWith("/windows")).flatMap(({ body }) => sequencesIn(body));

describe("starting", () => {
  it("asks for the projection by its hash, then greets", async () => {
    await start();
    await world.time.next();

    expect(world.requests.map(({ url }) => url)).toEqual([
      `https://server.test/base/v1/projections/${DEFAULT_PROJECTION.id}/${DEFAULT_PROJECTION.sha256}`,
      "https://server.test/base/v1/windows",
    ]);
    expect([handle.state, handle.reason]).toEqual(["learning", ""]);
  });

  it("takes the projection that the server named, from where it says", async () => {
    await start({ projection: { ...DEFAULT_PROJECTION, url: "/elsewhere/v1/projections/x.json" } });

    expect(world.requests[0].url).toBe("https://server.test/elsewhere/v1/projections/x.json");
    expect(handle.state).toBe("learning");
  });

  it.each([
    ["only a yes", () => true],
    ["a text", () => "true"],
    ["nothing", () => undefined],
    ["null", () => null],
    ["of no version", () => ({ ...CONSENT, version: "" })],
    ["of a version that is a number", () => ({ ...CONSENT, version: 3 })],
    ["in no language", () => ({ ...CONSENT, language: undefined })],
    ["of no time", () => ({ ...CONSENT, at: NaN })],
    ["of a time in ms", () => ({ ...CONSENT, at: CONSENT.at / 1000 })],
    ["of a time in ns", () => ({ ...CONSENT, at: CONSENT.at * 1000 })],
    ["of a time that is a text", () => ({ ...CONSENT, at: "2026-11-24" })],
    ["a promise of no", () => Promise.resolve(undefined)],
    ["a promise of a yes", () => Promise.resolve(true)],
    ["a promise that is broken", () => Promise.reject(new Error("no"))],
  ])(
    "does nothing at all where consent is %s",
    async (_, consent) => {
      await start({ consent: consent() as Consent });
      type(150);

      expect(handle.state).toBe("off");
      expect(world.requests).toEqual([]);
      expect(world.time.waiting).toBe(0);
    },
  );

  it("waits for the projection as long as it takes, and no longer than it is wanted", async () => {
    const good = world.answer;
    world.answer = () => reply({}, 503);
    await start();
    expect([handle.state, handle.reason]).toEqual(["off", "starting"]);
    world.answer = () => Promise.reject(new TypeError("Failed to fetch"));
    await world.time.next();
    world.answer = good;
    await world.time.next();
    await expect.poll(() => handle.reason).toBe(""); // hashing takes its time

    world.answer = () => reply({}, 429);
    await start();
    const asked = world.requests.length;
    handle.stop();
    await world.time.next();
    expect(world.requests.length).toBe(asked);
    expect(handle.reason).toBe("stopped");
  });

  it.each([
    ["is not there", () => reply({}, 404)],
    ["is another one", () => new Response(OPEN.slice(1))],
  ])("is off where the projection %s", async (_, answer) => {
    world.answer = answer;
    await start();
    type(150);

    expect([handle.state, handle.reason]).toEqual(["off", "projection"]);
    expect(world.time.waiting).toBe(0);
  });

  it("is off without a page, and where options are missing", async () => {
    handle = createSession({ server: "", token: "t", consent: CONSENT }, undefined, world.platform());
    expect(handle.reason).toBe("unsupported");
    for (const options of [{ token: undefined }, { server: 7 }, { server: "http://%" }]) {
      await start(options as Partial<StartOptions>);
      expect(handle.reason).toBe("options");
    }
    handle = createSession(undefined as unknown as StartOptions, PAGE, world.platform());
    expect(handle.reason).toBe("options");
  });
});

describe("observing", () => {
  it("sends what fills a window, and nothing of a password", async () => {
    await start();
    await world.time.next();
    type(100, document.querySelector<HTMLElement>("#secret")!);
    type(100);
    await world.time.next();

    expect(windowsSent()).toEqual([0]);
    expect(handle.delivery).toEqual({ made: 1, delivered: 1, refused: 0, dropped: 0, waiting: 0 });
  });

  it("sends an early sign of a machine, with the timer and in one row with the windows", async () => {
    await start();
    await world.time.next();
    for (let place = 0; place < 100; place++) {
      for (const [name, step] of [["keydown", 150], ["keyup", 1]] as const) {
        const event = new KeyboardEvent(name, { code: "KeyA", bubbles: true });
        Object.defineProperty(event, "timeStamp", { value: (at += step) });
        field.dispatchEvent(event);
      }
    }
    expect(world.requests.length).toBe(2);
    await world.time.next();

    expect(windowsSent()).toEqual([0, 1]);
    expect(world.requests.at(-1)!.body.length).toBe(1 + 2 + SIGN_BYTES + 2 + MESSAGE_BYTES);
  });

  it("shows the bytes before they go, and is not stopped by what looks at them", async () => {
    const seen: Uint8Array[] = [];
    await start({
      onSend: (batch) => {
        seen.push(batch);
        throw new Error("the page's own");
      },
    });
    await world.time.next();
    type(100);
    await world.time.next();

    expect(seen.map((batch) => [...batch])).toEqual(world.requests.slice(1).map(({ body }) => [...body]));
    expect(handle.delivery.delivered).toBe(1);
  });

  it("forgets a half window in a pause, which ends by itself", async () => {
    await start();
    await world.time.next();
    type(99);
    handle.pause();
    type(100);
    expect(handle.state).toBe("paused");
    expect(world.time.waiting).toBe(1);
    expect(await world.time.next()).toBe(PAUSE_LIMIT);
    expect(handle.state).toBe("learning");
    type(99);
    await world.time.next();

    expect(handle.delivery.made).toBe(0);
  });

  it("tells the server of a pause, and that it is over, once each", async () => {
    await start();
    world.requests.length = 0;
    handle.pause();
    handle.pause();
    await settled();
    handle.resume();
    handle.resume();
    await settled();

    expect(world.requests.map(({ url, body }) => [url, new TextDecoder().decode(body)])).toEqual([
      ["https://server.test/base/v1/pause", '{"paused":true}'],
      ["https://server.test/base/v1/pause", '{"paused":false}'],
    ]);
  });

  it("is paused all the same where the server cannot be told", async () => {
    await start();
    world.answer = () => Promise.reject(new Error("offline"));
    handle.pause();
    await settled();

    expect(handle.state).toBe("paused");
  });

  it("can be paused before it begins", async () => {
    await start({ consent: new Promise((agree) => setTimeout(() => { agree(CONSENT); }, 20)) });
    handle.pause();
    await new Promise((done) => setTimeout(done, 60));
    await settled();
    await settled();

    expect(handle.state).toBe("paused");
    type(150);
    expect(handle.delivery.made).toBe(0);
  });

  it("drops what was not sent when it stops, and counts it", async () => {
    await start();
    type(200);
    handle.stop();
    type(200);
    handle.resume();

    expect(handle.delivery).toEqual({ made: 2, delivered: 0, refused: 0, dropped: 2, waiting: 0 });
    expect(world.time.waiting).toBe(0);
  });
});

describe("verdicts", () => {
  const verdict = (revision: number, state: string) => ({
    verdict: { session: "s", revision, state, verdict: { kind: "allow", reasons: [] } },
  });

  it("are told once each, with the state that follows, to whoever still listens", async () => {
    const heard: number[] = [];
    const states: string[] = [];
    await start();
    handle.onVerdict(() => {
      throw new Error("the page's own");
    });
    const stop = handle.onVerdict(({ revision }) => heard.push(revision));
    handle.onState((state) => states.push(state));
    for (const [revision, state] of [[1, "verified"], [1, "verified"], [2, "alarm"], [3, "verified"]] as const) {
      world.answer = () => reply(verdict(revision, state));
      type(100);
      await world.time.next();
      if (revision === 2) {
        stop();
      }
    }

    expect(heard).toEqual([1, 2]);
    expect(states).toEqual(["learning", "verified", "alarm", "verified"]);
    const late: number[] = [];
    handle.onVerdict(({ revision }) => late.push(revision));
    expect(late).toEqual([3]);
  });

  it("end with the session", async () => {
    await start();
    await world.time.next();
    world.answer = () => reply({}, 401);
    type(100);
    await world.time.next();
    handle.stop();

    expect([handle.state, handle.reason]).toEqual(["off", "ended"]);
  });
});
