import fc from "fast-check";
import { expect, it } from "vitest";

import { POSITION_COUNT, positionOf } from "../capture/positions.js";
import type { Micros } from "../quantities.js";
import { read, WILD } from "../testing/projections.js";
import { Channel, type Contexts, pairOf, plainScoreOf, scoreOf, SHIFTED_POSITIONS } from "./contexts.js";

const HERE = 100_000 as Micros;

/** The score of a duration that is in the middle of any range, in the one context. */
function scored(contexts: Contexts, channel: Channel, key: number) {
  return scoreOf(contexts.channels[channel], key, plainScoreOf(contexts, channel, 0, HERE));
}

/** One context of one score, on keys that all move it alike. */
function tables(score: number, shift: number, gain: number) {
  const channel = (keys: number) => ({
    ...{ size: 1, groups: 1, context: new Float64Array(1), group: new Float64Array(1), share: new Float64Array(1) },
    scores: new Int8Array([score]),
    usual: new Int8Array(keys).fill(shift),
    gain: new Int8Array(keys).fill(gain),
  });
  return { channels: [channel(64), ...[1, 2, 3].map(() => channel(64 ** 2))], bins: 1, bin: new Uint16Array(4001) };
}

it("takes off the shift, multiplies in 32nds, rounds half up and clips, as whole numbers do", () => {
  const sixteenths = fc.integer({ min: -40, max: 40 });
  fc.assert(
    fc.property(sixteenths, sixteenths, fc.integer({ min: 1, max: 127 }), (score, shift, gain) => {
      // An arithmetic shift of a BigInt is a division that rounds down.
      const due = Number((BigInt(score - shift) * BigInt(gain) + 16n) >> 5n);

      const found = scored(tables(score, shift, gain), Channel.HOLD, 1);

      expect(found).toBe(Math.max(-40, Math.min(40, due)));
      expect(Object.is(found, -0)).toBe(false);
    }),
  );
});

it("lets the score be where a key is past the tables, either one of a pair", () => {
  const last = positionOf("IntlYen");
  const beyond = positionOf("Numpad0");
  expect([last, beyond]).toEqual([SHIFTED_POSITIONS - 1, SHIFTED_POSITIONS]);
  const contexts = tables(8, 4, 32);
  const hold = (position: number) => scored(contexts, Channel.HOLD, position);
  const flight = (before: number, position: number) =>
    scored(contexts, Channel.DD, pairOf(before, position));

  for (let position = 0; position < POSITION_COUNT; position++) {
    const due = position <= last ? 4 : 8;
    expect(hold(position)).toBe(due);
    expect(flight(last, position)).toBe(due);
    expect(flight(position, last)).toBe(due);
    expect(flight(beyond, position)).toBe(8);
    expect(flight(position, beyond)).toBe(8);
  }
});

it("has a place of its own for every pair of keys", async () => {
  const { contexts } = await read(WILD[0].file, WILD[0].sha256);
  const places = new Set<number>();
  for (let pair = 0; pair < SHIFTED_POSITIONS ** 2; pair++) {
    places.add(pairOf(Math.floor(pair / SHIFTED_POSITIONS), pair % SHIFTED_POSITIONS));
  }

  expect(places.size).toBe(SHIFTED_POSITIONS ** 2);
  expect(contexts.channels[Channel.UU].gain.length).toBe(places.size);
});
