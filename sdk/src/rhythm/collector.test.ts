import { describe, expect, it } from "vitest";

import { createPairing } from "../capture/pairing.js";
import type { Micros } from "../quantities.js";
import { open, read, WILD } from "../testing/projections.js";
import { eventsOf, type EventRow, play, RHYTHM } from "../testing/streams.js";
import { encode, encodeSign, numbered } from "../wire/message.js";
import { createCollector } from "./collector.js";
import type { Projection } from "./projection.js";
import { hex } from "./projection-file.js";
import { PathFlag, type Window } from "./window.js";
import { Action, Mark } from "../capture/events.js";

const ignored = () => undefined;

/** The messages of a session, in hex, and how many windows were discarded. */
function sent(events: readonly EventRow[], projection: Projection) {
  const messages: string[] = [];
  const keep = (message: Uint8Array) => {
    numbered(message, messages.length);
    messages.push(hex(message));
  };
  const collector = createCollector(
    projection,
    (window) => {
      keep(encode(projection.ref, window));
    },
    (signs) => {
      keep(encodeSign(projection.ref, signs));
    },
  );
  play(events, collector.take);
  return { messages, discarded: collector.discarded };
}

describe("bit for bit", () => {
  it.each(RHYTHM.streams)("$name: exactly Python's messages", async ({ events, messages, discarded }) => {
    expect(sent(events, await open())).toEqual({ messages, discarded });
  });

  it.each(WILD.flatMap((wild) => Object.keys(wild.messages).map((name) => ({ wild, name, ref: wild.sha256.slice(0, 4) }))))(
    "$name, projection $ref: exactly Python's messages",
    async ({ wild, name }) => {
      expect(sent(eventsOf(name), await read(wild.file, wild.sha256)).messages).toEqual(wild.messages[name]);
    },
  );
});

describe("what comes out", () => {
  it("is nothing for less than a window, and nothing of it comes later", async () => {
    const projection = await open();
    const few = eventsOf("one keystroke less than a window");

    expect(sent(few, projection).messages).toEqual([]);
    const windows: Window[] = [];
    const collector = createCollector(projection, (window) => windows.push(window), ignored);
    play(few, collector.take);
    collector.clear();
    play(few, collector.take);
    expect(windows).toEqual([]);
  });

  it("does not depend on what was cleared before", async () => {
    const projection = await open();
    const events = eventsOf("a person on a 1 ms clock");
    const windows: Window[] = [];
    const collector = createCollector(projection, (window) => windows.push(window), ignored);
    play(eventsOf("one keystroke less than a window"), collector.take);
    collector.clear();
    play(events, collector.take);

    const due = sent(events, projection).messages;
    expect(windows.map((window) => hex(encode(projection.ref, window)).slice(36))).toEqual(
      due.map((message) => message.slice(36)),
    );
  });
});

describe("the path", () => {
  async function pathOf(untrusted: number, path?: number): Promise<number[]> {
    const paths: number[] = [];
    const collector = createCollector(await open(), (window) => paths.push(window.path), ignored, path);
    const pairing = createPairing(collector.take);
    for (let place = 0; place < 100; place++) {
      const marks = place < untrusted ? Mark.UNTRUSTED : Mark.NONE;
      pairing.take((place * 200_000) as Micros, 1 + (place % 5), Action.DOWN, marks);
      pairing.take((place * 200_000 + 80_000) as Micros, 1 + (place % 5), Action.UP, Mark.NONE);
    }
    return paths;
  }

  it("says injected where more than one keystroke in twenty came from a program", async () => {
    expect(await pathOf(5)).toEqual([PathFlag.NONE]);
    expect(await pathOf(6)).toEqual([PathFlag.INJECTED]);
    expect(await pathOf(0, PathFlag.INJECTED)).toEqual([PathFlag.INJECTED]);
  });
});
