import { describe, expect, it } from "vitest";

import { FakeLocks, FakeWorld, reply, sequencesIn, settled } from "../testing/fake-world.js";
import { MESSAGE_BYTES, SIGN_BYTES } from "../wire/message.js";
import { BACK_OFF, SEND_EVERY } from "./delay.js";
import { Outcome, type Taken } from "./exchange.js";
import { createNumbering } from "./numbering.js";
import { QUEUE_WINDOWS } from "./queue.js";
import { createSender, type Sender } from "./sender.js";

const message = () => new Uint8Array(MESSAGE_BYTES);

function tab(world: FakeWorld, locks?: FakeLocks) {
  const answers: Taken[] = [];
  const seen: Uint8Array[] = [];
  let ended = 0;
  const platform = world.platform(locks);
  const numbering = createNumbering("samehands:test", platform.locks);
  const sender: Sender = createSender({
    url: "https://server.test/v1/windows",
    token: "secret",
    platform,
    numbering,
    taken: (answer) => answers.push(answer),
    ended: () => {
      ended++;
      sender.stop();
    },
    sees: (batch) => seen.push(batch.slice()),
  });
  return { sender, numbering, answers, seen, ended: () => ended };
}

function law({ delivery }: Sender): void {
  const { made, delivered, refused, dropped, waiting } = delivery;
  expect(made).toBe(delivered + refused + dropped + waiting);
}

describe("when", () => {
  it("sends nothing by itself: only timers do, whatever is added", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    for (let place = 0; place < 600; place++) {
      sender.add(message());
      await Promise.resolve();
    }
    await settled();

    expect(world.requests).toEqual([]);
    law(sender);
  });

  it("looks at times that do not depend on what is added", async () => {
    const times = async (adds: number) => {
      const world = new FakeWorld();
      const { sender } = tab(world);
      sender.resume();
      const found: number[] = [];
      for (let look = 0; look < 8; look++) {
        for (let place = 0; place < adds; place++) {
          sender.add(message());
        }
        found.push(await world.time.next());
      }
      return found;
    };

    expect(await times(3)).toEqual(await times(0));
    expect((await times(1)).slice(1)).toEqual(Array(7).fill(SEND_EVERY));
  });

  it("sends an early sign at once, once, with the windows that wait", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    await settled();
    sender.add(message());
    sender.add(new Uint8Array(SIGN_BYTES));

    expect(await world.time.next()).toBe(0);
    await settled();
    expect(sender.delivery.waiting).toBe(0);
    expect(await world.time.next()).toBe(SEND_EVERY);
    law(sender);
  });

  it("does not hurry a server that is away, whatever the sign says", async () => {
    const world = new FakeWorld();
    world.answer = () => reply({}, 503);
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    await settled();
    sender.add(new Uint8Array(SIGN_BYTES));

    expect(await world.time.next()).toBeGreaterThan(0);
    law(sender);
  });

  it("greets first, and is silent but for a heartbeat while nothing waits", async () => {
    const world = new FakeWorld();
    const { sender, seen } = tab(world);
    sender.resume();
    for (let look = 0; look < 13; look++) {
      await world.time.next();
    }

    expect(world.requests.map(({ body }) => [...body])).toEqual([[0x90], [0x90], [0x90]]);
    expect(seen).toEqual(world.requests.map(({ body }) => body));
  });

  it("sends nothing while it is paused, and goes on where it was", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    sender.add(message());
    sender.pause();
    expect(world.time.waiting).toBe(0);
    sender.resume();
    sender.resume();
    expect(world.time.waiting).toBe(1);
    await world.time.next();
    await world.time.next();

    expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], [0]]);
    law(sender);
  });

  it("waits for the network to be there", async () => {
    const world = new FakeWorld();
    world.online = false;
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    expect(world.requests).toEqual([]);
    world.online = true;
    await world.time.next();
    expect(world.requests.length).toBe(1);
  });
});

describe("how", () => {
  it("says who it is and nothing of where it is", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    const [{ url, init }] = world.requests;

    expect(url).toBe("https://server.test/v1/windows");
    expect(init).toMatchObject({
      method: "POST",
      keepalive: true,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      headers: { Authorization: "Bearer secret", "Content-Type": "application/vnd.msgpack" },
    });
    expect(Object.getPrototypeOf(init)).toBe(null);
    expect(Object.getPrototypeOf(init.headers)).toBe(null);
  });

  it("sends all that waits in one batch, numbered in order", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    for (let place = 0; place < 20; place++) {
      sender.add(message());
    }
    await world.time.next();
    sender.add(message());
    await world.time.next();

    expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], Array.from({ length: 20 }, (_, n) => n), [20]]);
    expect(sender.delivery).toEqual({ made: 21, delivered: 21, refused: 0, dropped: 0, waiting: 0 });
  });

  it("begins at the number that the server says is free", async () => {
    const world = new FakeWorld();
    world.answer = () => reply({ next_sequence: 41 });
    const { sender } = tab(world);
    sender.resume();
    sender.add(message());
    await world.time.next();
    await world.time.next();

    expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], [41]]);
  });
});

describe("what comes back", () => {
  it.each([
    ["a fault of the network", () => Promise.reject(new TypeError("Failed to fetch")), BACK_OFF],
    ["500", () => reply({}, 500), BACK_OFF],
    ["503 with Retry-After", () => reply({}, 503, { "Retry-After": "60" }), 60_000],
    ["429 with Retry-After", () => reply({}, 429, { "Retry-After": "90" }), 90_000],
    ["429 without", () => reply({}, 429), BACK_OFF],
    ["404, as while a server is replaced", () => reply({}, 404), BACK_OFF],
    ["409", () => reply({}, 409), BACK_OFF],
    ["an answer that is no JSON", () => new Response("<html>"), BACK_OFF],
  ])("%s: the same batch again, later", async (_, fault, wait) => {
    const world = new FakeWorld();
    world.luck = 0.999_999;
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    sender.add(message());
    world.answer = fault;
    await world.time.next();
    sender.add(message());
    world.answer = () => reply({});
    const after = await world.time.next();
    await world.time.next();

    expect(after).toBeGreaterThanOrEqual(wait * 0.99);
    expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], [0], [0], [1]]);
    expect(sender.delivery).toEqual({ made: 2, delivered: 2, refused: 0, dropped: 0, waiting: 0 });
  });

  it("backs off further with each failure, and starts again after a success", async () => {
    const world = new FakeWorld();
    world.luck = 0;
    world.answer = () => reply({}, 500);
    const { sender } = tab(world);
    sender.resume();
    const waits: number[] = [];
    for (let look = 0; look < 9; look++) {
      waits.push(await world.time.next());
    }
    expect(waits.slice(1)).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 80_000, 150_000, 150_000]);
    world.answer = () => reply({});
    await world.time.next();
    expect(await world.time.next()).toBe(SEND_EVERY / 2);
  });

  it.each([401, 403, 410])("%d ends the session: nothing more is sent, and what was left is counted", async (status) => {
    const world = new FakeWorld();
    const { sender, ended } = tab(world);
    sender.resume();
    await world.time.next();
    sender.add(message());
    world.answer = () => {
      sender.add(message());
      return reply({}, status);
    };
    await world.time.next();
    sender.resume();

    expect(ended()).toBe(1);
    expect(world.time.waiting).toBe(0);
    expect(sender.delivery).toEqual({ made: 2, delivered: 0, refused: 0, dropped: 2, waiting: 0 });
  });

  it.each([400, 413, 415, 422])("%d refuses the batch: it is counted and not sent again", async (status) => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    sender.add(message());
    world.answer = () => reply({}, status);
    await world.time.next();
    world.answer = () => reply({});
    sender.add(message());
    await world.time.next();

    expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], [0], [1]]);
    expect(sender.delivery).toEqual({ made: 2, delivered: 1, refused: 1, dropped: 0, waiting: 0 });
  });

  it("counts windows that were refused one by one", async () => {
    const world = new FakeWorld();
    const { sender, answers } = tab(world);
    sender.resume();
    await world.time.next();
    sender.add(message());
    sender.add(message());
    world.answer = () => reply({ rejected: [{ index: 0, reason: "range" }], next_sequence: 2 });
    await world.time.next();

    expect(sender.delivery).toMatchObject({ delivered: 1, refused: 1 });
    expect(answers.at(-1)).toEqual({ kind: Outcome.TAKEN, refused: 1, verdict: undefined, nextSequence: 2 });
  });

  it.each([null, 7, [], "x", { verdict: 3, next_sequence: "9", rejected: "no" }, { verdict: { revision: 1, state: "king" } }])(
    "makes nothing of an answer like %j",
    async (body) => {
      const world = new FakeWorld();
      world.answer = () => reply(body);
      const { sender, answers } = tab(world);
      sender.resume();
      await world.time.next();

      expect(answers).toEqual([{ kind: Outcome.TAKEN, refused: 0, verdict: undefined, nextSequence: 0 }]);
    },
  );

  it("keeps the newest windows through an outage, and the server sees the gap", async () => {
    const world = new FakeWorld();
    const { sender } = tab(world);
    sender.resume();
    await world.time.next();
    for (let place = 0; place < QUEUE_WINDOWS + 30; place++) {
      sender.add(message());
    }
    await world.time.next();
    const sent = sequencesIn(world.requests[1].body);

    expect([sent.length, sent[0], sent.at(-1)]).toEqual([QUEUE_WINDOWS, 30, QUEUE_WINDOWS + 29]);
    expect(sender.delivery).toMatchObject({ delivered: QUEUE_WINDOWS, dropped: 30 });
    law(sender);
  });
});

describe("several tabs of one session", () => {
  it("never use a number twice, whoever sends when", async () => {
    const world = new FakeWorld();
    const locks = new FakeLocks();
    const tabs = Array.from({ length: 4 }, () => tab(world, locks));
    let luck = 1;
    for (let round = 0; round < 60; round++) {
      luck = (luck * 48_271) % 2_147_483_647;
      world.luck = luck / 2_147_483_647;
      const one = tabs[luck % tabs.length];
      one.sender.resume();
      one.sender.add(message());
      world.answer = () => (luck % 5 ? reply({}) : reply({}, 500));
      await world.time.next();
    }
    world.answer = () => reply({});
    for (let look = 0; look < 60; look++) {
      await world.time.next();
    }
    const numbers = new Map<number, string>();
    let taken = 0;
    for (const { body } of world.requests) {
      for (const [index, number] of sequencesIn(body).entries()) {
        numbers.set(number, `${index}`);
        taken = Math.max(taken, number + 1);
      }
    }

    expect(tabs.map(({ sender }) => sender.delivery.waiting)).toEqual([0, 0, 0, 0]);
    expect(tabs.reduce((sum, { sender }) => sum + sender.delivery.delivered, 0)).toBe(60);
    expect(numbers.size).toBe(60);
    expect(taken).toBe(60);
  });

  it("learn from one another while they live, and hold one name each", async () => {
    const world = new FakeWorld();
    const locks = new FakeLocks();
    const [first, second] = [tab(world, locks), tab(world, locks)];
    await first.numbering.alone(() => first.numbering.atLeast(5));
    await second.numbering.alone(() => {
      expect(second.numbering.next).toBe(5);
      return second.numbering.atLeast(6);
    });
    await first.numbering.alone(() => Promise.resolve());
    await settled();

    expect(first.numbering.next).toBe(6);
    expect(locks.names).toEqual(["samehands:test/5", "samehands:test/6"]);
    first.numbering.letGo();
    second.sender.stop();
    await settled();
    expect(locks.names).toEqual([]);
  });

  it("go by their own count where there are no locks, or none that work", async () => {
    const broken = { request: () => Promise.reject(new Error("SecurityError")), query: () => Promise.reject(new Error()) };
    for (const locks of [undefined, broken as unknown as FakeLocks]) {
      const world = new FakeWorld();
      const { sender } = tab(world, locks);
      sender.resume();
      await world.time.next();
      sender.add(message());
      await world.time.next();
      expect(world.requests.map(({ body }) => sequencesIn(body))).toEqual([[], [0]]);
    }
  });

  it("take no number from a lock of another name", async () => {
    const locks = new FakeLocks();
    for (const name of ["samehands:test/", "samehands:test/x", "samehands:test/9/9", "samehands:tester/7", "x samehands:test/8", "samehands:test/99999999999"]) {
      void locks.request(name, { mode: "exclusive" }, () => new Promise(() => undefined));
    }
    const { numbering } = tab(new FakeWorld(), locks);
    await numbering.alone(() => Promise.resolve());

    expect(numbering.next).toBe(0);
  });
});
