import { describe, expect, it } from "vitest";

import wireText from "../../../tests/golden/wire.json?raw";
import type { Eighths } from "../quantities.js";
import type { ClockClass } from "../capture/clock.js";
import { hex } from "../rhythm/projection-file.js";
import { BATCH_WINDOWS, encodeBatch } from "./batch.js";
import { encode, encodeSign, MESSAGE_BYTES, numbered, SEQUENCE_LIMIT, SIGN_BYTES } from "./message.js";

interface Fields {
  projection: string;
  sequence: number;
  embedding: number[];
  scalars: number[];
  clock: ClockClass;
  path: number;
}

const VECTORS = JSON.parse(wireText) as {
  windows: { name: string; fields: Fields; msgpack: string }[];
  signs: { name: string; fields: { projection: string; sequence: number; signs: number }; msgpack: string }[];
  batches: { name: string; bytes: string; accepted: string[]; rejected: unknown[] }[];
};

const bytes = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

function messageOf(fields: Fields): Uint8Array {
  const message = encode(bytes(fields.projection), {
    embedding: Int8Array.from(fields.embedding),
    scalars: fields.scalars as Eighths[],
    clock: fields.clock,
    path: fields.path,
  });
  numbered(message, fields.sequence);
  return message;
}

it.each(VECTORS.windows)("$name: exactly these bytes", ({ fields, msgpack }) => {
  expect(hex(messageOf(fields))).toBe(msgpack);
});

it.each(VECTORS.signs)("early sign, $name: exactly these bytes", ({ fields, msgpack }) => {
  const message = encodeSign(bytes(fields.projection), fields.signs);
  numbered(message, fields.sequence);

  expect(hex(message)).toBe(msgpack);
  expect(message.length).toBe(SIGN_BYTES);
});

it("has one size, and its number can be written again", () => {
  const message = messageOf(VECTORS.windows[0].fields);
  numbered(message, SEQUENCE_LIMIT);
  numbered(message, 7);

  expect(message.length).toBe(MESSAGE_BYTES);
  expect(hex(message)).toBe(hex(messageOf({ ...VECTORS.windows[0].fields, sequence: 7 })));
});

describe("a batch", () => {
  const good = VECTORS.batches.filter((batch) => !batch.rejected.length);

  it.each(good)("$name: exactly these bytes", ({ bytes: due, accepted }) => {
    expect(hex(encodeBatch(accepted.map(bytes), accepted.length))).toBe(due);
  });

  it("takes only as many as it is told", () => {
    const message = messageOf(VECTORS.windows[0].fields);

    expect(encodeBatch([message, message], 1).length).toBe(1 + 2 + MESSAGE_BYTES);
  });

  it("is within what the server reads, and within what keepalive lets through, when it is full", () => {
    const message = new Uint8Array(MESSAGE_BYTES);
    const full = encodeBatch(Array<Uint8Array>(BATCH_WINDOWS).fill(message), BATCH_WINDOWS);

    expect(full.length).toBe(3 + 512 * 97);
    expect(full.length).toBeLessThan(64 * 1024);
    expect([...full.slice(0, 3)]).toEqual([0xdc, 2, 0]);
  });
});
