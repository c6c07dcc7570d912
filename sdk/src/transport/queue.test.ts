import fc from "fast-check";
import { expect, it } from "vitest";

import { sequencesIn } from "../testing/fake-world.js";
import { encodeBatch } from "../wire/batch.js";
import { MESSAGE_BYTES } from "../wire/message.js";
import { createQueue, QUEUE_WINDOWS } from "./queue.js";

const message = () => new Uint8Array(MESSAGE_BYTES);

it("numbers what it gives in the order in which it came", () => {
  const queue = createQueue();
  const [one, other] = [message(), message()];
  queue.add(one);
  queue.add(other);
  const taken: Uint8Array[] = [];

  expect(queue.take(7, taken)).toBe(9);
  expect(taken).toEqual([one, other]);
  expect(sequencesIn(encodeBatch(taken, 2))).toEqual([7, 8]);
  expect(queue.size).toBe(0);
});

it("keeps the newest, counts the others, and leaves out their numbers", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 5 }), (rounds) => {
      const queue = createQueue();
      let next = 0;
      let made = 0;
      let taken = 0;
      for (const count of rounds) {
        for (let place = 0; place < count; place++) {
          queue.add(message());
        }
        made += count;
        const into: Uint8Array[] = [];
        next = queue.take(next, into);
        taken += into.length;

        expect(into.length).toBe(Math.min(count, QUEUE_WINDOWS));
        expect(next).toBe(made);
        expect(sequencesIn(encodeBatch(into, into.length))).toEqual(into.map((_, place) => next - into.length + place));
      }
      expect(taken + queue.dropped).toBe(made);
    }),
    { numRuns: 30 },
  );
});
