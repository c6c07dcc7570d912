import { expect, it } from "vitest";

import { ZONES } from "../capture/positions.js";
import type { Micros } from "../quantities.js";
import { open } from "../testing/projections.js";
import { eventsOf, play, RHYTHM } from "../testing/streams.js";
import { Channel, scoreOf } from "./contexts.js";
import { add, clear, noSums } from "./sums.js";

it.each(RHYTHM.sums)("$name: the first window has exactly these whole numbers", async ({ name, channels }) => {
  const { contexts, keystrokes } = await open();
  const sums = noSums(contexts);
  let place = 0;
  let before = { press: NaN, release: NaN, zone: 0 };
  play(eventsOf(name), (press, release, zone, starts) => {
    if (place++ < keystrokes) {
      const add1 = (channel: Channel, context: number, value: number) => {
        add(sums, channel, context, scoreOf(contexts, channel, context, value as Micros));
      };
      add1(Channel.HOLD, contexts.channels[0].context[zone], release - press);
      if (place > 1 && !starts) {
        const context = contexts.channels[1].context[before.zone * ZONES + zone];
        add1(Channel.DD, context, press - before.press);
        add1(Channel.UD, context, press - before.release);
        add1(Channel.UU, context, release - before.release);
      }
      before = { press, release, zone };
    }
  });

  expect(
    sums.map(({ count, total, square, histogram }) => ({
      count: [...count],
      total: [...total],
      square: [...square],
      histogram: Array.from({ length: count.length }, (_, row) => [...histogram.slice(row * 9, row * 9 + 9)]),
    })),
  ).toEqual(channels);

  clear(sums);
  expect(sums.flatMap((part) => [...part.count, ...part.total, ...part.square, ...part.histogram]).some(Boolean)).toBe(
    false,
  );
});
