import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Micros } from "../quantities.js";
import { CAPTURE, eventsOf, type EventRow, play, takeRow } from "../testing/streams.js";
import { Action, Mark } from "./events.js";
import { createPairing, HOLD_LIMIT, PENDING_LIMIT, REPEAT_WITHIN } from "./pairing.js";
import { positionOf, UNKNOWN_POSITION, ZONE_OF_POSITION } from "./positions.js";

type Row = [number, number | null, number, 0 | 1, number];

function keystrokesOf(events: readonly EventRow[]) {
  const rows: Row[] = [];
  const pairing = play(events, (press, release, position, starts) => {
    rows.push([press, Number.isNaN(release) ? null : release, ZONE_OF_POSITION[position], starts ? 1 : 0, position]);
  });
  return { rows, counts: pairing.counts };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe("the golden streams", () => {
  it.each(CAPTURE)("$name: exactly these keystrokes and counts", (vector) => {
    const { rows, counts } = keystrokesOf(eventsOf(vector.name));

    expect(rows).toEqual(vector.keystrokes);
    // The gap that ends the session is the test's own.
    const own = { ...counts, received: counts.received - 1, gaps: counts.gaps - 1 };
    expect(Object.fromEntries(Object.entries(own).map(([name, n]) => [snake(name), n]))).toEqual(vector.counts);
  });

  it.each(CAPTURE.filter((vector) => vector.out_after))("$name: each keystroke comes out when it should", (vector) => {
    let out = 0;
    const pairing = createPairing(() => out++);
    const found = eventsOf(vector.name).map((row) => {
      takeRow(pairing, row);
      return out;
    });

    expect(found).toEqual(vector.out_after!.slice(0, -1));
  });
});

const rows = fc.array(
  fc.tuple(
    fc.constantFrom(0, 1, 30_000, 400_000, REPEAT_WITHIN, REPEAT_WITHIN + 1, HOLD_LIMIT, HOLD_LIMIT + 1, -1, -700_000),
    fc.constantFrom("", "KeyA", "KeyJ", "ShiftLeft", "Space"),
    fc.constantFrom<EventRow[2]>("down", "down", "up", "up", "repeat", "gap"),
    fc.boolean(),
  ),
  { maxLength: 80 },
);

function streamOf(drawn: readonly [number, string, EventRow[2], boolean][]): EventRow[] {
  let at = 10_000_000;
  return drawn.map(([step, code, action, composing]) => {
    at += step;
    return composing ? [at, code, action, 1] : [at, code, action];
  });
}

describe("laws", () => {
  it("accepts or rejects every event, and every press comes out", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const { rows: found, counts } = keystrokesOf(streamOf(drawn));
        const rejected = counts.repeat + counts.orphanRelease + counts.lateRelease;

        expect(counts.received).toBe(counts.presses + counts.releases + counts.gaps + rejected);
        expect(found.length).toBe(counts.presses);
        expect(counts.releases).toBe(counts.presses - counts.lostReleases);
      }),
    );
  });

  it("forgets what came before a gap: the rest of the session is read as if it were the first", () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const [first, second] = [streamOf(before), streamOf(after).map((row) => row)];
        const shifted = second.map(([at, ...rest]) => [at + 10 ** 9, ...rest] as unknown as EventRow);
        const gap: EventRow = [10 ** 9, "", "gap"];

        const whole = keystrokesOf([...first, gap, ...shifted]).rows;

        expect(whole.slice(keystrokesOf(first).rows.length)).toEqual(keystrokesOf(shifted).rows);
      }),
    );
  });
});

describe("limits", () => {
  it("keeps no more than the limit waiting, however many presses have no release", () => {
    let out = 0;
    const pairing = createPairing(() => out++);
    const held = positionOf("ShiftLeft");
    pairing.take(0 as Micros, held, Action.DOWN, Mark.NONE);
    for (let press = 1; press < 2_000; press++) {
      pairing.take(press as Micros, positionOf("KeyA"), Action.DOWN, Mark.NONE);
      pairing.take(press as Micros, positionOf("KeyA"), Action.UP, Mark.NONE);
      expect(press + 1 - out).toBeLessThanOrEqual(PENDING_LIMIT + 1);
    }
  });

  it("tells no key of what an input method was composing, also where the release is its first sign", () => {
    const found: number[] = [];
    const pairing = createPairing((_press, _release, position) => found.push(position));
    const key = positionOf("KeyA");
    for (const [at, marks, after] of [[0, Mark.COMPOSING, Mark.NONE], [9, Mark.NONE, Mark.COMPOSING]]) {
      pairing.take(at as Micros, key, Action.DOWN, marks);
      pairing.take((at + 1) as Micros, key, Action.UP, after);
    }

    expect(found).toEqual([UNKNOWN_POSITION, key]);
  });

  it("joins the marks of a press and of its release", () => {
    const found: number[] = [];
    const pairing = createPairing((_press, _release, _position, _starts, marks) => found.push(marks));
    const key = positionOf("KeyA");
    pairing.take(0 as Micros, key, Action.DOWN, Mark.COMPOSING);
    pairing.take(1 as Micros, key, Action.UP, Mark.UNTRUSTED);

    expect(found).toEqual([Mark.COMPOSING | Mark.UNTRUSTED]);
  });
});
