import { expect, it } from "vitest";

import { ZONE_OF_POSITION, ZONES } from "../capture/positions.js";
import type { Micros } from "../quantities.js";
import { open } from "../testing/projections.js";
import { eventsOf, play, RHYTHM } from "../testing/streams.js";
import { Channel, pairOf, plainScoreOf, scoreOf } from "./contexts.js";
import { add, Cell, CELLS, clear, noSums } from "./sums.js";

it.each(RHYTHM.sums)("$name: the first window has exactly these whole numbers", async ({ name, channels }) => {
  const { contexts, keystrokes } = await open();
  const sums = noSums(contexts);
  let place = 0;
  let before = { press: NaN, release: NaN, position: 0 };
  play(eventsOf(name), (press, release, position, starts) => {
    if (place++ < keystrokes) {
      const add1 = (channel: Channel, context: number, key: number, value: number) => {
        const plain = plainScoreOf(contexts, channel, context, value as Micros);
        add(sums, channel, context, scoreOf(contexts.channels[channel], key, plain));
      };
      const zone = ZONE_OF_POSITION[position];
      add1(Channel.HOLD, contexts.channels[0].context[zone], position, release - press);
      if (place > 1 && !starts) {
        const context = contexts.channels[1].context[ZONE_OF_POSITION[before.position] * ZONES + zone];
        const key = pairOf(before.position, position);
        add1(Channel.DD, context, key, press - before.press);
        add1(Channel.UD, context, key, press - before.release);
        add1(Channel.UU, context, key, release - before.release);
      }
      before = { press, release, position };
    }
  });

  expect(
    sums.map((cells) => {
      const rows = Array.from({ length: cells.length / CELLS }, (_, row) => [
        ...cells.slice(row * CELLS, (row + 1) * CELLS),
      ]);
      return {
        count: rows.map((row) => row[Cell.COUNT]),
        total: rows.map((row) => row[Cell.TOTAL]),
        square: rows.map((row) => row[Cell.SQUARE]),
        histogram: rows.map((row) => row.slice(Cell.BINS)),
      };
    }),
  ).toEqual(channels);

  clear(sums);
  expect(sums.flatMap((cells) => [...cells]).some(Boolean)).toBe(false);
});
